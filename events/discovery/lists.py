"""The public list: what a visitor asked for, and the dates that answer it."""

import base64
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import FirstValue, RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.isolation import filled
from events.choices import Category
from events.discovery.cards import Card, card, cards_of
from events.models import Occurrence, OccurrenceQuerySet
from events.places import full_dates
from organisations.models import Municipality

PAGE_SIZE = 20
NEXT_DATES = 3
NAMED_DAYS = {
    "today": gettext_lazy("Today"),
    "tomorrow": gettext_lazy("Tomorrow"),
    "week": gettext_lazy("The next seven days"),
    "weekend": gettext_lazy("At the weekend"),
}
DAYS_TO_CHOOSE = 14
# Of what somebody typed into the address.
LONGEST_SHOWN = 40
# Dates are made for 18 months; a later day can only be a mistake.
FURTHEST = timedelta(days=600)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
LARGEST_KEY = 2**62


class Key(NamedTuple):
    """Where a page of the list ended: the last row's start (UTC) and number."""

    starts_at: datetime
    pk: int

    def encode(self) -> str:
        microseconds = (self.starts_at - EPOCH) // timedelta(microseconds=1)
        return base64.urlsafe_b64encode(f"{microseconds}.{self.pk}".encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Key":
        """Raises `ValueError` for anything that `encode` did not make."""
        padded = text + "=" * (-len(text) % 4)
        microseconds, _dot, pk = base64.urlsafe_b64decode(padded).decode("ascii").partition(".")
        if not 0 <= int(microseconds) < 2**53 or not 0 < int(pk) < LARGEST_KEY:
            raise ValueError("not a place in the list")
        return cls(EPOCH + timedelta(microseconds=int(microseconds)), int(pk))


@dataclass(frozen=True)
class Filters:
    """What the visitor asked for. `first` and `last` are local days, both included; None: no limit."""

    category: str = ""
    day: str = ""
    first: date | None = None
    last: date | None = None
    by_series: bool = False
    after: Key | None = None
    # What was asked for and cannot be used, in words for the visitor.
    ignored: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.category or self.day)

    def query(self, **changes: Any) -> str:
        """The address part of these filters with `changes`; a new choice starts from the first page."""
        asked = replace(self, **({"after": None} | changes))
        parts = {
            "category": asked.category,
            "day": asked.day,
            "view": "series" if asked.by_series else "",
            "after": asked.after.encode() if asked.after else "",
        }
        chosen = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(chosen)}" if chosen else "?"


def read_filters(params: Mapping[str, str], *, today: date) -> Filters:
    """The filters in an address, tolerant of anything that is not one: that is left out, and said."""
    ignored: list[str] = []
    category = params.get("category", "")
    if category and category not in Category.values:
        ignored.append(
            filled(
                _("We do not know the kind of activity “%(asked)s”. Here are all kinds."),
                asked=category[:LONGEST_SHOWN],
            )
        )
        category = ""
    day = params.get("day", "")
    first = last = None
    if day:
        try:
            first, last = days_of(day, today=today)
            day = day if day in NAMED_DAYS else first.isoformat()
        except ValueError:
            ignored.append(
                filled(
                    _("We cannot show the day “%(asked)s”. Here is everything that is coming."),
                    asked=day[:LONGEST_SHOWN],
                )
            )
            day = ""
    after = None
    if params.get("after"):
        try:
            after = Key.decode(params["after"])
        except ValueError:
            ignored.append(_("We could not find where you were in the list. Here is the beginning."))
    by_series = params.get("view") == "series"
    return Filters(category, day, first, last, by_series, after, tuple(ignored))


def days_of(day: str, *, today: date) -> tuple[date, date]:
    """The first and last local day that `day` names: a word, or a date as 2026-11-24. Raises `ValueError`."""
    match day:
        case "today":
            return today, today
        case "tomorrow":
            return today + timedelta(days=1), today + timedelta(days=1)
        case "week":
            return today, today + timedelta(days=6)
        case "weekend":
            # From Friday to Sunday people mean the one that is here or nearest.
            saturday = today + timedelta(days=5 - today.weekday())
            return max(saturday, today), saturday + timedelta(days=1)
    chosen = date.fromisoformat(day)
    if not today <= chosen <= today + FURTHEST:
        raise ValueError("not a day that is coming")
    return chosen, chosen


def matching(municipality: Municipality, filters: Filters, *, now: datetime) -> OccurrenceQuerySet:
    """The public dates that have not ended and are what the visitor asked for."""
    found = Occurrence.objects.public().in_municipality(municipality).upcoming(now)
    if filters.category:
        found = found.filter(category=filters.category)
    if filters.first and filters.last:
        found = found.on_days(filters.first, filters.last, now=now)
    return found


