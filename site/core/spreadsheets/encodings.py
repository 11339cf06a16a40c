"""In which encoding a text was saved that does not say so, and what of it was broken before it came here.

Most of a list is ASCII: addresses and numbers. What is left are the words with other letters, and in each
language those stand beside certain others: "ń" before "s", "ø" between "j" and "r". Each encoding is tried,
and its words are held against how CLDR's own names are written in the languages that are saved in it. Where
two readings are about as likely nobody decides but the person, who knows what their people are called.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from babel import localedata

# The languages that are saved in each encoding, first those of here. Norwegian is what most files are in.
LANGUAGES: dict[str, tuple[str, ...]] = {
    "cp1252": ("nb", "da", "sv", "fi", "de", "fr", "es", "pt", "it", "nl", "is", "sq", "fo"),
    "mac_roman": ("nb", "sv", "de", "fr", "es"),
    "mac_cyrillic": ("uk", "ru", "bg", "sr", "be", "mk"),
    "cp1250": ("pl", "cs", "sk", "hu", "hr", "sl", "ro"),
    "cp1257": ("lt", "lv", "et"),
    "cp1254": ("tr",),
    "cp1251": ("uk", "ru", "bg", "sr", "be", "mk"),
    "cp1256": ("ar", "fa", "ur"),
    "koi8_u": ("uk", "ru"),
    "iso8859_5": ("uk", "ru"),
    "cp866": ("ru", "uk"),
    "cp1253": ("el",),
    "cp874": ("th",),
    "cp1255": ("he",),
}
# Of a Latin word: so large a part are other letters only where it is read wrongly.
FOREIGN = 0.6
# What a word loses where it cannot be a word, and by how much the best must be better: e to the power of it.
NO_WORD, SURE = -8.0, 3.0
# How much rarer than Norway's own each is among lists that come to a municipality here, in the same measure.
RARER = {
    "cp1252": 0.0,
    "cp1251": 2.0,
    "cp1250": 2.0,
    "cp1256": 2.0,
    "mac_roman": 3.0,
    "cp1257": 3.0,
    "cp1254": 3.0,
}
RAREST = 6.0
# The first languages of each are the ones that most of its lists are in.
RATHER = 0.7
# Between ten Latin languages more is needed, unless all is spelt with the letters of here.
SURE_OF_LATIN, OF_HERE = 6.0, frozenset("æøåäöéèêôòóüÆØÅÄÖÉ")
MOST_WORDS = 400
# Both sides of a word, and what nobody has seen.
EDGE, UNSEEN = "\x02", -12.0
# UTF-8 that was read as one of these, and saved as UTF-8 once more.
TWICE = (
    "cp1252",
    "latin-1",
    "cp1251",
    "cp1250",
    "cp1254",
    "cp1257",
    "mac_roman",
    "mac_cyrillic",
    "cp850",
    "cp865",
)
BESIDE_LETTERS = "'’`´-‑.,\u200c\u200d"


def readings(data: bytes) -> list[str]:
    """The encodings that `data` may be in, the likeliest first; more than one only where nobody can be sure.

    For what is not UTF-8 and has no byte order mark. Encodings that read it alike are one.
    """
    words = _words(data)
    if not words:
        return ["cp1252"]
    scores = {encoding: _score(encoding, words) for encoding in LANGUAGES}
    best = max(scores.values())
    first = max(scores, key=lambda each: scores[each])
    sure = SURE if _is_plain("".join(decoded(word, first) for word in words)) else SURE_OF_LATIN
    near = sorted((each for each in scores if scores[each] > best - sure), key=lambda each: -scores[each])
    return _different(near, words)


def decoded(data: bytes, encoding: str) -> str:
    """`data` as text. Bytes that the encoding does not have become U+FFFD, which is no letter."""
    return data.decode(encoding, errors="replace")


def _is_plain(text: str) -> bool:
    """Whether `text` is in another alphabet than ours, or has none but the letters of here."""
    other = {char for char in text if not char.isascii() and char.isalpha()}
    return other <= OF_HERE or "LATIN" not in {_script(char) for char in other}


def _words(data: bytes) -> list[bytes]:
    """The words that have other bytes than ASCII's, each once: what separates words is ASCII everywhere."""
    plain = bytes(byte if chr(byte).isalpha() or byte > 127 or byte == 39 else 32 for byte in range(256))
    found = dict.fromkeys(word for word in data.translate(plain).split() if not word.isascii())
    # One letter alone says nothing.
    return [word for word in found if len(word) > 1][:MOST_WORDS]


def _different(encodings: list[str], words: list[bytes]) -> list[str]:
    kept: dict[tuple[str, ...], str] = {}
    for encoding in encodings:
        kept.setdefault(tuple(decoded(word, encoding) for word in words), encoding)
    return list(kept.values())


