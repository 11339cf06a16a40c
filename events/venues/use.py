"""Who has a place when, and what is there at the same time: in its calendar, and for who publishes.

Only a question: two things can well be in one house.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from core.clock import NORWAY, local_day, midnight
from events.models import Event, Occurrence, OccurrenceQuerySet
from organisations.models import Venue

# What lasts longer than a day has its place beside others: an exhibition in the hall.
SHORT = timedelta(hours=24)
IS_SHORT = Q(ends_at__lte=F("starts_at") + SHORT)
MOST_NAMED = 3


def taken(venue: Venue) -> OccurrenceQuerySet:
    """The dates that take place at `venue`, as far as everybody may know of them."""
    return Occurrence.objects.public().scheduled().filter(venue=venue)


@dataclass(frozen=True)
class Use:
    """One date in the calendar of a place. `clashes` are others that are there at the same time."""

    occurrence: Occurrence
    clashes: list[Occurrence] = field(default_factory=list)


@dataclass(frozen=True)
class DayOfUse:
    """A local day: `moment` is when it begins, for formatting."""

    moment: datetime
    uses: list[Use]


@dataclass(frozen=True)
class Month:
    """The month that a calendar shows, by its first day."""

    first: date

    @classmethod
    def read(cls, text: str, *, now: datetime) -> "Month":
        """ "2027-01"; what is no month, or too far away to be anybody's plan, is this month."""
        today = local_day(now)
        year, _dash, month = text.partition("-")
        if not (text.isascii() and year.isdecimal() and month.isdecimal() and len(text) <= 7):
            return cls(today.replace(day=1))
        if not (1 <= int(month) <= 12 and today.year - 1 <= int(year) <= today.year + 2):
            return cls(today.replace(day=1))
        return cls(date(int(year), int(month), 1))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def moment(self) -> datetime:
        return midnight(self.first)

    @property
    def next(self) -> "Month":
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def before(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))


def month_of(venue: Venue, month: Month) -> list[DayOfUse]:
    """Who has `venue` in `month`, by the day on which a date begins. Two queries, however many dates."""
    found = taken(venue).between(month.moment, month.next.moment)
    rows = found.select_related("event", "organisation__municipality", "municipality")
    uses = _with_clashes(list(rows.prefetch_related("event__texts").order_by("starts_at", "pk")))
    days: dict[date, list[Use]] = {}
    for use in uses:
        days.setdefault(use.occurrence.starts_at.astimezone(NORWAY).date(), []).append(use)
    return [DayOfUse(midnight(day), of_day) for day, of_day in days.items()]


def _with_clashes(rows: Sequence[Occurrence]) -> list[Use]:
    """Each with the others of another activity that overlap with it. `rows` are in order of start."""
    uses = [Use(row) for row in rows]
    going_on: list[Use] = []
    for use in uses:
        row = use.occurrence
        going_on = [other for other in going_on if other.occurrence.ends_at > row.starts_at]
        if _is_short(row):
            for other in going_on:
                if other.occurrence.event_id != row.event_id:
                    use.clashes.append(other.occurrence)
                    other.clashes.append(row)
            going_on.append(use)
    return uses


def _is_short(row: Occurrence) -> bool:
    """`IS_SHORT` of a row in hand."""
    return row.ends_at - row.starts_at <= SHORT


def others_there(event: Event, *, now: datetime) -> list[Occurrence]:
    """Dates of other activities where and when `event` is: the first of each, of `MOST_NAMED` at the most.

    Others' drafts are not told of.
    """
    if event.venue_id is None:
        return []
    own = Occurrence.objects.filter(IS_SHORT, event=event).scheduled().upcoming(now)
    overlapping = own.filter(
        venue=OuterRef("venue"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    there = Occurrence.objects.filter(IS_SHORT, venue__isnull=False).scheduled().upcoming(now)
    there = there.filter(Q(is_public=True) | Q(organisation=event.organisation_id)).exclude(event=event)
    firsts = there.filter(Exists(overlapping)).order_by("event", "starts_at").distinct("event").values("pk")
    found = Occurrence.objects.filter(pk__in=firsts).select_related("event", "organisation", "municipality")
    return list(found.prefetch_related("event__texts").order_by("starts_at", "pk")[:MOST_NAMED])
