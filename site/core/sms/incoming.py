"""What people send back: rooms say here which answers they understand.

STOP is heard before every room: the number gets nothing more, and `stopped` is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

# Somebody has asked for no more messages. Arguments: number (E.164), now (UTC datetime). Sent in the
# transaction that notes it.
stopped = Signal()


@dataclass(frozen=True)
class Incoming:
    """A text message from `number` (E.164) that came at `received_at` (UTC). Nothing of it is kept."""

    number: str
    text: str
    received_at: datetime


# Returns True when the message was for this room, which then has done what it asked, and answers itself.
Reader = Callable[[Incoming], bool]
_readers: list[Reader] = []


def read_by(reader: Reader) -> Reader:
    """Register what reads answers, in the order in which rooms start."""
    if reader not in _readers:
        _readers.append(reader)
    return reader


def readers() -> list[Reader]:
    return list(_readers)
