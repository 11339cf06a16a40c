"""Planning and starting a campaign: who gets a package, in which language, and who does not and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from core.mail.outbox.services import queue_many
from core.models import User
from core.world_languages import nearest
from newcomers.models import Newcomer
from newcomers.welcome.choices import Channel
from newcomers.welcome.editions import frozen, languages_of
from newcomers.welcome.models import (
    Campaign,
    CampaignEdition,
    Delivery,
    PackageStep,
    WelcomePackage,
)
from newcomers.welcome.sending import KIND, outgoing

BATCH = 500


class NothingPublished(Exception):
    """The step is not published, or not in use: drafts are never sent."""


class NobodyLeft(Exception):
    """Everyone who can have the step has it already."""


@dataclass(frozen=True)
class Recipient:
    """One person, and the language in which they get the package: not always their own."""

    newcomer: Newcomer
    language: str
    # It was tried before, and could not be sent.
    is_another_try: bool = False

    @property
    def is_fallback(self) -> bool:
        return self.language != self.newcomer.language


@dataclass(frozen=True)
class Plan:
    """Who would get what. `languages` are those in which the step can be read.

    Left out are who was `sent` it, to whom it is `on_its_way`, who has `perhaps` had it, and the
    `unsubscribed`. `could_not_be_sent` of the recipients were tried before, last in campaign `tried_in`.
    """

    languages: list[str]
    recipients: list[Recipient] = field(default_factory=list)
    sent: int = 0
    on_its_way: int = 0
    perhaps: int = 0
    unsubscribed: int = 0
    tried_in: int | None = None

    @property
    def could_not_be_sent(self) -> int:
        return sum(recipient.is_another_try for recipient in self.recipients)

    @property
    def left_out(self) -> int:
        return self.sent + self.on_its_way + self.perhaps + self.unsubscribed

    @property
    def by_language(self) -> list[tuple[str, int]]:
        """(language of the package, how many get it), the commonest first."""
        return Counter(recipient.language for recipient in self.recipients).most_common()

    @property
    def fallbacks(self) -> list[tuple[str, str, int]]:
        """(language that people read, language that they get instead, how many)."""
        pairs = Counter(
            (recipient.newcomer.language, recipient.language)
            for recipient in self.recipients
            if recipient.is_fallback
        )
        return [(wanted, given, count) for (wanted, given), count in pairs.most_common()]


def plan_campaign(*, step: PackageStep, now: datetime, channel: str = Channel.EMAIL) -> Plan:
    """Who would get `step` if it were sent at `now`. Changes nothing. Raises `NothingPublished`."""
    if not step.is_sendable:
        raise NothingPublished
    languages = languages_of(step)
    people = Newcomer.objects.filter(municipality=step.municipality_id, expires_at__gt=now)
    deliveries = Delivery.objects.filter(step=step, channel=channel, newcomer__in=people)
    had = dict(deliveries.had().values_list("newcomer_id", "state"))
    failed = dict(deliveries.failed().order_by("pk").values_list("newcomer_id", "campaign_id"))
    by_email = people.reachable().with_email()
    waiting = [person for person in by_email.order_by("pk") if person.pk not in had]
    states = Counter(had.values())
    return Plan(
        languages=languages,
        recipients=[
            Recipient(person, nearest(languages, person.language) or languages[0], person.pk in failed)
            for person in waiting
        ],
        sent=states[Delivery.State.SENT],
        on_its_way=states[Delivery.State.QUEUED],
        perhaps=states[Delivery.State.UNCONFIRMED],
        unsubscribed=people.filter(unsubscribed_at__isnull=False).exclude(pk__in=had).count(),
        tried_in=max((failed[person.pk] for person in waiting if person.pk in failed), default=None),
    )


def lock_package(package: int) -> None:
    """Until the transaction ends nobody else decides who is sent this package."""
    list(WelcomePackage.objects.filter(pk=package).select_for_update(of=("self",)).values_list("pk"))


@transaction.atomic
def start_campaign(*, step: PackageStep, user: User, now: datetime) -> Campaign:
    """Send `step` to everyone who has not had it. Raises `NothingPublished` or `NobodyLeft`, and then
    changes nothing.

    What is sent is frozen: its content in each language. The deliveries are made under a lock on the package,
    so of two clicks the second finds nobody left; the database's own constraint stands behind that. Their
    messages are in the outbox with them, or nothing is.
    """
    lock_package(step.package_id)
    # Taken down between the page and the press: what counts is what is published now.
    step = PackageStep.objects.select_related("package__municipality", "live_revision").get(pk=step.pk)
    # Nobody is erased between the plan and its rows: they would refer to a person who is gone.
    people = Newcomer.objects.filter(municipality=step.municipality_id).reachable().order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))
    plan = plan_campaign(step=step, now=now)
    if not plan.recipients:
        raise NobodyLeft
    campaign = Campaign.objects.create(
        municipality_id=step.municipality_id,
        package_id=step.package_id,
        step=step,
        created_by=user,
        created_at=now,
    )
    CampaignEdition.objects.bulk_create(
        CampaignEdition(campaign=campaign, language=language, content=content)
        for language, content in frozen(step, now=now).items()
    )
    for recipients in _in_batches(plan.recipients):
        deliveries = Delivery.objects.bulk_create(
            [_delivery(campaign, recipient) for recipient in recipients]
        )
        queue_many(kind=KIND, messages=[outgoing(delivery) for delivery in deliveries], now=now)
    return campaign


def _in_batches(recipients: list[Recipient]) -> Iterator[list[Recipient]]:
    for first in range(0, len(recipients), BATCH):
        yield recipients[first : first + BATCH]


def _delivery(campaign: Campaign, recipient: Recipient) -> Delivery:
    return Delivery(
        campaign=campaign,
        newcomer=recipient.newcomer,
        package_id=campaign.package_id,
        step_id=campaign.step_id,
        channel=campaign.channel,
        language=recipient.language,
    )
