"""When to remind those who asked for it: the day before, and not in the middle of the night."""

from datetime import datetime

from django.db.models import Q

from core.clock import local_day
from core.mail.outbox.services import Outgoing, queue_many
from events.follows.coming import comers_of
from events.follows.kinds import REMINDER
from events.follows.models import Follow, FollowQuerySet
from events.models import Occurrence, OccurrenceQuerySet
from events.signups.models import REMINDED_AHEAD
from events.signups.reminders import morning_after


def soon(now: datetime) -> OccurrenceQuerySet:
    """The dates that somebody may be reminded of at `now` (UTC)."""
    dates = Occurrence.objects.public().scheduled()
    return dates.filter(starts_at__gt=now, starts_at__lte=now + REMINDED_AHEAD)


def to_remind(follows: FollowQuerySet, dates: OccurrenceQuerySet) -> list[tuple[Follow, Occurrence]]:
    """Who of `follows` is reminded of which of `dates`.

    Who has said less than a day before it starts that they mean to come, knows it. Of all dates only those
    are read that somebody is reminded of.
    """
    reminded = follows.confirmed().filter(reminds=True)
    of_one = Q(pk__in=reminded.filter(occurrence__isnull=False).values("occurrence"))
    of_every = Q(event__in=reminded.of_every_date().values("event"))
    found = {date.pk: date for date in dates.filter(of_one | of_every)}
    comers = comers_of(
        reminded,
        {pk: date.event_id for pk, date in found.items()},
        lambda follow, date: follow.created_at <= found[date].starts_at - REMINDED_AHEAD,
    )
    return [(follow, found[comer.occurrence_id]) for comer, follow in comers.items()]


def queue_due(*, now: datetime) -> int:
    """Have everybody reminded who is to be at `now` (UTC) and was not yet. Returns how many are due."""
    due = [
        (follow, date)
        for follow, date in to_remind(Follow.objects.all(), soon(now))
        if morning_after(now, starts_at=date.starts_at) is None
    ]
    messages = [
        Outgoing(
            about=f"occurrence:{date.pk}",
            recipient=f"follow:{follow.pk}",
            # A date that is moved to another day is another thing to be reminded of.
            occasion=local_day(date.starts_at).isoformat(),
            wanted_until=date.starts_at,
        )
        for follow, date in due
    ]
    queue_many(kind=REMINDER, messages=messages, now=now)
    return len(due)
