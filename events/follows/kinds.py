"""The names of the messages to those who mean to come, and who each is to. `mails` and `news` make them."""

from events.follows.models import Follow

FIRST = "follows.first"
DATES_CHANGED = "follows.dates_changed"
REMINDER = "follows.reminder"
STILL = "follows.still"
# What an organiser has written to all who come to a date: also to those who are signed up.
WRITTEN = "follows.written"


def recipient_of(follow: Follow) -> str:
    """Who it is to, as the outbox knows them."""
    return f"follow:{follow.pk}"


def follow_of(recipient: str) -> int:
    """The follow that is meant by what `recipient_of` gave."""
    return int(recipient.removeprefix("follow:"))


def about(follow: Follow) -> str:
    """What a message about the follow itself is about."""
    return f"occurrence:{follow.occurrence_id}" if follow.occurrence_id else f"event:{follow.event_id}"
