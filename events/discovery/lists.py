"""The public list: the dates that answer what a visitor asked for, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, OuterRef, Q, Value, Window
from django.db.models.functions import FirstValue, Lead, RowNumber

from events.choices import Category
from events.discovery.cards import AnyCard, Card, card, cards_of, place_card
from events.discovery.filters import DAYS, Filters, Key, days_of, matching, read_filters
from events.discovery.filters.matching import Place
from events.discovery.instead import nearest_with_room
from events.models import Occurrence, OccurrenceQuerySet
from events.places import full_dates
from events.standing.listing import Shown, asked_beside, next_shown
from events.standing.models import StandingPlace
from organisations.models import Municipality

__all__ = ["DAYS", "Filters", "Key", "days_of", "matching", "read_filters"]

PAGE_SIZE = 20
NEXT_DATES = 3


@dataclass(frozen=True)
class ListPage:
    """One page of the list. `next_key` is None on the last."""

    cards: list[AnyCard]
    next_key: Key | None


def page_by_date(place: Place, filters: Filters, *, now: datetime, places: Sequence[Shown] = ()) -> ListPage:
    """One card per date, in order of start, and `places` among them. Two queries, however many dates."""
    found = matching(place, filters, now=now)
    if filters.after:
        found = found.after_key(*filters.after)
    rows = list(found.with_cards().order_by("starts_at", "pk")[: PAGE_SIZE + 1])
    return _page(cards_of(rows[:PAGE_SIZE], now=now), rows, places, filters, now=now)


def page_by_series(
    place: Place, filters: Filters, *, now: datetime, places: Sequence[Shown] = ()
) -> ListPage:
    """One card per series with its next three dates and the number of the others, and `places`. Two queries.

    The page key is about each series' first date: it is compared outside the window, which knows that date.
    """
    firsts = first_of_each(matching(place, filters, now=now))
    if filters.after:
        start, pk = filters.after
        firsts = firsts.filter(Q(first_start__gt=start) | Q(first_start=start, first_pk__gt=pk))
    rows = list(firsts.with_cards().order_by("starts_at", "pk")[: PAGE_SIZE + 1])
    return _page(series_cards(rows[:PAGE_SIZE], now=now), rows, places, filters, now=now)


def first_of_each(found: OccurrenceQuerySet) -> OccurrenceQuerySet:
    """The next date of each series in `found`, which knows the two after it and how many there are."""
    following = {
        f"{name}_{step}": _window(Lead(name, offset=step))
        for step in range(1, NEXT_DATES)
        for name in ("starts_at", "public_id")
    }
    return found.annotate(
        first_start=_window(FirstValue("starts_at")),
        first_pk=_window(FirstValue("pk")),
        position=_window(RowNumber()),
        total=Window(Count("pk"), partition_by=[F("series_id")]),
        **following,
    ).filter(position=1)


def series_cards(rows: Sequence[Occurrence], *, now: datetime) -> list[Card]:
    """Cards for rows of `first_of_each`. One query at the most, and two more when one of them is full."""
    full = full_dates(rows, now=now)
    rooms = nearest_with_room([row for row in rows if row.pk in full], now=now)
    cards = []
    for row in rows:
        shown = [row, *_following(row)]
        more = row.total - len(shown)  # type: ignore[attr-defined]  # annotated above
        is_full, with_room = row.pk in full, rooms.get(row.event_id)
        cards.append(card(row, now=now, next_dates=shown, more=more, is_full=is_full, with_room=with_room))
    return cards


def _following(row: Occurrence) -> list[Occurrence]:
    """The next dates of a row's series as far as a card shows them: when, and their address."""
    later = [
        (getattr(row, f"starts_at_{step}"), getattr(row, f"public_id_{step}"))
        for step in range(1, NEXT_DATES)
    ]
    return [
        Occurrence(starts_at=start, public_id=public_id, municipality=row.municipality)
        for start, public_id in later
        if start
    ]


def _window(expression: RowNumber | FirstValue | Lead) -> Window:
    return Window(expression, partition_by=[F("series_id")], order_by=["starts_at", "pk"])


def _page(
    cards: list[Card], rows: list[Occurrence], places: Sequence[Shown], filters: Filters, *, now: datetime
) -> ListPage:
    """Places stand behind what begins at the same moment; a page has those up to its last date."""
    next_key = _next_key(rows)
    begins = filters.after.starts_at if filters.after else None
    here = [
        place_card(each, now=now)
        for each in places
        if (begins is None or each.moment >= begins)
        and (next_key is None or each.moment < next_key.starts_at)
    ]
    return ListPage(sorted([*cards, *here], key=lambda card: card.starts_at), next_key)


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


@dataclass(frozen=True)
class OnOffer:
    """What a municipality has: kinds (value, label) in the order of the choices, and places by opening."""

    categories: list[tuple[str, str]]
    places: list[Shown]


def on_offer(municipality: Municipality, *, now: datetime) -> OnOffer:
    """The kinds with a date in the next weeks, or a place that opens in this one; and those. One query."""
    coming = Occurrence.objects.listed().in_municipality(municipality).upcoming(now)
    soon = coming.filter(starts_at__lt=now + timedelta(weeks=8))
    here = StandingPlace.objects.public().filter(municipality=municipality)
    answer, listed = asked_beside(
        soon, here, {}, categories=ArrayAgg("category", distinct=True, default=Value([]))
    )
    places = next_shown(listed, now=now)
    present = {*answer["categories"], *(each.place.category for each in places)}
    kinds = [(str(value), str(label)) for value, label in Category.choices if value in present]
    return OnOffer(kinds, places)


def neighbours(municipality: Municipality, *, now: datetime) -> list[Municipality]:
    """The nearest municipalities that have something on, for a list that came out empty."""
    coming = Occurrence.objects.listed().upcoming(now).filter(municipality=OuterRef("pk"))
    near = Municipality.objects.active().near(municipality).filter(Exists(coming))
    return list(near.select_related("county")[:3])
