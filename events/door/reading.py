"""What a phone sends, as JSON, read with suspicion: what is not as it should be is a `ValueError`."""

import json
from typing import Any
from uuid import UUID

from events.door.numbers import read
from events.door.phones import MOST_PHONES, Sent

# Two hundred ticks weigh a tenth of it.
MOST_BYTES = 100_000
MOST_TICKS = 1_000
LARGEST = 2_000_000_000


def read_sent(body: bytes) -> Sent:
    """The message in `body`. Raises `ValueError`."""
    if len(body) > MOST_BYTES:
        raise ValueError("too long")
    values = json.loads(body)
    if not isinstance(values, dict):
        raise ValueError("a message is an object")
    return Sent(
        device=_id(values.get("device")),
        sequence=_number(values.get("sequence")),
        corrections=_number(values.get("corrections")),
        counts=read(values.get("counts")),
        shown=read(values.get("shown"), least=0),
        seen=[_id(each) for each in _some(values.get("seen", []), list, MOST_PHONES)],
        ticks={
            _id(key): value is True for key, value in _some(values.get("ticks", {}), dict, MOST_TICKS).items()
        },
    )


def _id(value: Any) -> UUID:
    if not isinstance(value, str):
        raise ValueError("no id")
    return UUID(value)


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise ValueError("no number")
    return value


def _some(value: Any, kind: type[list[Any]] | type[dict[str, Any]] | type[str], most: int) -> Any:
    if not isinstance(value, kind) or len(value) > most:
        raise ValueError("not what is expected, or too much of it")
    return value
