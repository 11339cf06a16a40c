"""The forms that the demonstration's texts are written down in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
RRULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class PageText:
    """A municipality's page in one language. `intro` is rich text."""

    greeting: str
    intro: str
    host_role: str
    host_hours: str
    host_languages: str


@dataclass(frozen=True)
class Group:
    """An organisation. `slug` is how activities name it; `kind` a value of `Organisation.Kind`."""

    slug: str
    name: str
    kind: str = "association"
    trusted: bool = True
    email: str = ""
    phone: str = ""
    also_active_in: tuple[str, ...] = ()
    # What it does, by language; the municipality's own Norwegian first.
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A venue. `access` and `loop` are values of `Venue.Access`. Its words are by language, Norwegian first."""

    slug: str
    name: str
    address: str
    postcode: str
    town: str
    access: str = "yes"
    loop: str = "unknown"
    directions: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class When:
    """When an activity takes place. `every` weeks; or `nth` such weekday of each month."""

    weekday: int
    start: time
    minutes: int
    every: int = 1
    nth: int = 0

    @property
    def rule(self) -> str:
        """The RRULE line."""
        if self.nth:
            return f"RRULE:FREQ=MONTHLY;BYDAY={self.nth}{RRULE_DAYS[self.weekday]}"
        return f"RRULE:FREQ=WEEKLY;INTERVAL={self.every}"

    def first_date(self, today: date, *, weeks_back: int) -> date:
        """The first date of the series: `weeks_back` weeks ago or the next day that fits the rule."""
        start = today - timedelta(weeks=weeks_back)
        day = start + timedelta(days=(self.weekday - start.weekday()) % 7)
        while self.nth and (day.day - 1) // 7 + 1 != self.nth:
            day += timedelta(weeks=1)
        return day


@dataclass(frozen=True)
class Activity:
    """Something offered. `texts`: (title, description) per language, the first one is the organiser's own.

    `facts` are further fields of `Event`; `crowd` is the usual number of participants, from and to.
    """

    group: str
    place: str
    category: str
    when: When
    texts: dict[str, tuple[str, str]]
    facts: dict[str, object] = field(default_factory=dict)
    with_groups: tuple[str, ...] = ()
    crowd: tuple[int, int] = (6, 14)
    # A file of `pictures`, what is seen in it, and what happens when: (time, words).
    picture: tuple[str, str] | None = None
    programme: tuple[tuple[time, str], ...] = ()


@dataclass(frozen=True)
class Written:
    """A municipality whose page and activities are written out."""

    kommunenummer: str
    image: str
    image_text: str
    host_name: str
    host_image: str
    host_email: str
    host_phone: str
    texts: dict[str, PageText]
    groups: tuple[Group, ...]
    places: tuple[Place, ...]
    activities: tuple[Activity, ...]
