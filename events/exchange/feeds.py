"""Calendars that one subscribes to: all dates of an activity, a place, an organisation or a municipality.

Each date is one VEVENT with the UID of its own file, and no rule: what is moved or cancelled alone is told
like anything else. What stands in it comes from the data and not from the clock, so that a calendar in which
nothing was changed is the same to the last byte. It holds what anybody may see, and no more.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Aggregate, Count, Max, Q, Sum
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.clock import NORWAY, local_day, midnight
from core.formats import labelled
from core.isolation import filled
from events.discovery.doors import open_municipality
from events.discovery.filters import Filters
from events.discovery.filters.bar import chosen_in_words
from events.discovery.filters.matching import narrowed
from events.discovery.views import open_place
from events.exchange.calendar import calendar, component, facts_in_words, link_to_take_part, one_line
from events.exchange.writing import line, text
from events.models import Event, Occurrence, OccurrenceQuerySet
from organisations.models import Municipality, Organisation, Venue

# So far back, and so far ahead.
PAST = timedelta(days=30)
AHEAD = timedelta(days=366)
# Half a year of a large municipality is some two thousand dates.
AHEAD_IN_A_MUNICIPALITY = timedelta(days=183)
MOST_DATES = 2000
# What is cancelled stays so long, so that everybody's calendar has heard of it.
CANCELLED_STAYS = timedelta(days=30)
# How often a calendar is to ask again (RFC 7986 section 5.7).
ASK_AGAIN = "PT4H"
# Raised when the same data are to be written in another way.
EDITION = 3
EVERYTHING = Filters()


@dataclass(frozen=True)
class Feed:
    """One calendar in one language (BCP 47), which `key` tells from all others.

    `name` is what a reader sees: a question to the database, which only who makes the calendar asks. It
    raises `Http404`, `ClosedDoorError` or `MovedError` for what is not here.
    """

    key: str
    language: str
    dates: OccurrenceQuerySet = field(repr=False)
    name: Callable[[], str] = field(repr=False)
    # How long before each date the reader's calendar rings, where they asked for that.
    alarm: timedelta | None = None


class MovedError(Exception):
    """The activity is at home in the municipality with this slug now."""


@dataclass(frozen=True)
class Version:
    """What is shown at a moment, without making it. `tag` is another when anything in it is."""

    tag: str
    is_empty: bool


def version_of(feed: Feed, *, now: datetime) -> Version:
    """One statement, however many dates."""
    return stamp(feed.dates.order_by(), EDITION, feed.key, today=midnight(local_day(now)))


def stamp(
    dates: OccurrenceQuerySet, *said: object, today: datetime, also: Mapping[str, Aggregate] | None = None
) -> Version:
    """The version of what is made of `dates` and what else is `said`. One statement.

    `also` is what is shown of them and does not count them up.

    Whatever is seen of a date counts it up, so sums tell; which dates there are tells the sum of their ids.
    """
    found = dates.aggregate(
        number=Count("pk"),
        over=Count("pk", filter=Q(ends_at__lte=today)),
        which=Sum("pk"),
        dates=Sum("sequence"),
        words=Sum("restated"),
        newest=Max("changed_at"),
        **(also or {}),
    )
    parts = "|".join(str(part) for part in (settings.BASE_URL, *said, *found.values()))
    return Version(hashlib.sha256(parts.encode()).hexdigest()[:32], not found["number"])


def shown(dates: OccurrenceQuerySet, *, now: datetime, ahead: timedelta = AHEAD) -> OccurrenceQuerySet:
    """Those of `dates` that stand in a calendar. They change at midnight, not from one minute to the next.

    What is not `listed` stands in the calendars of its activity and its organisation, and in no other.
    """
    today = midnight(local_day(now))
    in_time = dates.public().filter(
        municipality__is_active=True, starts_at__gte=today - PAST, starts_at__lt=today + ahead
    )
    is_news = Q(changed_at__gte=today - CANCELLED_STAYS) | Q(starts_at__lt=today + CANCELLED_STAYS)
    return in_time.filter(~Q(status=Occurrence.Status.CANCELLED) | is_news)


def municipality_feed(
    slug: str,
    *,
    language: str,
    now: datetime,
    filters: Filters = EVERYTHING,
    alarm: timedelta | None = None,
    ahead: timedelta = AHEAD_IN_A_MUNICIPALITY,
) -> Feed:
    """Everything in a municipality, or what `filters` leave of it: the same as the list, by the day.

    A question to the database where they say how far around; it raises `ClosedDoorError` then.
    """
    today = midnight(local_day(now))
    dates = Occurrence.objects.listed()
    if filters.scope:
        dates = dates.filter(open_place(slug).within(filters.scope))
    else:
        dates = dates.filter(municipality__slug=slug)
    dates = shown(narrowed(dates, filters, now=today), now=now, ahead=ahead)

    def name() -> str:
        place = open_place(slug)
        title = filled(_("What is on in %(municipality)s"), municipality=place.municipality.full_name)
        chosen = chosen_in_words(place, filters, today=local_day(now))
        return labelled(title, chosen) if chosen else title

    minutes = "" if alarm is None else int(alarm.total_seconds() // 60)
    return Feed(f"municipality:{slug}:{filters.query()}:{minutes}:{language}", language, dates, name, alarm)


def event_feed(slug: str, pk: int, *, language: str, now: datetime) -> Feed:
    """Every date of one activity, at home in the municipality `slug`."""

    def name() -> str:
        open_events = Event.objects.filter(live=True, municipality__is_active=True)
        event = get_object_or_404(open_events.select_related("municipality"), pk=pk)
        if event.municipality.slug != slug:
            raise MovedError(event.municipality.slug)
        return event.title

    dates = Occurrence.objects.filter(event=pk, event__municipality__slug=slug)
    return Feed(f"event:{slug}:{pk}:{language}", language, shown(dates, now=now), name)


def organisation_feed(slug: str, organisation: str, *, language: str, now: datetime) -> Feed:
    """What an organisation at home in the municipality `slug` offers, wherever."""

    def name() -> str:
        return get_object_or_404(
            Organisation.objects.listed(), municipality=open_municipality(slug), slug=organisation
        ).name

    dates = Occurrence.objects.filter(
        organisation__slug=organisation,
        organisation__municipality__slug=slug,
        organisation__municipality__is_active=True,
    )
    key = f"organisation:{slug}:{organisation}:{language}"
    return Feed(key, language, shown(dates, now=now), name)


def venue_feed(slug: str, pk: int, *, language: str, now: datetime) -> Feed:
    """What is on at one place in the municipality `slug`, whoever invites."""

    def name() -> str:
        return get_object_or_404(open_municipality(slug).venues, pk=pk).name

    # Who subscribed before it was found to be another place goes on with that one's.
    here = Q(venue=pk) | Q(venue__merged_here=pk)
    dates = Occurrence.objects.listed().filter(
        here, venue__municipality__slug=slug, venue__municipality__is_active=True
    )
    return Feed(f"venue:{slug}:{pk}:{language}", language, shown(dates, now=now), name)


def feed_calendar(feed: Feed, *, url: str, now: datetime, most: int = MOST_DATES) -> bytes:
    """The file of `feed`, whose own address is `url`: its first `most` dates, in a few statements.

    Raises what `Feed.name` raises.
    """
    with override(feed.language):
        name = one_line(feed.name())
        dates = list(_components(feed, now=now, most=most))
    # RFC 7986, and what programs knew before it. No METHOD: a date's stamp is then when it was changed.
    head = (
        line("NAME", text(name), language=feed.language),
        line("X-WR-CALNAME", text(name)),
        line("X-WR-TIMEZONE", NORWAY.key),
        line("REFRESH-INTERVAL", ASK_AGAIN, value="DURATION"),
        line("X-PUBLISHED-TTL", ASK_AGAIN),
        line("SOURCE", url, value="URI"),
    )
    return calendar(*head, *dates)


def _components(feed: Feed, *, now: datetime, most: int) -> Iterator[bytes]:
    today = midnight(local_day(now))
    facts: dict[tuple[int, int | None], str] = {}
    for occurrence in whole(feed.dates.order_by("starts_at", "pk")[:most]):
        # Every date of an activity at the same place says the same.
        said = (occurrence.event_id, occurrence.venue_id)
        if said not in facts:
            facts[said] = facts_in_words(occurrence)
        yield component(
            occurrence,
            language=feed.language,
            stamp=occurrence.changed_at,
            link=link_to_take_part(occurrence, now=today),
            facts=facts[said],
            alarm=feed.alarm,
        )


def whole(dates: Iterable[Occurrence]) -> list[Occurrence]:
    """`dates` with all that a calendar says of them. What many of them share is asked for once."""
    rows = list(dates)
    events = Event.objects.prefetch_related("texts", "programme", "co_organisers")
    of_rows = (
        ("event", events),
        ("venue", Venue.objects.all()),
        ("organisation", Organisation.objects.all()),
        ("municipality", Municipality.objects.all()),
    )
    for name, found in of_rows:
        shared = found.in_bulk({getattr(row, f"{name}_id") for row in rows} - {None})
        for row in rows:
            setattr(row, name, shared.get(getattr(row, f"{name}_id")))
    return [_at_its_place(row) for row in rows]


def _at_its_place(row: Occurrence) -> Occurrence:
    """Moved alone or not, the place of a date is the one on its row: what is said of its access, too."""
    if row.event.venue_id != row.venue_id:
        row.event = copy(row.event)
    row.event.venue = row.venue
    return row
