"""What Typst is told of a language: its code there, its region, and from which side it is read."""

from typing import TypedDict

# Scripts that run from the right, by the languages that are written in them (ISO 639).
FROM_THE_RIGHT = frozenset(
    ["ar", "arc", "arz", "az-arab", "ckb", "dv", "fa", "fas", "glk", "he", "lrc", "mzn", "nqo", "pes", "prs"]
    + ["ps", "pnb", "sd", "skr", "syr", "ug", "ur", "yi"]
)
# Languages that have another code in BCP 47: PDF readers know Dari as Persian of Afghanistan.
CODES = {"prs": ("fa", "AF"), "fa-af": ("fa", "AF"), "pes": ("fa", "IR")}
# Between lines: scripts with signs above and below their letters need more.
LEADING = {
    "ar": 0.75,
    "fa": 0.75,
    "ps": 0.8,
    "ur": 0.85,
    "ckb": 0.75,
    "th": 0.8,
    "ti": 0.7,
    "am": 0.7,
    "ta": 0.75,
}
USUAL_LEADING = 0.64


class Tongue(TypedDict):
    """A language as a template takes it."""

    lang: str
    region: str
    rtl: bool


class Text(Tongue):
    """Words, and the language that they are in."""

    text: str


def tongue(code: str) -> Tongue:
    """Of a BCP 47 or ISO 639 code. What Typst would not take (`x-klingon`) is undetermined, "und"."""
    base, _hyphen, region = code.partition("-")
    lang, known_region = CODES.get(code.lower(), (base.lower(), region.upper() if len(region) == 2 else ""))
    if not (lang.isascii() and lang.isalpha() and len(lang) in (2, 3)):
        lang, known_region = "und", ""
    return Tongue(lang=lang, region=known_region, rtl=is_from_the_right(code))


def is_from_the_right(code: str) -> bool:
    return code.lower() in FROM_THE_RIGHT or code.partition("-")[0].lower() in FROM_THE_RIGHT


def text(words: str, code: str) -> Text:
    return Text(text=words, **tongue(code))


def nothing() -> Text:
    return text("", "nb")


def leading(code: str) -> float:
    return LEADING.get(tongue(code)["lang"], USUAL_LEADING)
