"""A date that is on right now, and somebody else who counts at it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Occurrence
from tests import factories


@pytest.fixture
def today(organisation) -> Occurrence:
    event = factories.an_event(admission="sign_up", capacity=50, organisation=organisation)
    date = factories.an_occurrence(event)
    date.starts_at, date.ends_at = timezone.now() - timedelta(minutes=10), timezone.now() + timedelta(hours=1)
    date.save()
    return date


@pytest.fixture
def other(organisation):
    return factories.a_member(organisation, user=factories.a_user("Anne Annen"))
