"""Sending what an organiser has written to all who come to a date."""

from datetime import datetime, timedelta

from django.db import transaction

from core.mail.outbox import services as outbox
from core.models import User
from events.choices import Happened
from events.dates.recording import lock_event
from events.follows import kinds
from events.follows.writing.models import KEPT, DateMessage
from events.follows.writing.reached import reached_at
from events.log import record
from events.models import Occurrence
from events.signups.kinds import recipient_of as recipient_of_signup

# Within a day, to one date; and to all dates of an activity, since some come to each.
MOST_A_DAY = 3
MOST_A_DAY_TO_ALL = 6


class CannotWriteError(Exception):
    """Nobody comes, the date is over or not shown, or enough was written to it within a day."""


def can_write(occurrence: Occurrence, *, now: datetime) -> bool:
    """Whether a message to this date may be sent at `now`."""
    is_open = occurrence.is_public and occurrence.ends_at > now
    return (
        is_open
        and DateMessage.objects.of_day(occurrence, now=now).count() < MOST_A_DAY
        and DateMessage.objects.to_activity(occurrence, now=now).count() < MOST_A_DAY_TO_ALL
    )


@transaction.atomic
def write_to_all(
    *, occurrence: Occurrence, user: User | None, words: str, language: str, now: datetime
) -> DateMessage:
    """Send `words`, which are in `language`, to each person who comes. Raises `CannotWriteError`.

    The same words to the same date within a day are the same message: nobody gets it again.
    """
    lock_event(occurrence.event_id)
    date = Occurrence.objects.get(pk=occurrence.pk)
    same = DateMessage.objects.of_day(date, now=now).filter(words=words).first()
    if same:
        return same
    reached = reached_at(date)
    if not reached.people or not can_write(date, now=now):
        raise CannotWriteError
    message = DateMessage.objects.create(
        occurrence=date,
        user=user,
        words=words,
        language=language,
        people=reached.people,
        sent_at=now,
        expires_at=date.ends_at + KEPT,
    )
    recipients = [recipient_of_signup(each) for each in reached.signups]
    recipients += [kinds.recipient_of(each) for each in reached.follows]
    until = max(date.ends_at, now + timedelta(hours=1))
    outbox.queue_many(
        kind=kinds.WRITTEN,
        messages=[outbox.Outgoing(f"message:{message.pk}", each, wanted_until=until) for each in recipients],
        now=now,
    )
    record(
        event=date.event,
        what=Happened.WROTE,
        user=user,
        now=now,
        after={"slot": date.original_slot, "people": reached.people},
    )
    return message
