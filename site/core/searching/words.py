"""Words as search compares them: without accents and endings, in every script that we write.

The same is done to what is indexed and to what is asked for, so nobody has to say which language a word is
in: a word in Latin letters has a Norwegian and an English stem, and either will do.
"""

import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from threading import Lock
from typing import Any

LONGEST_WORD = 40
# Letters that Unicode does not take apart, as they are typed without them; and Arabic letters that are
# written in more than one way.
LETTERS = str.maketrans(
    {
        **{"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss", "ł": "l", "ı": "i"},
        **{"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": "", "ґ": "г"},
        **dict.fromkeys("'’ʼ‘`´", ""),
    }
)
# Snowball has no Ukrainian: the endings of its nouns and adjectives, the longest first, after `plain`.
_ENDINGS = """
    ами ями ові еві ого ому ими іми іи ії оі ої еі еи ою ею єю ии ем єм ом ам ям им ім ах ях их іх ів ев
    ію ія іі а я о е є у ю и і ь
"""
UKRAINIAN_ENDINGS = sorted(_ENDINGS.split(), key=len, reverse=True)
# What is left of a word when an ending is taken off: of one letter, and of more.
SHORTEST_STEM = {1: 2}
SHORTEST_OF_LONG = 3
# Words that every sentence has: they say nothing of what is looked for.
_SMALL_WORDS = """
    og eller for til med uten pa av i en et ei den det de som er the and or a an of to in on at with is only
    и і та й або у в на до з із зі для по від за про тільки في من على الى علي مع و او عن فقط
"""
STOP_WORDS = frozenset(_SMALL_WORDS.split())
_STEMMING = Lock()


def plain(text: str) -> str:
    """`text` in small letters without accents, with single spaces between words of letters and digits.

    "Språk-kafé!" → "sprak kafe".
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS)
    # Å is taken apart before it is translated: both ways lead to the same letter.
    kept = (ch if ch.isalnum() else " " for ch in decomposed if not unicodedata.combining(ch))
    return " ".join("".join(kept).split())


def words_of(text: str) -> list[str]:
    """The words of `text`, plain, in their order."""
    return [word[:LONGEST_WORD] for word in plain(text).split()]


@lru_cache(maxsize=20_000)
def stems(word: str) -> frozenset[str]:
    """The stems of one plain word: one in most scripts, two in Latin letters."""
    letter = word[0]
    if "\u0400" <= letter <= "\u04ff":
        return frozenset([_ukrainian(word)])
    if "\u0600" <= letter <= "\u06ff":
        return frozenset([_stem("arabic", _stem("arabic", word))])
    if not letter.isascii() or letter.isdigit():
        return frozenset([word])
    # Twice: "kafeen" → "kafe" → "kaf", which is what "kafe" becomes.
    return frozenset([_stem("norwegian", _stem("norwegian", word)), _stem("english", word)])


def _stem(language: str, word: str) -> str:
    # A stemmer writes down in itself how far it is in a word: one thread at a time.
    with _STEMMING:
        return str(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    """Snowball's, read when somebody searches first: it brings thirty languages into the process."""
    return import_module("snowballstemmer").stemmer(language)


def _ukrainian(word: str) -> str:
    stem = word
    for _ in range(2):
        # "прогулянка", "прогулянок" and "прогулянці" are one word.
        if len(stem) >= 6 and stem.endswith("ці"):
            return stem[:-2] + "к"
        ending = next((end for end in UKRAINIAN_ENDINGS if stem.endswith(end)), "")
        if not ending or len(stem) - len(ending) < SHORTEST_STEM.get(len(ending), SHORTEST_OF_LONG):
            break
        stem = stem[: -len(ending)]
    if len(stem) >= 5 and stem.endswith(("ок", "ек")):
        stem = stem[:-2] + "к"
    # "похід" and "походи", "вечір" and "вечори".
    if len(stem) >= 5 and stem[-2] == "і":
        stem = f"{stem[:-2]}о{stem[-1]}"
    return stem
