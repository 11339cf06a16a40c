"""What was asked for together: rows of one booking, one for each date."""

from datetime import datetime

from events.signups.models import Signup, SignupQuerySet


def booking_of(signup: Signup, *, now: datetime) -> SignupQuerySet:
    """The rows of its booking that stand, at dates that are not over at `now` (UTC), the next first."""
    rows = Signup.objects.standing().filter(booking=signup.booking, erased_at__isnull=True)
    return rows.filter(occurrence__ends_at__gt=now).order_by("occurrence__starts_at", "pk")


def together_with(signup: Signup, *, now: datetime) -> list[Signup]:
    """The rows that have their places together with `signup`: of a course all, else itself alone."""
    if not signup.is_course:
        return [signup]
    rows = list(booking_of(signup, now=now).filter(status=signup.status))
    return rows if signup in rows else [signup, *rows]


def dates_of(signup: Signup, *, now: datetime) -> list[int]:
    """The ids of all dates of its booking that are not over, and of its own."""
    return [signup.occurrence_id, *booking_of(signup, now=now).values_list("occurrence", flat=True)]
