"""What others need so that their calendar follows ours: what was changed, and what is gone."""

from contextlib import closing
from datetime import datetime, timedelta
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection
from django.db.models import Count, F
from django.utils import timezone

from events.dates.services import cancel_date
from events.exchange.forgetting import forget_changes
from events.exchange.models import PublicChange
from events.models import Event, EventText, Occurrence
from events.moderation.services import take_down
from organisations.models import Municipality, Organisation, Venue
from tests import factories

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


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
    since = timezone.now().isoformat()
    first = changed(client, limit="3", updated_since=since)
    factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=9))
    rest = changed(client, limit="3", updated_since=since, cursor=first["next"])
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 2, None)
    # What is written while somebody reads comes the next time, however long they read.
    assert since <= first["updated_until"] == rest["updated_until"] <= timezone.now().isoformat()


@pytest.mark.django_db(transaction=True)
def test_what_is_being_written_is_told_of_the_next_time(client, date):
    """By another one who has begun and is not done: what they note now is of before whoever asks."""
    before = timezone.now()
    factories.an_occurrence(date.event, starts_at=date.starts_at + WEEK)
    other = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor})
    with closing(other), other.transaction(force_rollback=True):
        other.execute("SELECT pg_current_xact_id()")
        waiting = changed(client)["updated_until"]
        assert datetime.fromisoformat(waiting) == other.execute("SELECT now()").fetchone()[0]
    assert before.isoformat() <= waiting < changed(client)["updated_until"]


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        (lambda date: date.delete(), True),
        (lambda date: factories.an_occurrence(date.event, starts_at=date.starts_at + WEEK), False),
        (lambda date: Occurrence.objects.update(starts_at=F("starts_at") - timedelta(hours=1)), False),
        (
            lambda date: EventText.objects.create(
                event=date.event, language="uk", title="Кафе", state="human"
            ),
            False,
        ),
        (lambda date: EventText.objects.update(title="Kafé"), False),
        (lambda date: EventText.objects.all().delete(), False),
        (lambda date: date.event.co_organisers.add(factories.an_organisation("Røde Kors")), False),
        (lambda date: Venue.objects.filter(pk=date.venue_id).update(step_free="no"), False),
        (lambda date: Organisation.objects.filter(pk=date.organisation_id).update(name="Nytt navn"), False),
        (lambda date: Municipality.objects.filter(pk="1818").update(name="Herøy kommune"), False),
        (lambda date: Municipality.objects.filter(pk="1818").update(is_active=False), True),
    ],
    ids=[
        *("last date deleted", "date made", "date moved", "words added", "words changed", "words gone"),
        *("partner", "place", "organisation", "municipality renamed", "municipality left"),
    ],
)
def test_activity_is_news_when_anything_that_it_says_is_different(client, date, change, gone):
    change(date)
    assert set(news(client, "events")) == {(str(date.event_id), gone)}


def test_partner_that_leaves_or_is_renamed_is_news_of_the_activity(client, date):
    partner = factories.an_organisation("Røde Kors")
    date.event.co_organisers.add(partner)
    for change in (
        lambda: Organisation.objects.filter(pk=partner.pk).update(name="Raude Kross"),
        lambda: date.event.co_organisers.remove(partner),
    ):
        PublicChange.objects.all().delete()
        change()
        assert news(client, "events") == [(str(date.event_id), False)]


def test_many_dates_at_once_are_noted_once_for_their_activity(date):
    rows = [
        Occurrence(
            **{
                name: getattr(date, name)
                for name in ("event", "series", "organisation", "municipality", "venue")
            },
            category=date.category,
            is_public=True,
            original_slot=f"2026{number}",
            starts_at=date.starts_at + timedelta(days=number),
            ends_at=date.ends_at + timedelta(days=number),
        )
        for number in range(10, 40)
    ]
    Occurrence.objects.bulk_create(rows)
    noted = PublicChange.objects.values_list("kind").annotate(Count("pk"))
    assert dict(noted.order_by()) == {"date": 30, "event": 1}
    PublicChange.objects.all().delete()
    Occurrence.objects.exclude(pk=date.pk).delete()
    assert dict(noted.order_by()) == {"date": 30, "event": 1}


def test_what_was_long_ago_is_asked_for_anew(client, date):
    before = timezone.now() - timedelta(days=61)
    answer = client.get(f"/api/v1/occurrences?{urlencode({'updated_since': before.isoformat()})}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (410, "application/problem+json")
    PublicChange.objects.create(kind="date", key="x", municipality="1818", at=before)
    PublicChange.objects.create(kind="date", key="y", municipality="1818", at=timezone.now())
    assert forget_changes(now=timezone.now()) == 1
    assert [each.key for each in PublicChange.objects.all()] == ["y"]


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_changes_asks_three_queries(client, date, number, django_assert_num_queries):
    for day in range(number):
        factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=day + 1))
    with django_assert_num_queries(3):
        assert len(news(client)) == number