@dataclass(frozen=True)
class ListPage:
    """One page of the list. `next_key` is None on the last."""

    cards: list[Card]
    next_key: Key | None


def page_by_date(municipality: Municipality, filters: Filters, *, now: datetime) -> ListPage:
    """One card per date, in order of start. Two queries, however many dates."""
    found = matching(municipality, filters, now=now)
    if filters.after:
        found = found.after_key(*filters.after)
    rows = list(found.with_cards().order_by("starts_at", "pk")[: PAGE_SIZE + 1])
    return ListPage(cards_of(rows[:PAGE_SIZE], now=now), _next_key(rows))


def page_by_series(municipality: Municipality, filters: Filters, *, now: datetime) -> ListPage:
    """One card per series with its next three dates and the number of the others. Three queries.

    The page key is about each series' first date: it is compared outside the window, which knows that date.
    """
    found = matching(municipality, filters, now=now).scheduled()
    firsts = found.annotate(
        first_start=_window(FirstValue("starts_at")),
        first_pk=_window(FirstValue("pk")),
        place=_window(RowNumber()),
        total=Window(Count("pk"), partition_by=[F("series_id")]),
    ).filter(place=1)
    if filters.after:
        start, pk = filters.after
        firsts = firsts.filter(Q(first_start__gt=start) | Q(first_start=start, first_pk__gt=pk))
    rows = list(firsts.with_cards().order_by("starts_at", "pk")[: PAGE_SIZE + 1])
    dates = _next_dates(found, rows[:PAGE_SIZE])
    full = full_dates(rows[:PAGE_SIZE], now=now)
    cards = []
    for row in rows[:PAGE_SIZE]:
        shown = dates[row.series_id]
        more = row.total - len(shown)  # type: ignore[attr-defined]  # annotated above
        cards.append(card(row, now=now, next_dates=shown, more=more, is_full=row.pk in full))
    return ListPage(cards, _next_key(rows))


def _window(expression: RowNumber | FirstValue) -> Window:
    return Window(expression, partition_by=[F("series_id")], order_by=["starts_at", "pk"])


def _next_dates(found: OccurrenceQuerySet, rows: list[Occurrence]) -> dict[int, list[Occurrence]]:
    """The next dates of each row's series, keyed by series."""
    dates: dict[int, list[Occurrence]] = defaultdict(list)
    of_series = found.filter(series__in=[row.series_id for row in rows])
    nearest = of_series.annotate(place=_window(RowNumber())).filter(place__lte=NEXT_DATES)
    for date_ in nearest.select_related("municipality").order_by("starts_at", "pk"):
        dates[date_.series_id].append(date_)
    return dates


def _next_key(rows: list[Occurrence]) -> Key | None:
    if len(rows) <= PAGE_SIZE:
        return None
    last = rows[PAGE_SIZE - 1]
    return Key(last.starts_at, last.pk)


def other_dates(occurrence: Occurrence, *, now: datetime, number: int) -> tuple[list[Occurrence], int]:
    """The event's next other dates, `number` at the most, and how many there are in all. One query."""
    found = list(
        Occurrence.objects.public()
        .filter(event=occurrence.event_id)
        .exclude(pk=occurrence.pk)
        .upcoming(now)
        .scheduled()
        .annotate(total=Window(Count("pk")))
        .order_by("starts_at", "pk")[:number]
    )
    dates: list[Occurrence] = [*found]
    for date_ in dates:
        date_.event = occurrence.event
    return dates, (found[0].total if found else 0)


def categories_on_offer(
    municipality: Municipality, *, now: datetime, chosen: str = ""
) -> list[tuple[str, str]]:
    """The categories (value, label) with a date in the next weeks, in the order of the choices. One query.

    The `chosen` one is among them: a form that says "all kinds" while it shows one misleads.
    """
    coming = Occurrence.objects.public().in_municipality(municipality).upcoming(now)
    soon = coming.filter(starts_at__lt=now + timedelta(weeks=8)).order_by()
    present = set(soon.values_list("category", flat=True).annotate(number=Count("pk"))) | {chosen}
    return [(str(value), str(label)) for value, label in Category.choices if value in present]


def neighbours(municipality: Municipality, *, now: datetime) -> list[Municipality]:
    """The nearest municipalities that have something on, for a list that came out empty."""
    coming = Occurrence.objects.public().upcoming(now).filter(municipality=OuterRef("pk"))
    near = Municipality.objects.active().near(municipality).filter(Exists(coming))
    return list(near.select_related("county")[:3])
