"""How much of what a municipality's calendar says is known to be true: figures and lists for its editor."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Window
from django.db.models.functions import TruncWeek

from core.clock import NORWAY, local_day, midnight
from events.confirming.closed import Reported, reported
from events.confirming.models import SignOfLife
from events.confirming.silence import SEEN_AFTER
from events.is_it_on import SILENCE_IS_SAID, TIME_TO_ANSWER
from events.models import Event, Occurrence, OccurrenceQuerySet, Responsible, Series
from events.models.asking import Asking
from organisations.models import Municipality

AHEAD = timedelta(hours=48)
WEEKS = 4
MOST = 30


@dataclass(frozen=True)
class Share:
    """Of so many dates so many are confirmed; the rest by what is known of it."""

    total: int = 0
    confirmed: int = 0
    # Somebody was asked, and has time to answer.
    asked: int = 0
    silent: int = 0
    # Somebody answers for it, and it is not yet time to ask.
    later: int = 0
    nobody: int = 0


@dataclass(frozen=True)
class Week:
    """A week, from its Monday on: of so many dates that were held so many were confirmed."""

    monday: date
    total: int
    confirmed: int
    asked: int


def next_dates(municipality: Municipality, *, now: datetime) -> Share:
    """The dates that lists show and that begin in the next 48 hours. One query."""
    confirmed, was_asked = Q(confirmed_at__isnull=False), Q(asked_at__isnull=False)
    is_late = Q(starts_at__lte=now + SILENCE_IS_SAID, asked_at__lte=now - TIME_TO_ANSWER)
    has_somebody = Q(somebody=True) & ~Q(series__asking=Asking.NEVER)
    dates = Occurrence.objects.listed().in_municipality(municipality).scheduled()
    people = Responsible.objects.filter(event=OuterRef("event"), stopped_at=None)
    counted = dates.between(now, now + AHEAD).annotate(somebody=Exists(people)).order_by()
    return Share(
        **counted.aggregate(
            total=Count("pk"),
            confirmed=Count("pk", filter=confirmed),
            asked=Count("pk", filter=~confirmed & was_asked & ~is_late),
            silent=Count("pk", filter=~confirmed & was_asked & is_late),
            later=Count("pk", filter=~confirmed & ~was_asked & has_somebody),
            nobody=Count("pk", filter=~confirmed & ~was_asked & ~has_somebody),
        )
    )


def last_weeks(municipality: Municipality, *, now: datetime) -> list[Week]:
    """The last four weeks as far as anybody was asked in them, the newest first. One query."""
    today = local_day(now)
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    dates = Occurrence.objects.filter(municipality=municipality, was_public=True).scheduled()
    held = dates.filter(starts_at__gte=midnight(first), starts_at__lt=now).order_by()
    rows = (
        held.annotate(week=TruncWeek("starts_at", tzinfo=NORWAY))
        .values("week")
        .annotate(
            total=Count("pk"),
            confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)),
            asked=Count("pk", filter=Q(asked_at__isnull=False) | Q(confirmed_at__isnull=False)),
        )
    )
    weeks = [Week(row["week"].date(), row["total"], row["confirmed"], row["asked"]) for row in rows]
    return sorted((week for week in weeks if week.asked), key=lambda week: week.monday, reverse=True)


@dataclass(frozen=True)
class Silent:
    """A series of which dates have passed in silence, who can be called, and its next date."""

    series: Series
    people: list[Responsible]
    next_date: Occurrence | None

    @property
    def life(self) -> SignOfLife:
        return self.series.sign_of_life  # type: ignore[attr-defined]  # the other end of a one-to-one field


def silent_activities(municipality: Municipality, *, now: datetime) -> list[Silent]:
    """Series with two silent dates or more, or that somebody has hidden: the longest silent first.

    Four queries, however many; `MOST` at the most.
    """
    is_silent = Q(sign_of_life__silent_dates__gte=SEEN_AFTER) | Q(sign_of_life__hidden_at__isnull=False)
    rows = Series.objects.filter(is_silent, event__municipality=municipality, event__live=True)
    rows = rows.select_related("sign_of_life", "event__organisation").prefetch_related(
        "event__texts", "event__responsible"
    )
    found = list(rows.order_by("-sign_of_life__silent_dates", "pk")[:MOST])
    next_dates = _next_of([series.pk for series in found], now=now)
    return [
        Silent(
            series,
            [person for person in series.event.responsible.all() if person.stopped_at is None],
            next_dates.get(series.pk),
        )
        for series in found
    ]


def _next_of(series: Collection[int], *, now: datetime) -> dict[int, Occurrence]:
    if not series:
        return {}
    dates: OccurrenceQuerySet = Occurrence.objects.public().scheduled().filter(starts_at__gt=now)
    dates = dates.filter(series__in=series).order_by("series", "starts_at", "pk").distinct("series")
    return {each.series_id: each for each in dates.select_related("municipality")}


@dataclass(frozen=True)
class Unanswered:
    """Activities that nobody can be asked about: the first of them, and how many there are."""

    total: int = 0
    # All who answered have stopped.
    stopped: list[Event] = field(default_factory=list)
    # Nobody was ever said.
    never: list[Event] = field(default_factory=list)


def without_anybody(municipality: Municipality, *, now: datetime) -> Unanswered:
    """Activities to be asked about, with dates to come, that nobody answers for. Three queries."""
    coming = Occurrence.objects.public().scheduled().upcoming(now).filter(event=OuterRef("pk"))
    asked_about = coming.exclude(series__asking=Asking.NEVER).order_by("starts_at")
    people = Responsible.objects.filter(event=OuterRef("pk"))
    # The first one, not whether there is any: for a large town PostgreSQL would read the dates of all others.
    rows = Event.objects.filter(municipality=municipality, live=True)
    rows = rows.alias(next_date=Subquery(asked_about.values("pk")[:1])).filter(next_date__isnull=False)
    rows = rows.filter(~Exists(people.filter(stopped_at=None)))
    rows = rows.annotate(had=Exists(people), total=Window(Count("pk"))).order_by("-had", "pk")
    first = list(rows.values_list("pk", "had", "total")[:MOST])
    if not first:
        return Unanswered()
    shown = Event.objects.select_related("organisation").prefetch_related("texts")
    events = shown.in_bulk([pk for pk, _had, _total in first])
    return Unanswered(
        total=first[0][2],
        stopped=[events[pk] for pk, had, _total in first if had],
        never=[events[pk] for pk, had, _total in first if not had],
    )


@dataclass(frozen=True)
class Overview:
    """Everything on the editor's page."""

    share: Share
    weeks: list[Week]
    silent: list[Silent]
    closed: list[Reported]
    unanswered: Unanswered


def overview(municipality: Municipality, *, now: datetime) -> Overview:
    """Twelve queries, however much there is."""
    return Overview(
        share=next_dates(municipality, now=now),
        weeks=last_weeks(municipality, now=now),
        silent=silent_activities(municipality, now=now),
        closed=reported(municipality=municipality, now=now, most=MOST),
        unanswered=without_anybody(municipality, now=now),
    )
