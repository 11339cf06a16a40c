"""How two spellings are compared: small letters, no accents, our digits, single spaces."""

import re
import unicodedata

# Letters that Unicode does not take apart. The Norwegian ones become what people type without a Norwegian
# keyboard.
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ï": "i", "ß": "ss"})
WORD = re.compile("[a-z0-9]+")
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
