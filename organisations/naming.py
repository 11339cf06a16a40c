"""How names become addresses and search forms: Norwegian and Sámi letters, without losing any."""

import unicodedata

from django.utils.text import slugify

from core.comparing import search_form

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
