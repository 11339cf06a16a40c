"""The names of the messages about a sign-up, and who each is to. `mails` and `news` make them."""

from events.signups.models import Signup

CONFIRMATION = "signups.confirmation"
# On the list of a full date; its places are yours now; or for some hours, if you say yes.
WAITING = "signups.waiting"
PROMOTED = "signups.promoted"
OFFERED = "signups.offered"
# To another date of the activity.
MOVED = "signups.moved"
# Somebody has asked for another number of places in the person's name: they say whether it was them.
PARTY = "signups.party"
REMINDER = "signups.reminder"
CANCELLED = "signups.cancelled"
RELEASED = "signups.released"
DATES_CHANGED = "signups.dates_changed"
REQUESTED = "signups.requested"

# About one sign-up alone: `mails` and `texts` make each.
OF_A_PERSON = (
    CONFIRMATION,
    WAITING,
    PROMOTED,
    OFFERED,
    MOVED,
    PARTY,
    REMINDER,
    CANCELLED,
    RELEASED,
)


def recipient_of(signup: Signup) -> str:
    """Who it is to, as the outbox knows them."""
    return f"signup:{signup.pk}"


def signup_of(recipient: str) -> int:
    """The sign-up that is meant by what `recipient_of` gave."""
    return int(recipient.removeprefix("signup:"))
