"""Where to go instead of a full date, and what else an organiser offers: bounded, two queries each."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from math import cos, radians

from django.db.models import Exists, ExpressionWrapper, F, FloatField, OuterRef, Q, QuerySet, Value

from core.prepared import prepared
from events.choices import Admission
from events.discovery.texts import attach_texts
from events.models import Event, Occurrence
from events.places import full_dates

SHOWN = 3
# Of one's own series a few months are looked through for a date with room.
DATES_LOOKED_AT = 20
SOON = timedelta(weeks=4)
SEARCHED_AHEAD = timedelta(weeks=13)


def first_with_room(dates: Iterable[Occurrence], full: set[int]) -> Occurrence | None:
    """The nearest of `dates` that is not among the `full` ones."""
    return next((date for date in dates if date.pk not in full), None)


def nearest_with_room(full: Collection[Occurrence], *, now: datetime) -> dict[int, Occurrence]:
    """The nearest date with room of the activities of these `full` dates, by the activity. Two queries."""
    if not full:
        return {}
    events = {each.event_id: each.event for each in full}
    dates = Occurrence.objects.public().scheduled().upcoming(now).filter(event__in=events)
    rows = list(
        dates.filter(starts_at__lte=now + SEARCHED_AHEAD)
        .select_related("municipality")
        .order_by("starts_at", "pk")[: DATES_LOOKED_AT * len(events)]
    )
    for row in rows:
        row.event = events[row.event_id]
    taken = full_dates(rows, now=now)
    found: dict[int, Occurrence] = {}
    for row in rows:
        if row.pk not in taken:
            found.setdefault(row.event_id, row)
    return found


def similar_near(occurrence: Occurrence, *, now: datetime) -> list[Occurrence]:
    """Of the same kind, where nobody is turned away, the nearest place first: three at the most.

    Each activity once, with its next date. Two queries.
    """
    here = occurrence.municipality
    latitude, longitude = float(here.latitude), float(here.longitude)
    north = F("municipality__latitude") - Value(latitude)
    east = (F("municipality__longitude") - Value(longitude)) * Value(cos(radians(latitude)))
    rows = (
        Occurrence.objects.listed()
        .scheduled()
        .between(now, now + SOON)
        .filter(
            Q(event__admission=Admission.DROP_IN) | Q(event__capacity=None),
            category=occurrence.category,
            municipality__county=here.county_id,
            municipality__is_active=True,
        )
        .exclude(event=occurrence.event_id)
        .with_cards()
        .annotate(away=ExpressionWrapper(north * north + east * east, output_field=FloatField()))
        .order_by("away", "starts_at", "pk")[: SHOWN * 8]
    )
    each: dict[int, Occurrence] = {}
    for row in rows:
        each.setdefault(row.event_id, row)
    return list(each.values())[:SHOWN]


def others_of(occurrence: Occurrence, *, now: datetime) -> list[Event]:
    """What else its organiser offers, the soonest first, each with `next_date`: three at the most."""
    events = _events_of(organisation=occurrence.organisation_id, but=occurrence.event_id, now=now)
    attach_texts(events)
    return events


@prepared
def _events_of(organisation: int, but: int, now: datetime) -> QuerySet[Event]:
    answered = Occurrence.objects.listed().scheduled().upcoming(now).filter(event=OuterRef("pk"))
    events = Event.objects.filter(Exists(answered), organisation=organisation, live=True)
    found = (
        events.exclude(pk=but)
        .filter(municipality__is_active=True)
        .with_next_date(now)
        .filter(next_date__isnull=False)
        .select_related("municipality")
        .order_by("next_date", "pk")
    )
    return found[:SHOWN]
