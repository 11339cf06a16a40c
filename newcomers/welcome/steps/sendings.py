"""One day's sending of one step: a campaign without a user, frozen when it starts.

The caller holds the package's lock and the people's.
"""

from datetime import datetime

from core.clock import local_day
from core.mail.outbox.services import queue_many
from core.sms.messages import is_offered
from core.world_languages import nearest
from newcomers.choices import Wish
from newcomers.models import Newcomer
from newcomers.welcome.choices import Channel
from newcomers.welcome.editions import frozen
from newcomers.welcome.models import Campaign, CampaignEdition, Delivery, PackageStep
from newcomers.welcome.sending import KINDS, outgoing

BATCH = 500
ON_PAPER = Channel.BOOKLET


def channel_for(newcomer: Newcomer) -> Channel:
    """How a step reaches them: as they wish where that can be, else by what they have, else on paper."""
    by_mail = bool(newcomer.email) and not newcomer.address_fault
    by_sms = is_offered() and newcomer.has_mobile
    if newcomer.channel == Wish.BOOKLET:
        return ON_PAPER
    if by_sms and (newcomer.channel == Wish.SMS or not by_mail):
        return Channel.SMS
    return Channel.EMAIL if by_mail else ON_PAPER


def start_daily(*, step: PackageStep, people: list[Newcomer], now: datetime) -> Campaign:
    """Send `step` to `people`, each over the channel that reaches them: today's sending.

    What is on paper waits for the host. A bounded number of statements for each 500 people.
    """
    step = PackageStep.objects.select_related("package__municipality", "live_revision").get(pk=step.pk)
    contents = frozen(step, now=now)
    campaign = Campaign.objects.create(
        municipality_id=step.municipality_id,
        package_id=step.package_id,
        step=step,
        day=local_day(now),
        created_at=now,
    )
    CampaignEdition.objects.bulk_create(
        CampaignEdition(campaign=campaign, language=language, content=content)
        for language, content in contents.items()
    )
    for first in range(0, len(people), BATCH):
        _queue(campaign, list(contents), people[first : first + BATCH], now)
    return campaign


def _queue(campaign: Campaign, languages: list[str], people: list[Newcomer], now: datetime) -> None:
    deliveries = Delivery.objects.bulk_create(
        Delivery(
            campaign=campaign,
            newcomer=person,
            package_id=campaign.package_id,
            step_id=campaign.step_id,
            channel=channel_for(person),
            language=nearest(languages, person.language) or languages[0],
        )
        for person in people
    )
    for channel, kind in KINDS.items():
        messages = [outgoing(delivery) for delivery in deliveries if delivery.channel == channel]
        queue_many(kind=kind, messages=messages, now=now)
