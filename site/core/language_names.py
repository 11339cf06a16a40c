"""What languages are called in the reader's language: CLDR's names, and ours where those do not fit.

CLDR names languages for lists. In a sentence "النرويجية وسامي الشمالية" is no Arabic, "саамська луле" is not
what Ukrainians say, and nobody in Norway says "norsk nynorsk".
"""

from collections.abc import Mapping

from babel import Locale

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


def name_in(reader: Locale, code: str) -> str:
    """The name of language `code` for who reads `reader`, as it stands within a sentence."""
    ours = NAMES.get(reader.language, {})
    return ours.get(code) or reader.languages.get(code) or language_name(code)
