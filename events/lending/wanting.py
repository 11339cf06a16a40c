"""What somebody chooses to borrow: a kind of thing and a size."""

from dataclasses import dataclass

from events.lending.choices import Kind
from events.lending.models import Thing


@dataclass(frozen=True, order=True)
class Want:
    """What somebody chooses: a kind of thing and a size, "" for what has none.

    Of what is something else the size begins with the organisation's own words.
    """

    kind: str
    size: str


def want_of(thing: Thing) -> Want:
    """What somebody chooses who gets `thing`."""
    if thing.kind != Kind.OTHER:
        return Want(thing.kind, thing.size)
    return Want(thing.kind, ", ".join(part for part in (thing.words, thing.size) if part))
