"""What else a table says of an activity: its price, who it is for, its languages, how one joins, its kind."""

import re
from dataclasses import dataclass, field
from functools import cache
from math import ceil
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _

from core.formats import formats_of
from core.isolation import filled
from events.choices import Admission, Audience, Category, spoken_languages
from events.exchange.candidates import Problem, Proposal
from organisations.naming import search_form

FREE = re.compile(r"(?:det er )?(?:gratis|fri|fritt|free|kostnadsfritt|fri inngang|free entry)\W*")
NO_PRICE = frozenset({"", "-", "–", "nei", "ingen", "ingen pris"})
AMOUNT = re.compile(
    r"(?:kr\.?|nok)\s*(?P<before>\d{1,5})(?:[.,](?P<cents>\d{2}|-))?(?!\d)|(?P<after>\d{1,5})(?:[.,](?P<cents2>\d{2}|-))?"
    r"\s*(?:kr\b\.?|kroner|nok|,-)?(?![\d+])",
    re.IGNORECASE,
)
MOST_KRONER = 20_000
DROP_IN = re.compile(
    r"(?:nei|ingen|ikke nødvendig|ikkje nødvendig|ingen påmelding|no|none|drop[ -]?in|-|–)?"
    r"(?:\s*[,.;:–-]?\s*(?:bare|berre|just)\s+(?:kom|møt opp|come))?(?:\s*drop[ -]?in)?\W*"
)
SIGN_UP = frozenset({"ja", "yes", "ja takk", "påmelding", "må meldes på", "obligatorisk", "x"})
CAPACITY = re.compile(
    r"(?:begrenset til|avgrensa til|maks(?:imalt)?\.?|max\.?|inntil|plass til)\s+(?P<number>\d{1,4})"
    r"\s*(?:plasser|plassar|personer|personar|deltakere|deltakarar|places|people)?",
    re.IGNORECASE,
)
OUR_TITLE = re.compile(
    r"(?P<before>^|[\s(\[–—:!-])(?P<word>avlyst|avlyses|avlyses|avlyst|innstilt|utgår|utgått|cancelled|canceled|"
    r"utsatt|utsett|postponed|flyttet|flytta|moved)(?P<after>$|[\s)\]–—:!.,-])",
    re.IGNORECASE,
)
PROPOSALS: dict[str, Proposal] = {
    **dict.fromkeys(
        ("avlyst", "avlyses", "innstilt", "utgår", "utgått", "cancelled", "canceled"), "cancelled"
    ),
    **dict.fromkeys(("utsatt", "utsett", "postponed"), "postponed"),
    **dict.fromkeys(("flyttet", "flytta", "moved"), "moved"),
}
EDGES = " \t–—-:!,.;()[]*"


@dataclass
class Understood:
    """What was read: fields of `Event`, and what is to be asked."""

    facts: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def ask(self, name: str, reason: str) -> None:
        self.problems.append(Problem(name, reason))


def take_proposal(title: str) -> tuple[str, Proposal]:
    """ "Filmkveld – AVLYST" as "Filmkveld" and "cancelled": a sign that it is still the same activity."""
    found = OUR_TITLE.search(title)
    if found is None:
        return title, ""
    rest = f"{title[: found.start()]} {title[found.end() :]}".strip(EDGES)
    # "Flyttet til onsdag" and "Moved by music" are titles, too.
    stands_out = found["word"].isupper() or not rest or _is_at_an_edge(title, found)
    proposal = PROPOSALS[found["word"].casefold()]
    return (" ".join(rest.split()) or title, proposal) if stands_out else (title, "")


def _is_at_an_edge(title: str, found: re.Match[str]) -> bool:
    before, after = title[: found.start("word")].rstrip(), title[found.end("word") :].lstrip()
    return not after or (not before and after[:1] in EDGES) or (before[-1:] in "([" and after[:1] in ")]")


