"""Values in sentences: a name, title, code, price, number or address keeps its direction and its order.

In "رمزك هو 9255-7405" the halves of the code are shown swapped, and the question mark of a Norwegian title
wanders to its other end: what stands around a value turns it (UAX #9, rules W2 and N1). Unicode's isolates
keep it as it is, in mail subjects, plain text, calendars and messages, where no markup can.

Sentences are made at two places, and both isolate what is put in: `filled` in code, and `blocktranslate` in
templates (`core.templatetags.sentences`). What stands beside other words without being put into a sentence
goes through `isolated`; in HTML through the filter `bdi`, or `in_language` where its language is another.

Isolates are unseen, and a person who copies a value copies them too. So they are only where they do
something: where the reader's language runs from right to left, or the value does. What is there to be copied
(a log-in code, a link) stands on a line of its own without them.
"""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import wraps
from typing import ParamSpec

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

P = ParamSpec("P")

LEFT_TO_RIGHT_ISOLATE, RIGHT_TO_LEFT_ISOLATE, FIRST_STRONG_ISOLATE = "\u2066", "\u2067", "\u2068"
POP_ISOLATE = "\u2069"
OPENING = (LEFT_TO_RIGHT_ISOLATE, RIGHT_TO_LEFT_ISOLATE, FIRST_STRONG_ISOLATE)
# Classes of characters that turn a line which runs from left to right (UAX #9, table 4).
TURNING = {"R", "AL", "AN", "RLE", "RLO", "RLI", "FSI"}


class OwnWords(str):
    """Text in the reader's own language, made by a rule of ours: it needs no isolation within a sentence.

    A day or a number as `core.formats` writes it, or a sentence whose values are isolated already.
    """


def own_words(write: Callable[P, str]) -> Callable[P, OwnWords]:
    """For a function that writes in the reader's language and isolates what it puts in."""

    @wraps(write)
    def written(*args: P.args, **kwargs: P.kwargs) -> OwnWords:
        return OwnWords(write(*args, **kwargs))

    return written


def isolated(value: object) -> str:
    """A value in its own direction, which its first letter says; without letters from left to right."""
    return _between(FIRST_STRONG_ISOLATE, str(value))


def left_to_right(value: object) -> str:
    """What always runs from left to right: a telephone number, an address of the net or of a mailbox."""
    return _between(LEFT_TO_RIGHT_ISOLATE, str(value))


def in_a_sentence(value: object) -> object:
    """`value` as a sentence takes it: isolated, unless it is the reader's own words or a plain number."""
    if isinstance(value, (OwnWords, Promise, bool, int, float, Decimal, datetime, date, time)):
        return value
    if isinstance(value, SafeString):
        return value if value.startswith("<bdi") else SafeString(isolated(value))
    return isolated(value)


def filled(sentence: str | Promise, /, **values: object) -> OwnWords:
    """A translated sentence with its values: `filled(_("%(name)s is signed up."), name=signup.name)`."""
    return OwnWords(str(sentence) % {name: in_a_sentence(value) for name, value in values.items()})


def _between(opening: str, text: str) -> str:
    if not text or _is_isolated(text):
        return text
    if not get_language_bidi() and not any(unicodedata.bidirectional(sign) in TURNING for sign in text):
        return text
    # An isolate ends with its line (UAX #9, X8).
    return "\n".join(f"{opening}{_balanced(line)}{POP_ISOLATE}" if line else "" for line in text.split("\n"))


def _is_isolated(text: str) -> bool:
    """Whether one pair of isolates holds all of `text`."""
    if not (text.startswith(OPENING) and text.endswith(POP_ISOLATE)) or "\n" in text:
        return False
    depth = 0
    for sign in text[:-1]:
        depth += (sign in OPENING) - (sign == POP_ISOLATE)
        if not depth:
            return False
    return depth == 1


def _balanced(line: str) -> str:
    """`line` with its own isolates closed: one that ends too many would let the rest out of ours."""
    if POP_ISOLATE not in line and not any(sign in line for sign in OPENING):
        return line
    kept, depth = "", 0
    for sign in line:
        if sign == POP_ISOLATE and not depth:
            continue
        depth += (sign in OPENING) - (sign == POP_ISOLATE)
        kept += sign
    return kept + POP_ISOLATE * depth
