import pytest
from django.utils import timezone

from newcomers.welcome.editions import frozen
from newcomers.welcome.models import Campaign, CampaignEdition


@pytest.fixture
def campaign(step) -> Campaign:
    """A sending of the step, frozen in its languages, of which some are to have it on paper."""
    now = timezone.now()
    made = Campaign.objects.create(
        municipality=step.municipality, package=step.package, step=step, created_at=now
    )
    for language, content in frozen(step, now=now).items():
        CampaignEdition.objects.create(campaign=made, language=language, content=content)
    return made
