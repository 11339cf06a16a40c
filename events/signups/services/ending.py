"""How sign-ups end: with their date, and with the person's wish."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import OuterRef, Subquery

from core.mail.outbox import services as outbox
from events.models import Occurrence
from events.signups.erasing import erase
from events.signups.models import STANDING, WITHOUT_PLACES, Signup


def move_ends(*, occurrence_ids: Collection[int]) -> int:
    """The sign-ups of these dates end as long after them as ever, wherever they were moved. One statement."""
    date = Occurrence.objects.filter(pk=OuterRef("occurrence"))
    ends_at = Subquery(date.values("ends_at")[:1]) + timedelta(days=settings.SIGNUP_RETENTION_DAYS)
    return Signup.objects.filter(occurrence__in=occurrence_ids).update(expires_at=ends_at)


def erase_served(*, now: datetime) -> int:
    """Delete who it was from sign-ups that have no places any longer; the numbers stay until their end.

    Who waited for a date that is over never had any. Of what tells somebody's faith nothing that names a
    person is kept at all: an activity that becomes one was another one when they signed up. Returns how many
    sign-ups lost their person. `now` is UTC.
    """
    never = Signup.objects.filter(status__in=set(STANDING) - {"confirmed"}, occurrence__ends_at__lte=now)
    never.update(status=Signup.Status.RELEASED, cancelled_at=now, receipt_left_at=now, offered_until=None)
    sensitive = Signup.objects.at_sensitive_dates().filter(erased_at__isnull=True)
    sensitive.standing().update(status=Signup.Status.CANCELLED, cancelled_at=now, offered_until=None)
    ids = set(sensitive.values_list("pk", flat=True)) | set(
        Signup.objects.over(now).values_list("pk", flat=True)
    )
    outbox.forget_all(recipients=[f"signup:{pk}" for pk in ids])
    return erase(Signup.objects.filter(status__in=WITHOUT_PLACES, pk__in=ids), now=now)
