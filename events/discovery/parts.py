"""What other rooms put on pages about a date.

`events` does not know who asks, reports or confirms: the room that does says here, when it starts, what
stands on the date's own page, and on the organiser's page of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from events.models import Occurrence


@dataclass(frozen=True)
class Part:
    """A template, and what it is filled with: `part` there, beside what the page has."""

    template: str
    values: Mapping[str, object]


Maker = Callable[[HttpRequest, Occurrence, datetime], Part | None]


class Place:
    """A place on a page. Makers are asked in the order in which they were put here."""

    def __init__(self) -> None:
        self._makers: list[Maker] = []

    def put(self, maker: Maker) -> Maker:
        """Register what makes a part, or None where there is nothing to show."""
        if maker not in self._makers:
            self._makers.append(maker)
        return maker

    def parts(self, request: HttpRequest, occurrence: Occurrence, *, now: datetime) -> list[Part]:
        made = [maker(request, occurrence, now) for maker in self._makers]
        return [part for part in made if part]


ON_THE_PAGE = Place()
IN_THE_PORTAL = Place()
