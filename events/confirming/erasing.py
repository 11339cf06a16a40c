"""Volunteers who answer for activities end: when nobody asks them any longer, and when they want it so."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from core.mail.outbox import services as outbox
from core.privacy import ASKED, erasures, purge
from events.confirming.kinds import recipient_of
from events.models import Occurrence, Responsible

ERASED, STOPPED = "responsible", "responsible-stopped"
# So long the organiser sees that somebody has taken themselves off the list.
STOP_IS_SEEN = timedelta(days=7)
ROWS_AT_ONCE = 500


def forget(*, now: datetime) -> int:
    """Delete who took themselves off the list, and who answers for what is over. Returns how many.

    `now` is UTC. What they answered goes with them.
    """
    before = now - relativedelta(months=settings.RESPONSIBLE_RETENTION_MONTHS)
    goes_on = Exists(Occurrence.objects.filter(event=OuterRef("event"), ends_at__gt=before))
    over = Q(created_at__lte=before) & ~Q(goes_on)
    rows = Responsible.objects.filter(over | Q(stopped_at__lte=now - STOP_IS_SEEN))
    ids = list(rows.values_list("pk", flat=True))
    for start in range(0, len(ids), ROWS_AT_ONCE):
        Responsible.objects.filter(pk__in=ids[start : start + ROWS_AT_ONCE]).delete()
    purge.note(Responsible._meta.label, ASKED.slug, len(ids), now)
    return len(ids)


@receiver(pre_delete, sender=Responsible)
def remember_erased(sender: type[Responsible], instance: Responsible, **kwargs: object) -> None:
    """No backup brings them back, whoever has deleted them."""
    erasures.remember(ERASED, [instance.public_id])


def known_by() -> Iterable[tuple[int, UUID]]:
    """Every volunteer, and what the list of erasures knows them by."""
    return Responsible.objects.values_list("pk", "public_id").iterator()


@transaction.atomic
def erase_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back. How many."""
    outbox.forget_all(recipients=[recipient_of(pk) for pk in pks])
    return Responsible.objects.filter(pk__in=pks).delete()[1].get(Responsible._meta.label, 0)


def asked_by() -> Iterable[tuple[int, UUID]]:
    return Responsible.objects.to_ask().values_list("pk", "public_id").iterator()


@transaction.atomic
def stop_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: they had asked for no more questions. How many."""
    outbox.forget_all(recipients=[recipient_of(pk) for pk in pks])
    return Responsible.objects.filter(pk__in=pks, stopped_at=None).update(stopped_at=now)


def register_erasures() -> None:
    """Called while the app gets ready."""
    erasures.register(erasures.Erased(ERASED, known_by, erase_again))
    erasures.register(erasures.Erased(STOPPED, asked_by, stop_again))
