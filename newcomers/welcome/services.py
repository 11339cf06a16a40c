"""Starting a sending: who gets a step, in which language and over which channel, is settled then."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from core import nudging
from core.commits import after_commit
from core.models import User
from core.world_languages import nearest
from newcomers.criteria import Criteria
from newcomers.welcome.editions import frozen, languages_of
from newcomers.welcome.models import Campaign, CampaignEdition, Delivery, PackageStep, WelcomePackage
from newcomers.welcome.sending import queue_deliveries
from newcomers.welcome.whom import EVERYONE, GETS, Judged, Plan, Whom, judged, of_verdict, plan_of

BATCH = 1000
# More recipients than this are written down by a worker: no request waits for them.
MOST_AT_ONCE = 500
TASK = "welcome.prepare_sendings"


class NothingPublished(Exception):
    """The step is not published, or not in use: drafts are never sent."""


class NobodyLeft(Exception):
    """Everyone who can have the step has it already."""


class BeingStarted(Exception):
    """A sending of this step is just being made ready: `campaign`."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__(campaign.pk)
        self.campaign = campaign


def plan_campaign(*, step: PackageStep, to: Whom = EVERYONE, now: datetime) -> Plan:
    """Who would get `step` if it were sent at `now`. Changes nothing. Raises `NothingPublished`."""
    if not step.is_sendable:
        raise NothingPublished
    return plan_of(step, to, languages=languages_of(step), now=now)


def lock_package(package: int) -> None:
    """Until the transaction ends nobody else decides who is sent this package."""
    list(WelcomePackage.objects.filter(pk=package).select_for_update(of=("self",)).values_list("pk"))


@transaction.atomic
def start_campaign(
    *,
    step: PackageStep,
    to: Whom = EVERYONE,
    user: User | None,
    now: datetime,
    may_wait: bool = False,
    day: date | None = None,
) -> Campaign:
    """Send `step` to those of `to` who have not had it, each over the channel that suits them.

    What is sent is frozen: its content in each language, and with that which language each person gets. The
    deliveries are made under a lock on the package, so of two presses the second finds nobody left; the
    database's own constraint stands behind that. Their messages are in the outbox with them, or nothing is.

    With `may_wait` the recipients of a big sending are written down by a worker: it is *preparing* until all
    of them stand there, and nothing leaves before. `day` is that of what goes by itself (in Norway), once a
    day and step. Raises `NothingPublished`, `NobodyLeft` or `BeingStarted`, and then changes nothing.
    """
    lock_package(step.package_id)
    # Taken down between the page and the press: what counts is what is published now.
    step = PackageStep.objects.select_related("package__municipality", "live_revision").get(pk=step.pk)
    being_started = Campaign.objects.filter(step=step, state=Campaign.State.PREPARING).first()
    if being_started:
        raise BeingStarted(being_started)
    plan = plan_campaign(step=step, to=to, now=now)
    if not plan.total:
        raise NobodyLeft
    campaign = _frozen(step, to, user, now, day)
    if may_wait and plan.total > MOST_AT_ONCE and to.people is None:
        after_commit(_have_prepared)
    elif not _write_down(campaign, step, to, now):
        raise NobodyLeft
    return campaign


def _frozen(step: PackageStep, to: Whom, user: User | None, now: datetime, day: date | None) -> Campaign:
    campaign = Campaign.objects.create(
        municipality_id=step.municipality_id,
        package_id=step.package_id,
        step=step,
        state=Campaign.State.PREPARING,
        day=day,
        chosen=to.as_json,
        created_by=user,
        created_at=now,
    )
    CampaignEdition.objects.bulk_create(
        CampaignEdition(campaign=campaign, language=language, content=content)
        for language, content in frozen(step, now=now).items()
    )
    return campaign


def _have_prepared() -> None:
    """By a worker; where none can be told, here and now."""
    if not nudging.nudge(TASK):
        prepare_waiting(now=timezone.now())


def prepare_waiting(*, now: datetime) -> int:
    """Write down the recipients of every sending that is being made ready. Returns of how many it was done.

    Each in one transaction: a worker that is killed in the middle has done nothing, and the next does all.
    """
    waiting = (
        Campaign.objects.filter(state=Campaign.State.PREPARING).order_by("pk").values_list("pk", flat=True)
    )
    return sum(_prepare(campaign, now) for campaign in list(waiting))


@transaction.atomic
def _prepare(pk: int, now: datetime) -> bool:
    asked = Campaign.objects.filter(pk=pk)
    lock_package(asked.values_list("package_id", flat=True)[0])
    # Under the lock: somebody else may have done it, or stopped it.
    campaign = asked.filter(state=Campaign.State.PREPARING).select_related("step__package").first()
    if campaign is None:
        return False
    to = Whom(Criteria.read(campaign.chosen or {}), until=campaign.created_at)
    if not _write_down(campaign, campaign.step, to, now):
        _becomes(campaign, Campaign.State.DONE)
    return True


def _write_down(campaign: Campaign, step: PackageStep, to: Whom, now: datetime) -> int:
    """A delivery for each person who gets it, and its message. Returns how many. A handful of statements for
    each thousand people."""
    languages = list(campaign.editions.order_by("pk").values_list("language", flat=True))
    number, by_message = 0, False
    for people in _in_batches(step, to, now):
        deliveries = Delivery.objects.bulk_create(_delivery(campaign, person, languages) for person in people)
        by_message |= queue_deliveries(deliveries, now=now) > 0
        number += len(deliveries)
    if number:
        _becomes(campaign, Campaign.State.RUNNING if by_message else Campaign.State.DONE)
    return number


def _in_batches(step: PackageStep, to: Whom, now: datetime) -> Iterator[list[Judged]]:
    """Those who get it, each with `by`, locked: nobody is erased before their rows are there."""
    people = judged(step, to, now=now)
    last = 0
    while True:
        found = of_verdict(people, GETS).filter(pk__gt=last).select_for_update(of=("self",), no_key=True)
        batch = list(found[:BATCH])
        if batch:
            yield batch
        if len(batch) < BATCH:
            return
        last = batch[-1].pk


def _becomes(campaign: Campaign, state: Campaign.State) -> None:
    campaign.state = state
    campaign.save(update_fields=["state"])


def _delivery(campaign: Campaign, person: Judged, languages: list[str]) -> Delivery:
    return Delivery(
        campaign=campaign,
        newcomer=person,
        package_id=campaign.package_id,
        step_id=campaign.step_id,
        channel=person.by,
        language=nearest(languages, person.language) or languages[0],
    )