def _score(encoding: str, words: list[bytes]) -> float:
    """The logarithm of how likely these words are in the likeliest of the encoding's languages, word by word:
    people of several languages stand in one list."""
    texts = [decoded(word, encoding) for word in words]
    total = -RARER.get(encoding, RAREST)
    for text in texts:
        if not _can_be_a_word(text):
            total += NO_WORD + UNSEEN * sum(not char.isascii() for char in text)
            continue
        likely = [_likelihood(text, model) for model in _models(encoding)]
        total += max(each - RATHER * min(index, 2) for index, each in enumerate(likely))
    return total


def _can_be_a_word(text: str) -> bool:
    """Letters of one script, capitals only where words have them, and not nearly all of them accented."""
    letters = [char for char in text if char not in BESIDE_LETTERS]
    if (
        not letters
        or not letters[0].isalpha()
        or not all(unicodedata.category(char)[0] in "LM" for char in letters)
    ):
        return False
    scripts = {script for char in letters if (script := _script(char))}
    if len(scripts) > 1:
        return False
    rest = text[1:]
    if not text.isupper() and any(
        char.isupper() and before.islower() for before, char in zip(text, rest, strict=False)
    ):
        return False
    foreign = sum(not char.isascii() for char in letters)
    return scripts != {"LATIN"} or len(letters) < 4 or foreign <= FOREIGN * len(letters)


def _script(char: str) -> str:
    return "" if unicodedata.combining(char) else unicodedata.name(char, "?").split()[0]


def _likelihood(text: str, model: "Model") -> float:
    """Of the other letters alone: what is ASCII is the same in every encoding."""
    word = f"{EDGE}{text.casefold()}{EDGE}"
    places = [index for index in range(1, len(word) - 1) if not word[index].isascii()]
    if not places:
        return 0.0
    return sum(model.of(word[index - 1 : index + 2]) for index in places)


