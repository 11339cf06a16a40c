"""What waits on the desk. Each part is a function that asks in one statement; other rooms add theirs.

also_waits(print_jobs)      # while an app gets ready
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from core.models import User
from newcomers.welcome.choices import StepKind
from newcomers.welcome.content.grid import Grid, grids
from newcomers.welcome.models import PackageStep, WelcomePackage
from organisations.models import Municipality


@dataclass(frozen=True)
class Line:
    """One person or thing of what waits: `text`, and the page where it is mended."""

    text: str
    url: str = ""
    action: str = ""
    note: str = ""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the host: a sentence, and one button. `number` is how many there are of it."""

    key: str
    title: str
    text: str
    url: str
    action: str
    icon: str
    number: int = 0
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class People:
    """How many there are; how many have had nothing; how many of those have asked for it themselves.

    Nothing is sent to those `set_aside`. `waiting` are those for whom somebody has to do something.
    """

    total: int
    new: int
    asked: int
    set_aside: int
    waiting: int


@dataclass
class Desk:
    """What the parts are asked about: the desk of `user` in `place` at `now` (UTC), and its people."""

    place: Municipality
    user: User
    now: datetime
    people: People

    @cached_property
    def grids(self) -> list[Grid]:
        """The packages, with how far each language has come: asked once, for all parts."""
        return grids(WelcomePackage.objects.filter(municipality=self.place).order_by("pk"))

    @property
    def first_step(self) -> PackageStep | None:
        """What somebody new is sent: the first step of a package that is published and in use."""
        steps = [step for grid in self.grids for step in grid.steps]
        first = (step for step in steps if step.is_sendable and step.kind == StepKind.ARRIVAL)
        return next(first, None)

    @property
    def here(self) -> str:
        return self.url("welcome_desk")

    def url(self, name: str) -> str:
        """The address of the municipality's page `name`."""
        return reverse(name, args=[self.place.pk])


Part = Callable[[Desk], Iterable[Waiting]]
_parts: list[Part] = []


def also_waits(part: Part) -> None:
    """Put `part` below those that are there. Once, while an app gets ready."""
    if part not in _parts:
        _parts.append(part)


def what_waits(desk: Desk) -> list[Waiting]:
    """Everything that waits, in the order in which the parts were put there."""
    return [waiting for part in _parts for waiting in part(desk)]
