"""How names become addresses and search forms: Norwegian and Sámi letters, without losing any."""

import unicodedata

from django.utils.text import slugify

# Letters that Unicode does not take apart. The Norwegian ones become what people type without a Norwegian
# keyboard.
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ï": "i", "ß": "ss"})


def search_form(text: str) -> str:
    """`text` as search compares it: small letters, no accents, single spaces.

    "Hábmer – Hamarøy" → "habmer hamaroy".
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    letters = "".join(ch if ch.isalnum() else " " for ch in decomposed if not unicodedata.combining(ch))
    return " ".join(letters.split())


def slug(text: str) -> str:
    """`text` as a part of an address: "Herøy" → "heroy"."""
    return slugify(search_form(text))
