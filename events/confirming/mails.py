"""The messages to volunteers: whether each is still to be sent when its turn comes, and how it is made."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives

from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms.messages import TextMessage
from events.confirming import kinds
from events.confirming.models import Question

# Where nobody says until when: a question whose date has begun is of no use.
WORTH = timedelta(days=2)


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Whether there is still something to ask: the date takes place when it did, and nobody answered."""
    return Question.objects.waiting(now).filter(batch=kinds.batch_of(row.about)).exists()


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    raise Unwanted(Why.NOT_MADE)


def register_mails() -> None:
    """Called while the app gets ready."""
    register(Kind(kinds.QUESTION, priority=Priority.NEWS, worth=WORTH, make=make, wanted=is_wanted))
