"""How a campaign goes, in true figures, and what its host can do about what has not arrived."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import FOR_THE_OPERATOR, Why
from newcomers.welcome.controlling import messages_of
from newcomers.welcome.models import Campaign, Delivery

State = Campaign.State
# How far back one looks to say how fast it goes.
LOOKED_BACK = timedelta(minutes=3)
# So long after something was due nothing has left, whoever should have sent it.
STANDS_STILL = timedelta(seconds=90)
# In the order in which staff want to see them.
STATES = [
    Delivery.State.SENT,
    Delivery.State.QUEUED,
    Delivery.State.FAILED,
    Delivery.State.UNCONFIRMED,
    Delivery.State.SKIPPED,
]
# The person's own address is what is wrong, or may be.
ABOUT_THE_ADDRESS = (
    *(Why.NO_SUCH_ADDRESS, Why.BAD_ADDRESS, Why.REFUSED, Why.CAME_BACK, Why.CAME_BACK_REFUSED),
)

_TRY_AGAIN = _("The address may well be right. Try again.")
ADVICE: dict[str, str | Promise] = {
    Why.NO_SUCH_ADDRESS: _("Is a letter wrong? Ask the person, correct the address below, and try again."),
    Why.BAD_ADDRESS: _("Is a letter wrong? Ask the person, correct the address below, and try again."),
    Why.REFUSED: _(
        "Their mail provider did not want it. Ask the person for another address, correct it below, and try"
        " again."
    ),
    Why.CAME_BACK: _("Is a letter wrong? Ask the person, correct the address below, and try again."),
    Why.CAME_BACK_REFUSED: _(
        "Their mail provider did not want it. Ask the person for another address, correct it below, and try"
        " again."
    ),
    Why.NOT_MADE: _(
        "The fault is ours, not the address’s. Tell the people who run this site. When they have mended it,"
        " try again."
    ),
}


@dataclass(frozen=True)
class HeldUp:
    """No mail leaves, whoever it is to: `waiting` of the campaign have waited `since` then (UTC)."""

    waiting: int
    since: datetime
    is_for_the_operator: bool


@dataclass(frozen=True)
class Failed:
    """How many could not be sent for one reason (`why` its code), in words, and what to do about it."""

    number: int
    why: str
    reason: str
    advice: str | Promise


@dataclass(frozen=True)
class Progress:
    """`counts` are (state, how many), in order, without those of none. `waiting` leave by themselves, and
    `booklets` wait for somebody's hands. `by_mail_instead` were to get an SMS, which could not leave.
    `an_hour` is how many leave in an hour, as the last minutes went. `still_since` (UTC): messages are due,
    and none has left since then, for no reason that a server has given; who sends them may not be there.
    `waits_until` (UTC): none is due before, for it is night, or its hours are others."""

    state: Campaign.State
    counts: list[tuple[Delivery.State, int]]
    failed: list[Failed]
    held_up: HeldUp | None
    waiting: int = 0
    booklets: int = 0
    by_mail_instead: int = 0
    an_hour: int = 0
    still_since: datetime | None = None
    waits_until: datetime | None = None

    @property
    def total(self) -> int:
        return sum(number for _state, number in self.counts)

    @property
    def finished(self) -> int:
        return self.total - self.waiting

    @property
    def is_finished(self) -> bool:
        """Nothing leaves by itself any longer: the task that ends the sending may not have come round yet."""
        is_over = self.state in (State.CANCELLED, State.DONE)
        return is_over or (self.state == State.RUNNING and not self.waiting)

    @property
    def is_preparing(self) -> bool:
        return self.state == State.PREPARING

    @property
    def is_paused(self) -> bool:
        return self.state == State.PAUSED

    @property
    def is_stopped(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def minutes_left(self) -> int:
        """How long it lasts at this rate, at least 1; 0: nobody knows."""
        return -(-self.waiting * 60 // self.an_hour) if self.an_hour else 0

    @property
    def tenths(self) -> int:
        """How much is done, in whole tens of percent: what is said aloud says so ten times at the most."""
        return self.finished * 10 // self.total * 10 if self.total else 100

    @property
    def failed_count(self) -> int:
        return sum(each.number for each in self.failed)


def progress_of(campaign: Campaign, *, now: datetime) -> Progress:
    """At most ten queries, however many people."""
    counts = campaign.deliveries.by_state()
    queued = counts.get(Delivery.State.QUEUED, 0)
    waiting = campaign.deliveries.queued().by_message().count() if queued else 0
    held_up = _held_up(campaign, waiting) if waiting else None
    is_running = bool(waiting) and campaign.state == State.RUNNING
    still_since, waits_until = (None, None) if held_up or not is_running else _standing(campaign, now)
    return Progress(
        state=State(campaign.state),
        counts=[(state, counts[state]) for state in STATES if counts.get(state)],
        failed=_failed(campaign) if counts.get(Delivery.State.FAILED) else [],
        held_up=held_up,
        waiting=waiting,
        booklets=queued - waiting,
        by_mail_instead=campaign.deliveries.went_by_mail_instead().count()
        if counts.get(Delivery.State.SENT)
        else 0,
        an_hour=_an_hour(campaign, now) if is_running and not waits_until else 0,
        still_since=still_since,
        waits_until=waits_until,
    )


def _an_hour(campaign: Campaign, now: datetime) -> int:
    """How many leave in an hour, from what has left in the last minutes; 0 where nothing has."""
    since = max(now - LOOKED_BACK, campaign.created_at)
    sent = campaign.deliveries.filter(sent_at__gt=since, sent_at__lte=now).count()
    return round(sent * timedelta(hours=1) / max(now - since, timedelta(seconds=10)))


def _standing(campaign: Campaign, now: datetime) -> tuple[datetime | None, datetime | None]:
    """`still_since` and `waits_until` of a sending that runs."""
    due = messages_of(campaign).aggregate(first=Min("due_at"))["first"] or now
    if due > now + STANDS_STILL:
        return None, due
    last = campaign.deliveries.aggregate(last=Max("sent_at"))["last"] or campaign.created_at
    return last if max(last, due) <= now - STANDS_STILL else None, None


def _failed(campaign: Campaign) -> list[Failed]:
    rows = campaign.deliveries.failed().order_by().values_list("reason").annotate(number=Count("pk"))
    return [
        Failed(number, reason, str(Why(reason).label) if reason else "", ADVICE.get(reason, _TRY_AGAIN))
        for reason, number in rows.order_by("-number", "reason")
    ]


def _held_up(campaign: Campaign, waiting: int) -> HeldUp | None:
    """Something was not taken for a reason that is everybody's, and nothing has left since."""
    held = campaign.deliveries.held_up()
    latest = held.order_by("-reason_at").first()
    if latest is None or latest.reason_at is None:
        return None
    if OutboxMessage.objects.filter(state=OutboxMessage.State.SENT, ended_at__gt=latest.reason_at).exists():
        return None
    since = held.aggregate(since=Min("waits_since"))["since"] or latest.reason_at
    return HeldUp(waiting, since, latest.reason in FOR_THE_OPERATOR)
