"""How names become addresses and search forms: Norwegian and Sámi letters, without losing any."""

import unicodedata

from django.utils.text import slugify

# Letters that Unicode does not take apart. The Norwegian ones become what people type without a Norwegian
# keyboard.
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ï": "i", "ß": "ss"})
# Letters of a search form that are one sound to who has heard the name and writes it in Cyrillic: Bodø is
# written Буде, Бодьо and Бодо, Vågan Воган, and h both х and г.
HEARD_AS = ("aueyjhwzc", "oooiigvsk")
CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгґдезиійклмнопрстуфхчшщыэё", "obvggdosiiiklmnoprstofgkssioo", strict=True)),
        **{"є": "io", "ж": "s", "ї": "i", "ц": "ts", "ю": "io", "я": "io", "ь": "", "ъ": ""},
        **dict.fromkeys("'’ʼ", ""),
    }
)


def search_form(text: str) -> str:
    """`text` as search compares it: small letters, no accents, single spaces.

    "Hábmer – Hamarøy" → "habmer hamaroy".
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    letters = "".join(ch if ch.isalnum() else " " for ch in decomposed if not unicodedata.combining(ch))
    return " ".join(letters.split())


def is_cyrillic(text: str) -> bool:
    """Whether `text` has a letter of the Cyrillic alphabet."""
    return any("CYRILLIC" in unicodedata.name(ch, "") for ch in text)


def heard_form(text: str) -> str:
    """A name typed in Cyrillic, in the letters of `HEARD_AS`: "Будьо" → "bodo".

    Search compares it with search forms whose letters are translated by `HEARD_AS`.
    """
    latin = unicodedata.normalize("NFC", text.casefold()).translate(CYRILLIC)
    return search_form(latin).translate(str.maketrans(*HEARD_AS))


def slug(text: str) -> str:
    """`text` as a part of an address: "Herøy" → "heroy"."""
    return slugify(search_form(text))
