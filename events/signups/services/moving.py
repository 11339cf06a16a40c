"""Another date of the same activity instead: the same sign-up, and the same link."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from events.choices import SignupFor
from events.models import Occurrence
from events.signups.counting import places_left_at
from events.signups.exceptions import AlreadyThere, HasEnded, IsFull, NotPublic
from events.signups.kinds import MOVED
from events.signups.models import Signup
from events.signups.services.locking import lock_dates
from events.signups.services.rooms import check_takes, least_left, make_room
from events.signups.services.telling import tell
from events.signups.services.waiting_list import promote

# A list to choose from, not a calendar.
DATES_SHOWN = 12


def dates_to_move_to(signup: Signup, *, now: datetime) -> list[Occurrence]:
    """The next dates of the activity that have room for the party now. Three queries at the most."""
    event = signup.occurrence.event
    if signup.is_course or event.signup_for == SignupFor.COURSE or not event.takes_signups:
        return []
    mine = Signup.objects.standing().of_person(signup).filter(occurrence__event=event)
    dates = Occurrence.objects.public().scheduled().upcoming(now).filter(event=event)
    dates = dates.exclude(pk__in=mine.values("occurrence")).exclude(pk=signup.occurrence_id)
    found = list(dates.select_related("event").order_by("starts_at", "pk")[: DATES_SHOWN * 3])
    left = places_left_at([date for date in found if event.capacity is not None], now)
    return [date for date in found if left.get(date.pk, signup.party_size) >= signup.party_size][:DATES_SHOWN]


@transaction.atomic
def move_signup(*, signup: Signup, occurrence_id: int, now: datetime) -> Signup:
    """Have the party come to another date of the activity, and tell them. Its old places go to who waits.

    The link proves who asks, so it is firm. `now` is UTC. Raises `SignUpRefused`: then nothing is changed.
    """
    old_id = signup.occurrence_id
    dates = lock_dates(old_id, also=[occurrence_id], now=now)
    signup = Signup.objects.get(pk=signup.pk)
    old, new = dates[old_id], dates.get(occurrence_id)
    if new is None or new.event_id != old.event_id or signup.is_course:
        raise NotPublic
    if old.ends_at <= now or signup.status not in (
        Signup.Status.CONFIRMED,
        Signup.Status.OFFERED,
        Signup.Status.WAITING,
    ):
        raise HasEnded
    check_takes(new, now=now)
    if new.signups.standing().of_person(signup).exists():
        raise AlreadyThere
    promote([new], now=now)
    left = least_left([new], now=now)
    if left is not None and signup.party_size > left:
        raise IsFull(left)
    make_room(new, signup.party_size, now=now)
    _put(signup, new, now)
    tell(MOVED, signup, now=now, about=old_id, until=new.ends_at)
    promote([old], now=now)
    return signup


def _put(signup: Signup, date: Occurrence, now: datetime) -> None:
    signup.occurrence = date
    signup.status = Signup.Status.CONFIRMED
    signup.firm_since = signup.firm_since or now
    # They know the date as it stands now, and what was said of the other one is over.
    signup.created_at, signup.coming_at = now, None
    signup.waits_since = signup.offered_until = None
    signup.expires_at = date.ends_at + timedelta(days=settings.SIGNUP_RETENTION_DAYS)
    signup.save()