def read_price(text: str, into: Understood) -> None:
    """Whole kroner. Of several prices the highest is the price, and all of it stands beside it in words."""
    # "1 200" is one number.
    written = re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", " ".join(text.split()))
    folded = written.casefold()
    if folded in NO_PRICE:
        return
    if FREE.fullmatch(folded) or folded in ("0", "0,-", "0 kr", "kr 0", "kr 0,-", "0.0"):
        into.facts["price_nok"] = 0
        return
    amounts = [_kroner(found) for found in AMOUNT.finditer(written)]
    if not amounts or max(amounts) > MOST_KRONER:
        into.ask("price", filled(_("We did not understand the price “%(text)s”."), text=written[:60]))
        return
    into.facts["price_nok"] = max(amounts)
    rest = AMOUNT.sub("", written).strip(" .,-–/").casefold()
    if rest or len(amounts) > 1:
        into.facts["cost_note"] = written[:200]


def _kroner(found: re.Match[str]) -> int:
    cents = found["cents"] or found["cents2"] or "-"
    whole = int(found["before"] or found["after"])
    return ceil(whole + int(cents) / 100) if cents.isdigit() else whole


WHO: dict[str, tuple[Audience, ...]] = {
    "alle for everyone all": (Audience.EVERYONE,),
    "voksne vaksne voksen vaksen adults": (Audience.ADULTS,),
    "familier familie familiar families family": (Audience.FAMILIES,),
    "barn born children kids": (Audience.CHILDREN,),
    "ungdom ungdommer ungdomar unge youth": (Audience.YOUTH,),
    "eldre seniorer seniorar pensjonister pensjonistar seniors": (Audience.SENIORS,),
}
AUDIENCES = {word: found[0] for words, found in WHO.items() for word in words.split()}
AGES = re.compile(
    r"(?P<from>\d{1,2})\s*(?:-|–|til|to)\s*(?P<to>\d{1,2})|(?P<plus>\d{1,2})\s*\+|(?:fra|frå|over|from)\s*(?P<least>\d{1,2})"
    r"|(?:under|opp til|inntil|up to)\s*(?P<most>\d{1,2})",
    re.IGNORECASE,
)
WITH_ADULTS = re.compile(
    r"\b(?:m/|med|i folge med|ifolge med|with)\s*(?:foresatt\w*|foresett\w*|foreldre\w*|vaksen|voksen|adult)"
)
IDLE = frozenset(
    search_form("for aldersgruppe år year years old og and i alderen alder aldre fra på med m").split()
)


def read_ages(text: str, into: Understood) -> None:
    """ "For alle", "18+", "Fra 10 år", "Barn (0–12) m/ foresatt"."""
    written = " ".join(text.split())
    if not written:
        return
    rest = written
    if found := AGES.search(written):
        low, high = found["from"] or found["plus"] or found["least"], found["to"] or found["most"]
        if low and high and int(low) > int(high):
            into.ask("audience", filled(_("We did not understand who “%(text)s” is."), text=written[:60]))
            return
        if low and int(low) > 0:
            into.facts["age_from"] = int(low)
            if int(low) >= 18:
                into.facts["audience"] = Audience.ADULTS
        if high:
            into.facts["age_to"] = int(high)
        rest = AGES.sub(" ", written)
    rest = search_form(rest.replace("m/", "med "))
    rest = WITH_ADULTS.sub(" ", rest)
    if re.search(r"\bkvinner\b|\bkvinnor\b|\bwomen\b", rest):
        into.facts["women_only"] = True
        rest = re.sub(r"\bkvinner\b|\bkvinnor\b|\bwomen\b", " ", rest)
    words = [word for word in rest.split() if word not in IDLE]
    named = [AUDIENCES[word] for word in words if word in AUDIENCES]
    if [word for word in words if word not in AUDIENCES]:
        into.ask("audience", filled(_("We did not understand who “%(text)s” is."), text=written[:60]))
    elif named:
        # "Barn og voksne" is for families; of others the widest counts.
        both = {Audience.CHILDREN, Audience.ADULTS} <= set(named)
        into.facts["audience"] = (
            Audience.FAMILIES if both else named[0] if len(set(named)) == 1 else Audience.EVERYONE
        )


INTERPRETER = re.compile(r"\btolk(?:er|ing|et|ar)?\b|\binterpreters?\b", re.IGNORECASE)
EASY = frozenset({"lett", "enkel", "enkelt", "easy", "simple", "litt"})


