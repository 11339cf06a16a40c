"""A course's dates that come later: whoever takes part in the course takes part in them too."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from events.choices import SignupFor
from events.models import Occurrence
from events.signups.models import PARTY, Signup
from events.signups.services.locking import lock_dates, remaining_dates

COPIED = [
    "name",
    "email",
    "phone",
    "language",
    *PARTY,
    "status",
    "firm_since",
    "waits_since",
    "offered_until",
    "mail_left_at",
]


def join_later_dates(*, now: datetime) -> int:
    """Have every booking of a course joined to dates that were made since. Returns how many rows were made.

    Each date has as many places as the others, so there is room for who has places at all of them. Who has
    left a date of the course is not joined to it again. Each course in a transaction of its own; `now` is UTC
    """
    newer = (
        Occurrence.objects.public()
        .upcoming(now)
        .filter(event=OuterRef("occurrence__event"), pk__gt=OuterRef("knows_dates_to"))
    )
    rows = Signup.objects.standing().filter(is_course=True, occurrence__event__signup_for=SignupFor.COURSE)
    events = rows.filter(Exists(newer)).order_by().values_list("occurrence__event", flat=True).distinct()
    return sum(_join(event, now=now) for event in list(events))


@transaction.atomic
def _join(event_id: int, *, now: datetime) -> int:
    first = remaining_dates(event_id, now=now).first()
    if first is None:
        return 0
    dates = [
        date for date in lock_dates(first.pk, now=now).values() if date.is_public and not date.is_cancelled
    ]
    made: list[Signup] = []
    rows = Signup.objects.standing().filter(is_course=True, occurrence__event=event_id)
    latest = {row.booking: row for row in rows.order_by("occurrence__starts_at", "pk")}
    for row in latest.values():
        has = set(Signup.objects.filter(booking=row.booking).values_list("occurrence", flat=True))
        new = [date for date in dates if date.pk > (row.knows_dates_to or 0) and date.pk not in has]
        made += [_row(row, date, now) for date in new]
    Signup.objects.bulk_create(made)
    newest = max((date.pk for date in dates), default=0)
    rows.filter(knows_dates_to__lt=newest).update(knows_dates_to=newest)
    return len(made)


def _row(row: Signup, date: Occurrence, now: datetime) -> Signup:
    return Signup(
        **{name: getattr(row, name) for name in COPIED},
        occurrence=date,
        booking=row.booking,
        is_course=True,
        knows_dates_to=date.pk,
        created_at=now,
        expires_at=date.ends_at + timedelta(days=settings.SIGNUP_RETENTION_DAYS),
    )
