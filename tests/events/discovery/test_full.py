"""A full date invites nobody: not in the list, not on its page, not in the form."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.signups.models import Signup
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/en/heroy-nordland/events/"


@pytest.fixture
def date(heroy):
    return factories.an_occurrence(factories.an_event(admission="sign_up", capacity=2))


def invited(client, date) -> dict[str, bool]:
    """Whether each page invites to `date`."""
    page = client.get(f"{LIST}{date.public_id}/").content.decode()
    sign_up = f"{LIST}{date.public_id}/sign-up/"
    return {
        "list": "Full" not in client.get(LIST).content.decode(),
        "series": "Full" not in client.get(f"{LIST}?view=series").content.decode(),
        "page": sign_up in page and "Full: every place is taken" not in page,
        "form": "waiting list" not in client.get(sign_up).content.decode(),
    }


def test_full_date_says_so_wherever_it_would_invite(client, date):
    factories.a_signup(date, adults=1)
    assert set(invited(client, date).values()) == {True}
    factories.a_signup(date, adults=1)
    assert set(invited(client, date).values()) == {False}


def test_places_that_give_way_are_offered(client, date):
    factories.a_signup(date, adults=2, firm_since=None, mail_left_at=timezone.now())
    assert set(invited(client, date).values()) == {False}
    Signup.objects.update(mail_left_at=timezone.now() - timedelta(hours=2))
    assert set(invited(client, date).values()) == {True}


def test_list_takes_one_query_more_for_all_dates_with_a_limit(client, date, django_assert_max_num_queries):
    factories.an_occurrence()
    for _ in range(3):
        with django_assert_max_num_queries(6):
            client.get(LIST)
        factories.an_occurrence(factories.an_event(admission="sign_up", capacity=9))
