"""Rows about people end by themselves, with a log that names nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import privacy
from core.models import Purge
from events.signups.models import Signup
from newcomers.models import Newcomer
from tests import factories

pytestmark = pytest.mark.django_db


def test_personal_models_each_name_a_stated_purpose():
    slugs = {purpose.slug for purpose in privacy.PURPOSES}
    assert set(privacy.personal_models()) == {Signup, Newcomer}
    assert {model.purpose for model in privacy.personal_models()} <= slugs


def test_purge_expired_deletes_only_what_has_passed_its_end():
    now = timezone.now()
    over = factories.a_newcomer(expires_at=now - timedelta(seconds=1))
    kept = factories.a_newcomer(expires_at=now + timedelta(days=1))
    assert privacy.purge_expired(now=now) == 1
    assert list(Newcomer.objects.all()) == [kept]
    (line,) = Purge.objects.all()
    assert (line.model, line.purpose, line.count) == ("newcomers.Newcomer", "welcome", 1)
    assert over.email not in str(vars(line))


def test_purge_expired_of_nothing_logs_nothing():
    assert privacy.purge_expired(now=timezone.now()) == 0
    assert not Purge.objects.exists()
