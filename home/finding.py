"""What one typed into the search leads to: places first, then whatever else is called so."""

from dataclasses import dataclass, field

from events.discovery.doors import nearest_open, place_url
from organisations.models import FoundPlace, Municipality, find_places


@dataclass(frozen=True)
class Answer:
    """A place, and its address here; empty where its municipality does not take part."""

    place: FoundPlace
    url: str


@dataclass(frozen=True)
class Places:
    """`exact`: those that have just this name. `others`: beginnings and likenesses, the best first."""

    exact: list[Answer] = field(default_factory=list)
    others: list[Answer] = field(default_factory=list)
    # Where the one that is meant does not take part: the nearest that do.
    nearest: list[Municipality] = field(default_factory=list)

    @property
    def sure(self) -> Answer | None:
        """The one that is meant, if there is no doubt."""
        return self.exact[0] if len(self.exact) == 1 else None

    @property
    def begins(self) -> bool:
        """Whether a place has just this name, or one that begins so."""
        return bool(self.exact) or any(answer.place.begins_so for answer in self.others)

    @property
    def number(self) -> int:
        return len(self.exact) + len(self.others)


def look_up(text: str) -> Places:
    """The places called `text`. Three queries at the most."""
    answers = [Answer(place, place_url(place)) for place in find_places(text)]
    found = Places(
        exact=[answer for answer in answers if answer.place.is_exact],
        others=[answer for answer in answers if not answer.place.is_exact],
    )
    closed = found.sure or (found.others[0] if not found.exact and len(found.others) == 1 else None)
    if closed and not closed.url and closed.place.municipality:
        return Places(found.exact, found.others, nearest_open(closed.place.municipality))
    return found
