"""Whom the portal is for: the same answers as the rules themselves give, asked once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.clock import local_day
from core.models import User
from home.portal import reader_of
from organisations.models import Municipality, Organisation, Substitution
from organisations.roles import IN_A_REGION, Capability, Role
from organisations.tenancy.grants import grant_role
from tests import factories

pytestmark = pytest.mark.django_db


def agrees(user: User) -> bool:
    """Whether all capabilities are what the querysets say."""
    reader, places = reader_of(user, now=timezone.now()), Municipality.objects
    here = [place for place in Capability if reader.may(place)]
    reached = [place for place in Capability if reader.reaches(place)]
    return here == [each for each in Capability if places.where_user_may(user, each).exists()] and (
        reached == [each for each in Capability if places.where_user_reaches(user, each).exists()]
    )


@pytest.mark.parametrize("role", Role.values)
def test_each_role_opens_what_the_rules_say(heroy, role):
    user = factories.a_user()
    where = {"region": heroy.county} if role in IN_A_REGION else {"municipality": heroy}
    grant_role(user=user, role=role, **where)
    assert agrees(user)


def test_who_stands_in_for_a_host_may_what_a_host_may(heroy, host):
    now = timezone.now()
    day = local_day(now)
    user = factories.a_user()
    facts = {"municipality": heroy, "absent": host, "user": user, "named_at": now}
    Substitution.objects.create(first_day=day, last_day=day, **facts)
    assert reader_of(user, now=now).may(Capability.WELCOME)
    assert agrees(user)
    assert not reader_of(user, now=now + timedelta(days=1)).may(Capability.WELCOME)


def test_superuser_may_everything_and_belongs_to_nothing(heroy):
    user = factories.a_user(is_superuser=True)
    assert agrees(user)
    assert reader_of(user, now=timezone.now()).organisations == []


def test_outsider_and_member_may_nothing_and_belong_to_their_own(outsider, organiser, organisation):
    assert list(reader_of(outsider, now=timezone.now()).organisations) == list(
        Organisation.objects.with_member(outsider).values_list("pk", flat=True)
    )
    assert reader_of(organiser, now=timezone.now()).organisations == [organisation.pk]
    assert agrees(organiser)


def test_reader_is_two_questions(organiser, django_assert_num_queries):
    with django_assert_num_queries(2):
        reader_of(organiser, now=timezone.now())