def read_languages(text: str, into: Understood) -> None:
    """ "norsk/engelsk" is spoken; "arabisk, ukrainsk (tolk)" is interpreted."""
    if not text.strip():
        return
    field_name = "interpreter_languages" if INTERPRETER.search(text) else "spoken_languages"
    words = [
        search_form(word) for word in re.split(r"[,/;()&+:]|\bog\b|\band\b|\s", INTERPRETER.sub(" ", text))
    ]
    named = [word for word in words if word and word not in EASY]
    unknown = [word for word in named if word not in names_of_languages()]
    if unknown:
        into.ask("languages", filled(_("We did not understand the languages in “%(text)s”."), text=text[:60]))
    found = [names_of_languages()[word] for word in named if word not in unknown]
    if found:
        into.facts[field_name] = list(dict.fromkeys(found))


@cache
def names_of_languages() -> dict[str, str]:
    """Every language that can be spoken at an activity, by its names in Norwegian and English."""
    names = {
        "norsk": "no",
        "norwegian": "no",
        "bokmal": "no",
        "nynorsk": "no",
        "samisk": "se",
        "tigrinja": "ti",
    }
    for code in spoken_languages():
        names[search_form(code)] = code
        for reader in ("nb", "nn", "en"):
            name = Locale.parse(formats_of(reader)).languages.get(code)
            if name and " " not in search_form(name):
                names.setdefault(search_form(name), code)
    return names


def read_signup(text: str, into: Understood) -> None:
    """Whether one just comes. How else one signs up is told in words: here nobody can be told of it."""
    written = " ".join(text.split())
    folded = written.casefold().strip(" .!")
    if not written:
        return
    if folded in SIGN_UP:
        into.facts["admission"] = Admission.SIGN_UP
    elif DROP_IN.fullmatch(folded):
        into.facts["admission"] = Admission.DROP_IN
    else:
        reason = _(
            "“%(text)s”: say whether one signs up here, or just comes. We put these words in the text."
        )
        into.ask("admission", filled(reason, text=written[:80]))


def read_capacity(text: str, into: Understood) -> None:
    found = CAPACITY.search(text)
    # "Maks 0 plasser" says nothing of how many there are; the words stand in the text.
    if found and int(found["number"]):
        into.facts["capacity"] = int(found["number"])


GUESSES: tuple[tuple[str, Category], ...] = (
    ("sprakkafe norsktrening samtalegruppe language cafe prate norsk", Category.LANGUAGE_CAFE),
    ("norskkurs norskundervisning", Category.NORWEGIAN_COURSE),
    ("ny i norge", Category.NEW_IN_NORWAY),
    ("leksehjelp leksekafe homework", Category.HOMEWORK),
    ("dugnad frivillig", Category.VOLUNTEERING),
    ("strikk handarbeid verksted sy hekle keramikk snekker", Category.CRAFTS),
    ("matlaging matkurs kokke bake middag", Category.FOOD),
    ("fottur turgruppe tur fjell friluft hike vandring ski", Category.OUTDOORS),
    ("kultur film konsert kor teater utstilling dans kunst musikk bok forfatter", Category.CULTURE),
    ("bingo spill sjakk quiz brettspill", Category.GAMES),
    ("trening fotball svomming yoga gym idrett volleyball hall", Category.SPORT),
    ("ungdom klubb", Category.YOUTH),
    ("barn baby familie trille eventyr", Category.FAMILY),
    ("kafe treff moteplass kaffe apent hus apen", Category.MEETING_PLACE),
    ("gudstjeneste kirke bonn messe", Category.FAITH),
    ("17 mai fest feiring jul basar", Category.CELEBRATION),
    ("kurs", Category.COURSE),
)


def guess_category(title: str, said: str = "") -> Category | None:
    """What its own column says, or a guess from its title: shown as one."""
    wanted = search_form(said)
    for category in Category:
        if wanted and wanted in (search_form(str(category.value)), search_form(str(category.label))):
            return category
    padded = f" {search_form(f'{said} {title}')} "
    for words, category in GUESSES:
        if any(f" {phrase}" in padded for phrase in _phrases(words)):
            return category
    return None


@cache
def _phrases(words: str) -> tuple[str, ...]:
    whole = ("ny i norge", "language cafe", "prate norsk", "apent hus", "17 mai")
    found = [phrase for phrase in whole if phrase in words]
    for phrase in found:
        words = words.replace(phrase, "")
    return (*found, *words.split())
