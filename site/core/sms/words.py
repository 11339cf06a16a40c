"""The words that end SMS, and begin them again, in the languages that people answer in.

A word that means only this ends them whatever comes after it. One that may begin an answer ("slutt kl. 20")
has to stand alone.
"""

import unicodedata

STOP_FIRST = {
    **dict.fromkeys(("stop", "stopp"), "nb"),
    **dict.fromkeys(("стоп", "стопп"), "uk"),
    **dict.fromkeys(("توقف", "ستوب"), "ar"),
    "unsubscribe": "en",
}
STOP_ALONE = {
    **dict.fromkeys(("slutt", "avslutt", "avmeld", "meld av", "slutt å sende", "ikke send mer"), "nb"),
    **dict.fromkeys(("end", "quit", "cancel all"), "en"),
    **dict.fromkeys(("зупинити", "зупиніть", "припинити", "відписатися", "відписатись"), "uk"),
    **dict.fromkeys(("قف", "وقف", "اوقف", "ايقاف", "الغاء الاشتراك"), "ar"),
}
START_ALONE = {"start": "nb", "старт": "uk", "почати": "uk", "ابدا": "ar", "بدء": "ar"}
# How Arabic letters are typed on a telephone: with or without the hamza.
SAME_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا"})


def stop_language(text: str) -> str:
    """The language in which `text` says STOP; "" when it does not."""
    words = plain(text)
    first = words.partition(" ")[0]
    return STOP_FIRST.get(first) or STOP_ALONE.get(words) or ""


def start_language(text: str) -> str:
    """The language in which `text` says START; "" when it does not."""
    return START_ALONE.get(plain(text), "")


def language_of(text: str) -> str:
    """The language that we answer `text` in, by its letters: most who have no others write Norwegian."""
    for sign in text:
        name = unicodedata.name(sign, "")
        if name.startswith("CYRILLIC"):
            return "uk"
        if name.startswith("ARABIC"):
            return "ar"
    return "nb"


def plain(text: str) -> str:
    """`text` in small letters, without marks and signs, with one space between words."""
    composed = unicodedata.normalize("NFKC", text).casefold().translate(SAME_LETTERS)
    kept = "".join(sign for sign in composed if unicodedata.category(sign) not in ("Mn", "Lm", "Cf"))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in kept).split())
