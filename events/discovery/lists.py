"""The public list: the dates that answer what a visitor asked for, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, Func, OuterRef, Subquery, Value, Window
from django.db.models.functions import JSONObject, RowNumber

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
# What a card says of them.
FOLLOWING = ("starts_at", "public_id")
IN_ORDER = ("starts_at", "pk")


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

    Which dates are first is found among all of them by a few columns; what a card shows is read of one page.
    """
    found = matching(place, filters, now=now)
    firsts = first_of_each(found)
    if filters.after:
        firsts = firsts.after_key(*filters.after)
    shown = firsts.order_by("starts_at", "pk").values("pk")[: PAGE_SIZE + 1]
    of_page = with_following(Occurrence.objects.filter(pk__in=shown), found)
    rows = list(of_page.with_cards().order_by("starts_at", "pk"))
    return _page(series_cards(rows[:PAGE_SIZE], now=now), rows, places, filters, now=now)


def first_of_each(found: OccurrenceQuerySet) -> OccurrenceQuerySet:
    """The next date of each series in `found`."""
    position = Window(RowNumber(), partition_by=[F("series_id")], order_by=IN_ORDER)
    firsts = found.order_by().annotate(position=position).filter(position=1)
    return Occurrence.objects.filter(pk__in=firsts.values("pk"))


def with_following(firsts: OccurrenceQuerySet, found: OccurrenceQuerySet) -> OccurrenceQuerySet:
    """Each of `firsts` with the next dates of its series in `found`, itself the first, and their number."""
    said = JSONObject(
        total=Count("pk"), **{name: FirstFew(ArrayAgg(name, order_by=IN_ORDER)) for name in FOLLOWING}
    )
    of_series = found.filter(series=OuterRef("series")).order_by().values("series")
    return firsts.annotate(following=Subquery(of_series.annotate(said=said).values("said")))


class FirstFew(Func):
    """The first of an array, as many as a card shows."""

    template = f"(%(expressions)s)[1:{NEXT_DATES}]"


def series_cards(rows: Sequence[Occurrence], *, now: datetime) -> list[Card]:
    """Cards for rows of `with_following`. One query at the most, and two more when one of them is full."""
    full = full_dates(rows, now=now)
    rooms = nearest_with_room([row for row in rows if row.pk in full], now=now)
    cards = []
    for row in rows:
        shown = [row, *_following(row)]
        more = row.following["total"] - len(shown)  # type: ignore[attr-defined]  # by `with_following`
        is_full, with_room = row.pk in full, rooms.get(row.event_id)
        cards.append(card(row, now=now, next_dates=shown, more=more, is_full=is_full, with_room=with_room))
    return cards


def _following(row: Occurrence) -> list[Occurrence]:
    """The next dates of a row's series as far as a card shows them: when, and their address."""
    said = row.following  # type: ignore[attr-defined]  # by `with_following`
    later = list(zip(*(said[name] for name in FOLLOWING), strict=True))[1:]
    return [
        Occurrence(
            starts_at=datetime.fromisoformat(start).astimezone(UTC),
            public_id=UUID(public_id),
            municipality=row.municipality,
        )
        for start, public_id in later
    ]


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
