"""Trying again: what could not be sent, when staff ask; what was perhaps sent, when they insist; what was
sent, when the person asks for it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from newcomers.welcome.choices import Channel
from newcomers.welcome.models import Campaign, Delivery, DeliveryQuerySet
from newcomers.welcome.sending import queue_deliveries
from newcomers.welcome.services import lock_package
from newcomers.welcome.whom import fit_for


@dataclass(frozen=True)
class Again:
    """`queued` are on their way again. `left_out` are not: the person is gone, wants no more mail, has no
    address that works any longer, has had the step in another sending, or the host has stopped this one."""

    queued: int
    left_out: int


def try_again(*, deliveries: DeliveryQuerySet, now: datetime) -> Again:
    """Send those of `deliveries` that failed, all of one package, once more. Each is tried on its own."""
    return _again(deliveries.failed(), now)


def send_perhaps_again(*, delivery: Delivery, now: datetime) -> Again:
    """The host has asked the person, or would rather send it twice than not at all. Only what is perhaps sent
    is meant."""
    perhaps = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.UNCONFIRMED)
    return _again(perhaps, now)


def send_once_more(*, delivery: Delivery, now: datetime) -> Again:
    """The person has lost it, or asks for it again. Only what was sent as a message is meant, to one person;
    what is given by hand is given by hand."""
    sent = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENT).exclude(channel=Channel.BOOKLET)
    return _again(sent, now)


@transaction.atomic
def _again(asked: DeliveryQuerySet, now: datetime) -> Again:
    """Under the lock of the package's campaigns: nobody is sent it by one of those meanwhile."""
    for package in sorted(set(asked.order_by().values_list("package", flat=True))):
        lock_package(package)
    number = asked.count()
    rows = _sendable(asked, now)
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=Delivery.State.QUEUED,
        tries=F("tries") + 1,
        reason="",
        reason_at=None,
        waits_since=None,
    )
    for row in rows:
        row.tries += 1
    queue_deliveries(rows, now=now)
    again = Campaign.objects.filter(pk__in={row.campaign_id for row in rows}, state=Campaign.State.DONE)
    again.update(state=Campaign.State.RUNNING)
    return Again(queued=len(rows), left_out=number - len(rows))


def _sendable(asked: DeliveryQuerySet, now: datetime) -> list[Delivery]:
    """One a person of those who are here, want mail and have not had it otherwise; the latest one."""
    others = Delivery.objects.filter(
        package=OuterRef("package"), step=OuterRef("step"), newcomer=OuterRef("newcomer")
    ).exclude(pk=OuterRef("pk"))
    had = Exists(others.had())
    tried_later = Exists(others.failed().filter(pk__gt=OuterRef("pk")))
    fit = Q(*(Q(channel=channel) & fit_for(channel) for channel in Channel), _connector=Q.OR)
    running = asked.filter(fit, campaign__state__in=[Campaign.State.RUNNING, Campaign.State.DONE])
    here = running.filter(newcomer__expires_at__gt=now, newcomer__unsubscribed_at__isnull=True)
    return list(here.exclude(had).exclude(tried_later).select_for_update(of=("self",)).order_by("pk"))
