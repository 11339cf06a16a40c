"""What a list shows of a date, and lists grouped by the day that people there call it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import get_language

from core.clock import NORWAY, local_day
from core.formats import number
from events.choices import Category
from events.discovery.instead import nearest_with_room
from events.discovery.known import Line, lines_of_card
from events.facts import Fact, card_facts, category_icon
from events.models import EventText, Occurrence
from events.places import full_dates
from events.standing.facts import facts_on_a_card
from events.standing.hours import Opening
from events.standing.listing import Shown
from events.standing.models import StandingPlace
from events.standing.state import Is, how_open
from events.standing.wording import open_in_words
from organisations.models import Municipality

NOON = time(12)
# Positions are right to about a kilometre.
JUST_HERE_KM = 0.05
COLORS: dict[str, str] = {
    Category.LANGUAGE_CAFE: "accent",
    Category.NORWEGIAN_COURSE: "accent",
    Category.MEETING_PLACE: "accent",
    Category.OUTDOORS: "success",
    Category.SPORT: "success",
    Category.CULTURE: "brand1",
    Category.CRAFTS: "brand1",
    Category.GAMES: "brand1",
    Category.CELEBRATION: "brand1",
    Category.FOOD: "brand2",
    Category.FAMILY: "brand2",
    Category.YOUTH: "brand2",
    Category.NEW_IN_NORWAY: "info",
    Category.HOMEWORK: "info",
    Category.COURSE: "info",
    Category.NETWORK: "info",
}


@dataclass(frozen=True)
class Card:
    """One date in a list, at the moment `now`; `next_dates` and `more` where a list has one row per series.

    What it says is worked out when it is asked for: a card that is kept (`ready_cards`) is not.
    """

    occurrence: Occurrence
    now: datetime
    next_dates: list[Occurrence] = field(default_factory=list)
    more: int = 0
    # Every place is taken: nobody is invited who would be turned away.
    is_full: bool = False
    # Of a full date, the nearest one of its activity that has room.
    with_room: Occurrence | None = None
    # How far away its place is, as the crow flies, where a list is about what is near.
    distance_km: float | None = None

    @cached_property
    def text(self) -> EventText | None:
        return self.occurrence.event.text_for()

    @cached_property
    def facts(self) -> list[Fact]:
        return card_facts(self.occurrence.event)

    @cached_property
    def lines(self) -> list[Line]:
        """Whether it is on, and the weather: see `events.discovery.known`."""
        return lines_of_card(self.occurrence, now=self.now)

    @property
    def is_running(self) -> bool:
        return self.occurrence.takes_place and self.occurrence.starts_at <= self.now < self.occurrence.ends_at

    @property
    def starts_at(self) -> datetime:
        return self.occurrence.starts_at

    @property
    def title(self) -> str:
        return self.text.title if self.text else self.occurrence.get_category_display()

    @property
    def title_language(self) -> str:
        return self.text.language if self.text else get_language() or ""

    @property
    def color(self) -> str:
        return COLORS.get(self.occurrence.category, "neutral")

    @property
    def icon(self) -> str:
        return category_icon(self.occurrence.category)

    @property
    def distance(self) -> str:
        return distance_in_words(self.distance_km)

    @property
    def also_on(self) -> list[Occurrence]:
        """The next dates without the one that the card is about."""
        return [date_ for date_ in self.next_dates if date_.pk != self.occurrence.pk]

    @property
    def url(self) -> str:
        return event_url(self.occurrence)


@dataclass(frozen=True)
class PlaceCard:
    """A place with opening hours in a list, at the opening that the list shows it at."""

    place: StandingPlace
    opening: Opening
    facts: list[Fact]
    is_open: bool
    closes_soon: bool
    # Until when, where it is open now.
    words: str
    # Where it stands in the list: what is open now stands at now.
    starts_at: datetime
    distance_km: float | None = None

    @property
    def color(self) -> str:
        return COLORS.get(self.place.category, "neutral")

    @property
    def icon(self) -> str:
        return category_icon(self.place.category)

    @property
    def distance(self) -> str:
        return distance_in_words(self.distance_km)

    @property
    def url(self) -> str:
        return place_url(self.place)


AnyCard = Card | PlaceCard


@dataclass(frozen=True)
class Day:
    """A local day and its cards. `moment` is noon there, for formatting; `away` is 0 today, 1 tomorrow."""

    moment: datetime
    away: int
    cards: list[AnyCard]


def card(
    occurrence: Occurrence,
    *,
    now: datetime,
    next_dates: Iterable[Occurrence] = (),
    more: int = 0,
    is_full: bool = False,
    with_room: Occurrence | None = None,
) -> Card:
    return Card(
        occurrence=occurrence,
        now=now,
        next_dates=list(next_dates),
        more=more,
        is_full=is_full and occurrence.takes_place,
        with_room=with_room if is_full and occurrence.takes_place else None,
    )


def cards_of(occurrences: Iterable[Occurrence], *, now: datetime) -> list[Card]:
    """A card for each. One query for those that one signs up for, and two more when one of them is full."""
    rows = list(occurrences)
    full = full_dates(rows, now=now)
    rooms = nearest_with_room([row for row in rows if row.pk in full], now=now)
    return [card(row, now=now, is_full=row.pk in full, with_room=rooms.get(row.event_id)) for row in rows]


def place_card(shown: Shown, *, now: datetime) -> PlaceCard:
    what = how_open(shown.opening, now)
    return PlaceCard(
        place=shown.place,
        opening=shown.opening,
        facts=facts_on_a_card(shown.place),
        is_open=shown.is_open,
        closes_soon=shown.is_open and what == Is.CLOSES_SOON,
        words=open_in_words(what, shown.opening.ends_at) if shown.is_open else "",
        starts_at=shown.moment,
    )


def by_day(cards: Iterable[AnyCard], *, now: datetime, first: date | None = None) -> list[Day]:
    """`cards`, in order of start, under local days. What began before `first` (or today) is under it."""
    here = local_day(now)
    first = max(first or here, here)
    days: dict[date, list[AnyCard]] = {}
    for item in cards:
        day = max(local_day(item.starts_at), first)
        days.setdefault(day, []).append(item)
    return [
        Day(moment=datetime.combine(day, NOON, NORWAY), away=(day - here).days, cards=items)
        for day, items in days.items()
    ]


def event_url(occurrence: Occurrence) -> str:
    """The public page of a date. Asks for `municipality` to be loaded."""
    return reverse("event_detail", args=[occurrence.municipality.slug, occurrence.public_id])


def place_url(place: StandingPlace) -> str:
    """The public page of a place with opening hours. Asks for `municipality` to be loaded."""
    return reverse("standing_place", args=[place.municipality.slug, place.pk])


def distance_in_words(kilometres: float | None) -> str:
    """As people say it: "0.4", "7"; nothing where it is unknown, or just here."""
    if kilometres is None or kilometres < JUST_HERE_KM:
        return ""
    return number(round(Decimal(kilometres), 1 if kilometres < 1 else 0))


def municipality_url(municipality: Municipality) -> str:
    """The municipality's own page, in the active language: Wagtail's page has the municipality's slug."""
    return reverse("wagtail_serve", args=[f"{municipality.slug}/"])
