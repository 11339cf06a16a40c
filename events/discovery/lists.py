"""The public list: the dates that answer what a visitor asked for, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, Func, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import JSONObject, RowNumber

from core.prepared import prepared, prepared_for
from events.discovery.cards import AnyCard, Card, card, cards_of, place_card
from events.discovery.filters import DAYS, Filters, Key, days_of, matching, read_filters
from events.discovery.filters.matching import Place, key_of
from events.discovery.instead import DATES_LOOKED_AT, nearest_with_room
from events.discovery.texts import attach_texts
from events.models import Occurrence, OccurrenceQuerySet
from events.places import full_dates
from events.standing.listing import Shown
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
    key = key_of(place, filters, now=now)
    rows = prepared_for(key and ("dates", key), lambda moment: _dates(place, filters, now=moment), now=now)
    attach_texts([row.event for row in rows])
    return _page(cards_of(rows[:PAGE_SIZE], now=now), rows, places, filters, now=now)


def _dates(place: Place, filters: Filters, *, now: datetime) -> OccurrenceQuerySet:
    found = matching(place, filters, now=now)
    if filters.after:
        found = found.after_key(*filters.after)
    return found.with_rows_of_cards().order_by(*IN_ORDER)[: PAGE_SIZE + 1]


def page_by_series(
    place: Place, filters: Filters, *, now: datetime, places: Sequence[Shown] = ()
) -> ListPage:
    """One card per series with its next three dates and the number of the others, and `places`. Two queries.

    Which dates are first is found among all of them by a few columns; what a card shows is read of one page.
    """
    key = key_of(place, filters, now=now)
    rows = prepared_for(key and ("series", key), lambda moment: _series(place, filters, now=moment), now=now)
    attach_texts([row.event for row in rows])
    return _page(series_cards(rows[:PAGE_SIZE], now=now), rows, places, filters, now=now)


def _series(place: Place, filters: Filters, *, now: datetime) -> OccurrenceQuerySet:
    found = matching(place, filters, now=now)
    firsts = first_of_each(found)
    if filters.after:
        firsts = firsts.after_key(*filters.after)
    shown = firsts.order_by(*IN_ORDER).values("pk")[: PAGE_SIZE + 1]
    of_page = with_following(Occurrence.objects.filter(pk__in=shown), found)
    return of_page.with_rows_of_cards().order_by(*IN_ORDER)


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
    found = _others(event=occurrence.event_id, but=occurrence.pk, now=now)
    for date_ in found:
        date_.event = occurrence.event
    # By the statement.
    return found[:number], (found[0].total if found else 0)  # type: ignore[attr-defined]


@prepared
def _others(event: int, but: int, now: datetime) -> QuerySet[Occurrence]:
    dates = Occurrence.objects.public().filter(event=event).exclude(pk=but).upcoming(now).scheduled()
    return dates.annotate(total=Window(Count("pk"))).order_by("starts_at", "pk")[:DATES_LOOKED_AT]


def neighbours(municipality: Municipality, *, now: datetime) -> list[Municipality]:
    """The nearest municipalities that have something on, for a list that came out empty."""
    coming = Occurrence.objects.listed().upcoming(now).filter(municipality=OuterRef("pk"))
    near = Municipality.objects.active().near(municipality).filter(Exists(coming))
    return list(near.select_related("county")[:3])
