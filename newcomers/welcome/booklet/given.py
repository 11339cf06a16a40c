"""What a booklet is made of: a package's resolved content, the municipality, and for whom it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from newcomers.welcome.booklet.pictures import Picture


class Planned(Protocol):
    """One activity to come, as `newcomers.welcome.next_events` has it. Times are UTC."""

    @property
    def title(self) -> str: ...
    @property
    def title_language(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def place(self) -> str: ...


@dataclass(frozen=True)
class Place:
    """The municipality that welcomes: its name, the address of its page, and its crest if there is one."""

    name: str
    page: str
    language: str = "nb"
    crest: Picture | None = None


@dataclass(frozen=True)
class Person:
    """For whom a booklet is: their name, which may be empty, and a link that this print alone has.

    `until` is when the municipality deletes what it holds about them.
    """

    name: str
    url: str
    until: datetime | None = None


@dataclass(frozen=True)
class Booklet:
    """Everything that one booklet is made of.

    `content` is a package's resolved content in one language; `pictures` are those that it names, by ids;
    `planned` are the next activities as of `now`. Without `person` the last page leads to the municipality's.
    """

    content: Mapping[str, Any]
    place: Place
    now: datetime
    pictures: Mapping[int, Picture] = field(default_factory=dict)
    planned: Sequence[Planned] = ()
    person: Person | None = None

    @property
    def language(self) -> str:
        return str(self.content["language"])
