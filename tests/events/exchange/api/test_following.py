"""What others need so that their calendar follows ours: what was changed, and what is gone."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from events.dates.services import cancel_date
from events.exchange.forgetting import forget_changes
from events.exchange.models import PublicChange
from events.models import Event, Occurrence
from events.moderation.services import take_down
from organisations.models import Municipality, Organisation, Venue
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def date():
    made = factories.an_occurrence(factories.an_event())
    PublicChange.objects.all().delete()
    return made


def changed(client, name: str = "occurrences", **asked: str) -> dict:
    asked = {"updated_since": (timezone.now() - timedelta(minutes=5)).isoformat(), **asked}
    return client.get(f"/api/v1/{name}?{urlencode(asked)}").json()


def news(client, name: str = "occurrences", **asked: str) -> list[tuple[str, bool]]:
    return [(str(item["id"]), item["gone"]) for item in changed(client, name, **asked)["items"]]


def test_nothing_changed_is_nothing(client, date):
    assert news(client) == []


def test_new_date_and_cancelled_date_come_as_they_are(client, date):
    new = factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=7))
    cancel_date(occurrence=date, user=None, now=timezone.now())
    answer = changed(client)
    said = [(item["id"], item["status"], item["gone"]) for item in answer["items"]]
    assert said == [
        (str(new.public_id), "scheduled", False),
        (str(date.public_id), "cancelled", False),
    ]


@pytest.mark.parametrize(
    "go",
    [
        lambda date: Occurrence.objects.filter(pk=date.pk).update(is_public=False),
        lambda date: Occurrence.objects.filter(pk=date.pk).update(is_silent=True),
        lambda date: date.delete(),
        lambda date: Municipality.objects.filter(pk=date.municipality_id).update(is_active=False),
        lambda date: take_down(event=date.event, user=None, now=timezone.now()),
    ],
    ids=["hidden", "silent", "deleted", "municipality left", "taken down"],
)
def test_what_is_shown_no_longer_is_gone(client, date, go):
    public_id = str(date.public_id)
    go(date)
    assert news(client) == [(public_id, True)]
    assert news(client, municipality="1818") == [(public_id, True)]
    assert client.get(f"/api/v1/occurrences/{public_id}").status_code == 404


def test_what_comes_back_is_there_again(client, date):
    Occurrence.objects.update(is_silent=True)
    Occurrence.objects.update(is_silent=False)
    assert news(client) == [(str(date.public_id), False)]


def test_what_moves_to_another_municipality_is_gone_in_the_first(client, date):
    factories.a_municipality("1804", "Bodø")
    Occurrence.objects.update(municipality="1804")
    assert news(client, municipality="1818") == [(str(date.public_id), True)]
    assert news(client, municipality="1804") == [(str(date.public_id), False)]
    assert news(client) == [(str(date.public_id), False)]


def test_what_becomes_of_another_kind_is_gone_of_the_first(client, date):
    Occurrence.objects.update(category="mat")
    assert news(client, category="sprakkafe") == [(str(date.public_id), True)]
    assert news(client, category="mat") == [(str(date.public_id), False)]


def test_what_nobody_sees_is_no_news(client, date):
    Occurrence.objects.update(confirmed_at=timezone.now(), asked_at=timezone.now())
    hidden = factories.an_occurrence(factories.an_event("Utkast", live=False))
    hidden.delete()
    assert news(client) == []


def test_activities_organisations_and_places_are_followed(client, date):
    date.event.live = False
    date.event.save()
    assert (str(date.event_id), True) in news(client, "events")
    Organisation.objects.filter(pk=date.organisation_id).update(hidden_at=timezone.now())
    assert news(client, "organisations") == [(str(date.organisation_id), True)]
    Venue.objects.filter(pk=date.venue_id).update(name="Storstua")
    assert news(client, "venues") == [(str(date.venue_id), False)]
    other = factories.a_venue("Et annet hus")
    Venue.objects.filter(pk=date.venue_id).update(merged_into=other)
    assert sorted(news(client, "venues")) == sorted([(str(other.pk), False), (str(date.venue_id), True)])
    Event.objects.filter(pk=date.event_id).delete()
    assert (str(date.event_id), True) in news(client, "events")


def test_pages_and_the_next_question_lead_on(client, date):
    for day in range(1, 5):
        factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=day))
    since = (timezone.now() - timedelta(minutes=5)).isoformat()
    first = changed(client, limit="3", updated_since=since)
    rest = changed(client, limit="3", updated_since=since, cursor=first["next"])
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 1, None)
    # Some minutes back: nothing is lost that was being written.
    assert first["updated_until"] >= since
    assert first["updated_until"] <= timezone.now().isoformat()


def test_what_was_long_ago_is_asked_for_anew(client, date):
    before = timezone.now() - timedelta(days=61)
    answer = client.get(f"/api/v1/occurrences?{urlencode({'updated_since': before.isoformat()})}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (410, "application/problem+json")
    PublicChange.objects.create(kind="date", key="x", municipality="1818", at=before)
    PublicChange.objects.create(kind="date", key="y", municipality="1818", at=timezone.now())
    assert forget_changes(now=timezone.now()) == 1
    assert [each.key for each in PublicChange.objects.all()] == ["y"]


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_changes_asks_two_queries(client, date, number, django_assert_num_queries):
    for day in range(number):
        factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=day + 1))
    with django_assert_num_queries(2):
        assert len(news(client)) == number
