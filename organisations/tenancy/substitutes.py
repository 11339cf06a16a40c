"""A newcomer host names who stands in for them while they are away.

Nothing begins or ends here: what a substitute may is asked of the rows on every request
(`organisations.models.own_places`). A substitute names no substitutes.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from core.accounts.users import user_for
from core.models import User
from organisations.mails import queue_substitute, queue_substitute_ended
from organisations.models import Municipality, PeopleLog, RoleAssignment, Substitution, SubstitutionQuerySet
from organisations.roles import STANDS_IN_AS, Capability, roles_with

# A longer time is a role, which an admin gives.
LONGEST = timedelta(days=92)


class NotAHost(Exception):
    """Who is to be stood in for welcomes nobody there by a role of their own."""


def welcomes_by_role(user: User, place: Municipality) -> bool:
    """Whether `user` welcomes newcomers in `place` themselves, and not in the place of another."""
    held = RoleAssignment.objects.filter(
        user=user, municipality=place, role__in=roles_with(Capability.WELCOME)
    )
    return held.exists()


@transaction.atomic
def name_substitute(
    *, place: Municipality, absent: User, email: str, first_day: date, last_day: date, now: datetime
) -> tuple[Substitution, bool]:
    """The person with this address stands in for `absent` on these days; and whether that is new.

    Named twice is one substitute, and one mail to each of the two. Raises `NotAHost` where `absent` has left,
    and `ValidationError` for what is no address.
    """
    _lock(place)
    if not welcomes_by_role(absent, place):
        raise NotAHost
    user = user_for(email=email)
    days = {"first_day": first_day, "last_day": last_day}
    row, is_new = Substitution.objects.get_or_create(
        municipality=place, absent=absent, user=user, **days, defaults={"named_at": now}
    )
    if is_new:
        _record(PeopleLog.What.STANDS_IN, row, by=absent, now=now)
        queue_substitute(substitution=row, now=now)
    return row, is_new


@transaction.atomic
def end_substitute(*, substitution: Substitution, by: User, now: datetime) -> bool:
    """End it before its last day; who stood in is told. False where it has ended."""
    _lock(substitution.municipality)
    rows = Substitution.objects.filter(pk=substitution.pk)
    return bool(_end(rows, by=by, now=now))


def end_substitutes_of(*, place: Municipality, user: User, by: User | None, now: datetime) -> int:
    """Who is no host any longer is stood in for by nobody; who has left stands in for nobody either.

    The number that ended.
    """
    if welcomes_by_role(user, place):
        return 0
    gone = Q(absent=user)
    if not RoleAssignment.objects.filter(user=user, municipality=place).exists():
        gone |= Q(user=user)
    return _end(Substitution.objects.filter(gone, municipality=place), by=by, now=now)


def _end(rows: SubstitutionQuerySet, *, by: User | None, now: datetime) -> int:
    found = list(rows.select_related("municipality", "absent", "user"))
    for row in found:
        _record(PeopleLog.What.STOOD_IN, row, by=by, now=now)
        queue_substitute_ended(substitution=row, by=by, now=now)
        row.delete()
    return len(found)


def _record(what: str, row: Substitution, *, by: User | None, now: datetime) -> None:
    PeopleLog.objects.record(
        what,
        now=now,
        by=by,
        user=row.user,
        place=row.municipality,
        role=STANDS_IN_AS,
        days=(row.first_day, row.last_day),
    )


def _lock(place: Municipality) -> None:
    Municipality.objects.select_for_update().get(pk=place.pk)
