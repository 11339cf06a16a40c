"""Having somebody who signed up told: a row in the outbox, in the transaction of what it tells of."""

from datetime import datetime, timedelta

from django.db.models import Q

from core.mail.outbox import services as outbox
from core.mail.outbox.models import OutboxMessage
from events.signups.kinds import CONFIRMATION, WAITING, recipient_of
from events.signups.models import ERASED_AT_LATEST_AFTER, Signup
from events.signups.ways import can_be_told

# A repeat sends the message with the link again, but not more often than this to one address.
RESEND_AFTER = timedelta(minutes=10)


def tell(
    kind: str,
    signup: Signup,
    *,
    now: datetime,
    about: int | None = None,
    until: datetime | None = None,
    due_at: datetime | None = None,
    secret: dict[str, object] | None = None,
) -> None:
    """Queue one message of `kind` about the date `about`, or the sign-up's own. `now` is UTC.

    Whoever can only be called gets none. It is worth sending until `until`.
    """
    if can_be_told(signup):
        outbox.queue(
            kind=kind,
            about=f"occurrence:{about or signup.occurrence_id}",
            recipient=recipient_of(signup),
            occasion=now.isoformat(),
            due_at=due_at,
            wanted_until=until or now + ERASED_AT_LATEST_AFTER,
            secret=secret,
            now=now,
        )


def request_confirmation(*, signup: Signup, now: datetime, anew: bool = False) -> bool:
    """Have the message with the link sent, unless it was asked for a moment ago. Returns whether it is now.

    It says that one has places, or which number one has on the list. `anew`: what the last one says is no
    longer so. Called under the lock on the date: two at once are one.
    """
    if not can_be_told(signup):
        return False
    kind = WAITING if signup.is_waiting else CONFIRMATION
    sent = OutboxMessage.objects.filter(kind=kind, recipient=recipient_of(signup))
    enough = Q(state__in=[OutboxMessage.State.QUEUED, OutboxMessage.State.SENDING])
    if not anew:
        enough |= Q(created_at__gt=now - RESEND_AFTER)
    if sent.filter(enough).exists():
        return False
    tell(kind, signup, now=now, until=signup.occurrence.ends_at)
    return True