class Model:
    """How likely a letter is between its two neighbours, as far as such neighbours are known; else beside one
    of them, else at all."""

    def __init__(self, words: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        self.letters = 0
        for word in words:
            whole = f"{EDGE}{word}{EDGE}"
            for before, letter, after in zip(whole, whole[1:], whole[2:], strict=False):
                self.letters += 1
                # A dot stands for any letter, and for any neighbour.
                for seen in (before + letter + after, f"{before}.{after}"):
                    self.counts[seen] += 1
                for seen in (f"{before}{letter}-", f"-{letter}{after}", f"{before}.-", f"-.{after}", letter):
                    self.counts[seen] += 1
        self.known: dict[str, float] = {}

    def of(self, three: str) -> float:
        if three not in self.known:
            self.known[three] = max(math.log(self._chance(three) or 1e-12), UNSEEN)
        return self.known[three]

    def _chance(self, three: str) -> float:
        before, letter, after = tuple(three)
        at_all = self.counts[letter] / (self.letters or 1)
        left = self._of(f"{before}{letter}-", f"{before}.-", at_all, 8)
        right = self._of(f"-{letter}{after}", f"-.{after}", at_all, 8)
        return self._of(three, f"{before}.{after}", (left + right) / 2, 3)

    def _of(self, seen: str, among: str, otherwise: float, trust: int) -> float:
        """The share of `seen` in `among`, drawn to `otherwise` where there are few."""
        return (self.counts[seen] + trust * otherwise) / (self.counts[among] + trust)


@cache
def _models(encoding: str) -> list[Model]:
    return [_model(language) for language in LANGUAGES[encoding]]


@cache
def _model(language: str) -> Model:
    return Model(_written_in(language))


def _written_in(language: str) -> Iterator[str]:
    """Words of the language: what CLDR calls languages, countries, months and days in it, and names."""
    for name in _texts(localedata.load(language)):
        for word in name.casefold().split():
            stripped = "".join(char for char in word if unicodedata.category(char)[0] in "LM")
            if stripped:
                yield stripped
    yield from NAMES.get(language, "").split()


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, each in data.items():
            if name not in ("number_symbols", "decimal_formats", "datetime_skeletons", "currency_symbols"):
                yield from _texts(each)


# Given names and families, where CLDR's words are short of them.
NAMES = {
    "nb": "bjørn bjørg åse åge øyvind øystein håkon håvard jørgen søren søndre kåre pål pål ståle asbjørn "
    "torbjørn sigbjørn ærlig sæther bjørnson ødegård ødegaard hågensen sørensen strøm bråten lægreid bø næss "
    "nordgård solvær gjærum bjørklund hæge kjær låven gård språk fødselsdato fødselsår husnøkkel måned ærend "
    "østby østgård åsen åsnes årsen vårin søvik rød røsvik fuglsø skjønberg mørk hødd lødingen herøy "
    "bodø sørfold",
    "pl": "michał paweł łukasz józef władysław stanisław małgorzata łucja żaneta wałęsa kowalczyk wójcik "
    "kamiński kamińska wiśniewski wiśniewska zieliński zielińska szymański szymańska woźniak dąbrowski "
    "dąbrowska kozłowski kozłowska jabłoński krawczyk piątek wróbel król górski górska święch jędrzejczyk "
    "bożena grażyna elżbieta agnieszka krzysztof sławomir mirosław rafał gołąb pająk żak",
    "lt": "jonas žukauskas žukauskienė petrauskienė kazlauskienė jankauskienė stankevičius šimkus šimkienė "
    "paulauskienė butkevičiūtė rūta živilė eglė agnė jūratė gražina vytautė ąžuolas čepas ramunė šarūnas "
    "mindaugas gintarė laimutė balčiūnas kavaliauskienė",
    "lv": "bērziņš kalniņš ozoliņš liepiņš krūmiņš jānis pēteris māris kārlis andrejs līga inese zāle "
    "ēriks ģirts",
    "tr": "yılmaz yıldız yıldırım öztürk özdemir şahin çelik doğan kılıç aydın arslan güneş çetin kaya koç "
    "ayşe gülşen şükrü ışıl tuğba oğuz ibrahim müjde çağla uğur barış ömer şule sümeyye kaplanoğlu",
    "cs": "dvořák dvořáková novotný černý procházka kučera veselý jiří tomáš šárka ondřej zdeněk růžena",
    "sk": "ľubomír kováč kováčová horváthová štefan žofia ďurica",
    "hu": "szabó kovács tóth horváth gyöngyösi erzsébet lászló józsef zoltánné",
    "ro": "ștefan ştefan ionuț ionuţ bălan mihăilă cătălin mădălina țurcanu ţurcanu popescu gheorghiță "
    "stănescu ăş aţ iş şi ţă",
    "hr": "kovačević marković šarić đorđević petrović jurić babić milošević živković",
    "uk": "шевченко коваленко бондаренко ткаченко ірина коваль олена сергій юлія їжакевич андрій наталія "
    "олексій",
    "ru": "иванов петрова анна сергей ольга наталья екатерина смирнова алексей",
    "ar": "محمد أحمد فاطمة علي حسن حسين عبد الله خالد يوسف مريم",
}


# What was broken before


def mended(text: str) -> str:
    """`text`, or what it was before its UTF-8 was read as something else: "BjÃ¸rn" → "Bjørn".

    Only where that is certain: whatever is no ASCII in it makes whole letters of UTF-8 again.
    """
    if text.isascii():
        return text
    for encoding in TWICE:
        with_bytes = _bytes_of(text, encoding)
        if with_bytes is None:
            continue
        try:
            found = with_bytes.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if _is_text(found):
            # Some have been through it twice.
            return mended(found) if len(found) < len(text) else found
    return text


def _bytes_of(text: str, encoding: str) -> bytes | None:
    """The bytes that were read as `text`. Where an encoding has no letter, programs leave the byte."""
    found = bytearray()
    for char in text:
        try:
            found += char.encode(encoding)
        except UnicodeEncodeError:
            if not "\x80" <= char <= "\x9f":
                return None
            found.append(ord(char))
    return bytes(found)


def _is_text(text: str) -> bool:
    return all(unicodedata.category(char) not in ("Cc", "Cn", "Co") or char in "\t\r\n" for char in text)


def is_broken(text: str) -> bool:
    """Whether letters of a name were lost: a sign stands for one, a question mark, or a control character."""
    if "\ufffd" in text or any("\x7f" <= char <= "\x9f" for char in text):
        return True
    return "??" in text or any(
        char == "?" and (before.isalpha() or after.isalpha())
        for before, char, after in zip(f" {text}", text, f"{text[1:]} ", strict=False)
    )


def looks_misread(word: str) -> bool:
    """Whether a word of a name is one of another alphabet that was read as ours: "Êîâàëü" for "Коваль"."""
    letters = [char for char in unicodedata.normalize("NFC", word) if char.isalpha()]
    if len(letters) < 4 or any(_script(char) != "LATIN" for char in letters):
        return False
    return sum(not char.isascii() for char in letters) > 0.75 * len(letters)


def other_readings(text: str) -> list[str]:
    """What a misread `text` may have been, the likeliest first: each of another alphabet."""
    found = []
    data = _bytes_of(text, "cp1252")
    for encoding in ("cp1251", "cp1256", "cp1253", "koi8_u", "mac_cyrillic", "cp874") if data else ():
        reading = decoded(data or b"", encoding)
        if all(_can_be_a_word(word) for word in reading.split()):
            found.append(reading)
    return found
