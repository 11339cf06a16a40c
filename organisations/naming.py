"""How names become addresses and search forms: Norwegian and Sámi letters, without losing any."""

import re
import unicodedata

from django.utils.text import slugify

# Letters that Unicode does not take apart. The Norwegian ones become what people type without a Norwegian
# keyboard.
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ï": "i", "ß": "ss"})
WORD = re.compile("[a-z0-9]+")
# Letters of a search form that are one sound to who has heard the name and writes it in another alphabet:
# Bodø is written Буде, Бодьо and Бодо, Vågan Воган, and h both х and г.
HEARD_AS = ("aueyjhwzc", "oooiigvsk")
CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгґдезиійклмнопрстуфхчшщыэё", "obvggdosiiiklmnoprstofgkssioo", strict=True)),
        **{"є": "io", "ж": "s", "ї": "i", "ц": "ts", "ю": "io", "я": "io", "ь": "", "ъ": ""},
        **dict.fromkeys("'’ʼ", ""),
    }
)


# What an Arabic name of a place sounds like: it writes v as f, and short vowels not at all.
ARABIC_SOUNDS = str.maketrans(
    dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "obttggkddrsssstdtogvkklmngoi", strict=True))
)


# Letters of Arabic script that people write for one another; hamza and vowel signs are taken off before.
# Persian and Urdu keyboards have letters of their own, and so has a sound that Arabic lacks.
ARABIC = str.maketrans(
    {
        **dict(zip("ٱىیېةۀەکگپڤچ", "ايييهههكغبفج", strict=True)),
        **dict.fromkeys("ءـ\u200c", ""),
    }
)


def search_form(text: str) -> str:
    """`text` as search compares it: small letters, no accents, our digits, single spaces.

    "Hábmer – Hamarøy" → "habmer hamaroy"; "أوسلو" → "اوسلو"; "٨٨٥٠" → "8850".
    """
    small = text.casefold().translate(LETTERS)
    if small.isascii():
        # Most of what there is, and a list of a thousand activities compares tens of thousands of words.
        return " ".join(WORD.findall(small))
    decomposed = unicodedata.normalize("NFKD", small).translate(ARABIC)
    letters = "".join(_plain(ch) for ch in decomposed if not unicodedata.combining(ch))
    return " ".join(letters.split())


def _plain(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return character if character.isalnum() else " "


def is_heard(text: str) -> bool:
    """Whether `text` has a Cyrillic or an Arabic letter: then it is compared by its sound too."""
    return any(unicodedata.name(ch, "").startswith(("CYRILLIC", "ARABIC LETTER")) for ch in text)


def heard_form(text: str) -> str:
    """A name as it sounds, in the letters of `HEARD_AS`: "Bodø", "Будьо" and "بودو" are all "bodo"."""
    latin = unicodedata.normalize("NFC", text.casefold()).translate(CYRILLIC)
    return search_form(latin).translate(ARABIC_SOUNDS).translate(str.maketrans(*HEARD_AS))


def slug(text: str) -> str:
    """`text` as a part of an address: "Herøy" → "heroy"."""
    return slugify(search_form(text))
