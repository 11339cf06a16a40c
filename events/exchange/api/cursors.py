"""Where a page ended, signed: a cursor of ours, for the question that it was given for, or none at all."""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

from events.discovery.filters.keys import EPOCH
from events.exchange.api.problems import ProblemError, wrong

LONGEST = 200
SIGNER = "events.exchange.api.cursors"


def encode(asked: str, *key: int) -> str:
    """`key` are the last row's numbers, `asked` tells the question from every other."""
    said = ".".join(str(number) for number in (*key, _digest(asked)))
    return urlsafe_b64encode(Signer(salt=SIGNER).sign(said).encode()).decode().rstrip("=")


def decode(cursor: str, asked: str, *, numbers: int) -> Sequence[int]:
    """The numbers of `encode`. Raises `ProblemError` for anything that it did not make for this question."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        signed = urlsafe_b64decode(padded)
        said = Signer(salt=SIGNER).unsign(signed.decode("ascii"))
    except (BadSignature, ValueError):
        raise _not_ours() from None
    # The decoder passes over signs that are none of its own.
    if urlsafe_b64encode(signed) != padded:
        raise _not_ours()
    *key, digest = said.split(".")
    if len(key) != numbers:
        raise _not_ours()
    if digest != _digest(asked):
        raise wrong("cursor", "This cursor was given for other parameters: send it with the same ones.")
    return [int(number) for number in key]


def microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of(number: int) -> datetime:
    return EPOCH + timedelta(microseconds=number)


def _digest(asked: str) -> str:
    return hashlib.sha256(asked.encode()).hexdigest()[:12]


def _not_ours() -> ProblemError:
    return wrong("cursor", "This is no cursor of ours. Begin without one, or take `next` as it was given.")
