"""What languages are called in the reader's language: CLDR's names, and ours where those do not fit.

CLDR names languages for lists. In a sentence "النرويجية وسامي الشمالية" is no Arabic, "саамська луле" is not
what Ukrainians say, and nobody in Norway says "norsk nynorsk".
"""

from collections.abc import Mapping
from contextlib import suppress

from babel import Locale
from iso639 import Lang
from iso639.exceptions import DeprecatedLanguageValue, InvalidLanguageValue

from core.languages import language_name

NAMES: Mapping[str, Mapping[str, str]] = {
    "nb": {"nb": "bokmål", "nn": "nynorsk"},
    "nn": {"nb": "bokmål", "nn": "nynorsk"},
    "en": {"se": "Northern Sámi", "smj": "Lule Sámi", "sma": "Southern Sámi"},
    "uk": {"smj": "луле-саамська", "so": "сомалійська"},
    "ar": {
        "nb": "النرويجية (بوكمول)",
        "nn": "النرويجية (نينورسك)",
        "se": "السامية الشمالية",
        "smj": "سامية لوله",
        "sma": "السامية الجنوبية",
    },
}

# Those that CLDR names nowhere, or by a word that their speakers and hosts do not use.
SPOKEN: Mapping[str, Mapping[str, str]] = {
    "nb": {
        "prs": "dari",
        "kmr": "kurmanji",
        "ckb": "sorani",
        "haz": "hazaragi",
        "kun": "kunama",
        "ctd": "tedim",
        "cnh": "hakha chin",
        "ksw": "karen",
        "nsl": "norsk tegnspråk",
        "cnr": "montenegrinsk",
        "aii": "assyrisk",
        "apd": "sudanesisk arabisk",
        "apc": "levantinsk arabisk",
        "skr": "saraiki",
        "pnb": "vestpunjabi",
        "fil": "filipino",
    },
    "nn": {
        "prs": "dari",
        "kmr": "kurmanji",
        "ckb": "sorani",
        "haz": "hazaragi",
        "kun": "kunama",
        "ctd": "tedim",
        "cnh": "hakha chin",
        "ksw": "karen",
        "nsl": "norsk teiknspråk",
        "cnr": "montenegrinsk",
        "aii": "assyrisk",
        "apd": "sudanesisk arabisk",
        "apc": "levantinsk arabisk",
        "skr": "saraiki",
        "pnb": "vestpunjabi",
        "fil": "filipino",
    },
    "en": {
        "prs": "Dari",
        "kmr": "Kurmanji",
        "ckb": "Sorani",
        "haz": "Hazaragi",
        "kun": "Kunama",
        "ctd": "Tedim",
        "cnh": "Hakha Chin",
        "ksw": "Karen",
        "nsl": "Norwegian Sign Language",
        "cnr": "Montenegrin",
        "aii": "Assyrian",
        "apd": "Sudanese Arabic",
        "apc": "Levantine Arabic",
        "skr": "Saraiki",
        "pnb": "Western Punjabi",
        "fil": "Filipino",
        "rom": "Romani",
    },
    "uk": {
        "prs": "дарі",
        "kmr": "курманджі",
        "ckb": "сорані",
        "haz": "хазарагі",
        "kun": "кунама",
        "ctd": "тедім",
        "cnh": "хакха-чін",
        "ksw": "каренська",
        "nsl": "норвезька жестова мова",
        "cnr": "чорногорська",
        "aii": "ассирійська",
        "apd": "суданська арабська",
        "apc": "левантійська арабська",
        "skr": "сараїкі",
        "pnb": "західна пенджабська",
        "fil": "філіппінська",
        "rom": "ромська",
    },
    "ar": {
        "prs": "الدرية",
        "kmr": "الكرمانجية",
        "ckb": "السورانية",
        "haz": "الهزارغية",
        "kun": "الكوناما",
        "ctd": "التيديم",
        "cnh": "هاكا تشين",
        "ksw": "الكارين",
        "nsl": "لغة الإشارة النرويجية",
        "cnr": "لغة الجبل الأسود",
        "aii": "الآشورية",
        "apd": "العربية السودانية",
        "apc": "العربية الشامية",
        "skr": "السرائيكية",
        "pnb": "البنجابية الغربية",
        "fil": "الفلبينية",
        "rom": "لغة الروما",
    },
}


def name_in(reader: Locale, code: str) -> str:
    """The name of language `code` for who reads `reader`, as it stands within a sentence.

    Where nobody has written it down for them, its English one: people speak more languages than CLDR knows in
    each. What is no language at all is its code.
    """
    ours = {**SPOKEN.get(reader.language, {}), **NAMES.get(reader.language, {})}
    known = ours.get(code) or reader.languages.get(_as_cldr(code))
    if known:
        return str(known)
    with suppress(KeyError):
        return language_name(code)
    with suppress(InvalidLanguageValue, DeprecatedLanguageValue):
        return str(Locale("en").languages.get(code) or Lang(code).name)
    return code


def _as_cldr(code: str) -> str:
    """As Babel keys it: "zh-hans" → "zh_Hans"."""
    language, *more = code.split("-")
    return "_".join([language, *(each.title() if len(each) == 4 else each.upper() for each in more)])
