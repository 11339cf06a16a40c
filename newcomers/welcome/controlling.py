"""What a host does with a sending that runs: pause it, let it go on, stop it. It ends by itself.

Each is done under the package's lock, and a repeat changes nothing. What a mail server has taken has left;
one message that is being handed over in this very moment leaves too.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from core.mail.outbox import services as outbox
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.nudge import nudge_on_commit
from newcomers.welcome.choices import Channel
from newcomers.welcome.models import Campaign, Delivery
from newcomers.welcome.sending import HELD_FOR, KINDS, WORTH
from newcomers.welcome.services import lock_package

State = Campaign.State


@dataclass(frozen=True)
class Stopped:
    """`skipped` are not sent it. `left` had it, or may have, when it was stopped."""

    skipped: int
    left: int


@transaction.atomic
def pause(*, campaign: Campaign, now: datetime) -> bool:
    """Nothing more of it leaves until it is resumed. False: it is not running (any longer)."""
    if not _turn(campaign, State.RUNNING, State.PAUSED):
        return False
    outbox.put_off(rows=messages_of(campaign), until=now + HELD_FOR, worth=WORTH)
    # What is being handed over in this moment may come back: it then waits for as long as the others.
    leaving = _messages(campaign).filter(state=OutboxMessage.State.SENDING)
    leaving.update(wanted_until=now + HELD_FOR + WORTH)
    return True


@transaction.atomic
def resume(*, campaign: Campaign, now: datetime) -> bool:
    """What waits leaves from now on, and is worth sending for as long as at the start. False: it is not
    paused."""
    if not _turn(campaign, State.PAUSED, State.RUNNING):
        return False
    outbox.put_off(rows=messages_of(campaign), until=now, worth=WORTH)
    nudge_on_commit(bulk=True)
    return True


@transaction.atomic
def cancel(*, campaign: Campaign) -> Stopped | None:
    """Stop it for good: who waits is not sent it, and may be by another sending. None: it was over."""
    if not any(_turn(campaign, state, State.CANCELLED) for state in Campaign.UNFINISHED):
        return None
    # First, so that none of them begins to leave: what is not queued any longer is just being handed over.
    messages_of(campaign).delete()
    leaving = OutboxMessage.objects.filter(
        kind__in=KINDS.values(), about=_about(OuterRef("pk")), state=OutboxMessage.State.SENDING
    )
    waiting = campaign.deliveries.queued().exclude(Exists(leaving))
    skipped = waiting.update(state=Delivery.State.SKIPPED, reason="", reason_at=None, waits_since=None)
    return Stopped(skipped, campaign.deliveries.had().count())


def end_finished() -> int:
    """Every sending of which no message waits any longer is done. Returns how many. A booklet that waits for
    somebody's hands keeps none open."""
    waiting = Delivery.objects.queued().by_message().filter(campaign=OuterRef("pk"))
    return Campaign.objects.filter(state=State.RUNNING).exclude(Exists(waiting)).update(state=State.DONE)


def _turn(campaign: Campaign, before: State, after: State) -> bool:
    lock_package(campaign.package_id)
    turned = Campaign.objects.filter(pk=campaign.pk, state=before).update(state=after) == 1
    if turned:
        campaign.state = after
    return turned


def messages_of(campaign: Campaign) -> QuerySet[OutboxMessage]:
    """Those that wait, of every delivery of the sending that does."""
    return _messages(campaign).filter(state=OutboxMessage.State.QUEUED)


def _messages(campaign: Campaign) -> QuerySet[OutboxMessage]:
    waiting = campaign.deliveries.queued().exclude(channel=Channel.BOOKLET).order_by()
    return OutboxMessage.objects.filter(
        kind__in=KINDS.values(), about__in=waiting.values_list(_about("pk"), flat=True)
    )


def _about(pk: str | OuterRef) -> Concat:
    """What the outbox calls a delivery (`sending.outgoing`), for the database."""
    return Concat(Value("delivery:"), Cast(pk, CharField()), output_field=CharField())
