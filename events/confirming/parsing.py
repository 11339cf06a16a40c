"""What somebody means who answers a question by SMS: yes, no, a number, a code.

People write more than is asked for. What is not surely a yes or a no is neither: a wrong no would send
people home.
"""

import re
import unicodedata
from dataclasses import dataclass

from events.confirming.choices import Answer
from events.confirming.models import CODES

YES_WORDS = frozenset(
    ["ja", "jo", "jaa", "jada", "jau", "jepp", "japp", "yes", "yess", "yep", "yeah", "так", "да"]
    + ["نعم", "ايوه", "أيوه", "ايوة", "أيوة", "اجل", "أجل"]
)
NO_WORDS = frozenset(
    ["nei", "neida", "neei", "næi", "nope", "nix", "ні", "нет", "لا", "كلا"]
    + ["avlyst", "avlyste", "avlyses", "avlyser", "avlyse", "avlysa", "avlys", "avlysast"]
    + ["kansellert", "cancelled", "canceled"]
)
# English for no, and nynorsk for now: "Eg er på veg no" calls nothing off. It is a no among such words alone.
NO, BESIDE_NO = (
    "no",
    frozenset(["sorry", "thanks", "thank", "you", "unfortunately", "today", "tonight", "we"]),
)
# "No problem", "Nei, det går fint": whoever says so may well mean yes.
AT_EASE = frozenset(
    ["problem", "problemer", "problems", "worries", "stress", "fint", "fine"]
    + ["проблем", "проблема", "مشكلة", "مشكله", "بأس", "باس", "تقلق"]
)
ASKS = frozenset("?؟")
# A thumb or an "ok" can also be a thank you for our receipt: it is an answer only to an open question.
WEAK_YES = frozenset(["ok", "okay", "okei", "oki"])
YES_SIGNS, NO_SIGNS = frozenset("👍👌✅✔🙋"), frozenset("👎❌🚫✖")
# "Not cancelled", "it will not be on": either way round, so it is asked again.
TURNS = frozenset(["ikke", "ikkje", "not", "не", "ليس"])
# After these words something else is said, which nobody here reads.
BUT = frozenset(["men", "but", "але", "но", "لكن", "unntatt", "bortsett"])
# A time of day, a day, or how late somebody is, is no number of people.
TIME = re.compile(
    r"\b(?:kl|klokka|klokken|at|о|الساعة)\.?\s*\d{1,2}(?:[:.]\d{2})?|\d{1,2}[:.]\d{1,2}"
    r"|\d{1,3}\s*(?:min|minutt\w*|minutes?|хв\w*|دقيقة|دقائق)\b",
    re.I,
)
# Longer figures are no number of anything.
LONGEST_NUMBER = 6
WORD = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)
CODE = re.compile(r"\b([A-Za-z])\s?(\d)\b")


@dataclass(frozen=True)
class Said:
    """What was understood. `answer` is None where it is neither surely yes nor surely no.

    `is_weak` is a thumb or an "ok". `has_more` says that something besides was not understood.
    """

    answer: Answer | None = None
    count: int | None = None
    code: str = ""
    is_weak: bool = False
    has_more: bool = False


def understood(text: str) -> Said:
    plain = _plain(text)
    code = _code(plain)
    rest = plain if not code else CODE.sub(" ", plain, count=1)
    without_times = TIME.sub(" ", rest)
    words = [word.casefold() for word in WORD.findall(without_times)]
    numbers = sorted({int(word[:LONGEST_NUMBER]) for word in words if word.isdecimal()})
    answer, is_weak = _answer(set(words), rest)
    return Said(
        answer=answer,
        count=numbers[0] if len(numbers) == 1 and answer != Answer.NO else None,
        code=code,
        is_weak=is_weak,
        has_more=without_times != rest or len(numbers) > 1 or bool(BUT & set(words)),
    )


def _plain(text: str) -> str:
    """Composed signs, figures of any script as ours, and nothing that is not seen; no skin colours."""
    signs = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    seen = "".join(sign for sign in signs if not "\U0001f3fb" <= sign <= "\U0001f3ff")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in seen)


def _code(text: str) -> str:
    found = ((letter.upper() + digit) for letter, digit in CODE.findall(text))
    return next((code for code in found if code in CODES), "")


def _answer(words: set[str], text: str) -> tuple[Answer | None, bool]:
    yes, no = bool(words & YES_WORDS), bool(words & NO_WORDS) or _is_english_no(words)
    is_weak = not yes and not no
    if is_weak:
        yes = bool(words & WEAK_YES) or bool(YES_SIGNS & set(text))
        no = bool(NO_SIGNS & set(text))
    if yes == no or words & TURNS:
        return None, False
    if no and (words & AT_EASE or ASKS & set(text)):
        # "Er det avlyst?" wants to know it from us.
        return None, False
    return (Answer.YES if yes else Answer.NO), is_weak


def _is_english_no(words: set[str]) -> bool:
    return NO in words and all(word in BESIDE_NO or word.isdecimal() for word in words - {NO})
