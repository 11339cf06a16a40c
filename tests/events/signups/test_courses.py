"""One sign-up for every date of a course, or for several dates: rows tied together, all or none."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox.models import OutboxMessage
from events.models import Event, Occurrence
from events.signups import kinds, services
from events.signups.exceptions import IsFull
from events.signups.models import Signup
from tests import factories
from tests.proving import at_once, rounds

NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)
PARTY = {"adults": 1, "children_0_5": 0, "children_6_12": 0, "youth_13_17": 0}


def dates_of(
    kind: str = "course", *, capacity: int | None = 2, first: datetime | None = None, number: int = 3
):
    event = factories.an_event(admission="sign_up", signup_for=kind, capacity=capacity)
    first = first or NOW + timedelta(days=7)
    return [factories.an_occurrence(event, starts_at=first + timedelta(weeks=week)) for week in range(number)]


def ask(date: Occurrence, name: str, *, now: datetime = NOW, **values) -> Signup:
    values = {"email": f"{name}@example.org", "language": "nb", **PARTY, **values}
    made = services.sign_up(occurrence_id=date.pk, name=name, now=now, **values)
    return services.confirm_signup(signup=made.signup, now=now)


@pytest.mark.django_db
def test_a_course_is_every_date_to_come_with_one_mail_and_one_link():
    dates = dates_of()
    Occurrence.objects.filter(pk=dates[1].pk).update(status="cancelled")
    signup = ask(dates[0], "anna")
    rows = Signup.objects.filter(booking=signup.booking)
    assert {row.occurrence_id for row in rows} == {dates[0].pk, dates[2].pk}
    assert all(row.is_firm and row.is_course for row in rows)
    assert OutboxMessage.objects.filter(kind=kinds.CONFIRMATION).count() == 1
    assert services.places_left(dates[2], now=NOW) == 1


@pytest.mark.django_db
def test_a_course_is_all_or_nothing_and_waits_as_one():
    dates = dates_of(capacity=1)
    first = ask(dates[0], "anna")
    with pytest.raises(IsFull):
        ask(dates[2], "berit")
    waits = ask(dates[2], "berit", waits=True)
    assert set(Signup.objects.filter(booking=waits.booking).values_list("status", flat=True)) == {"waiting"}
    # One date of three is no course.
    services.cancel_signup(signup=first, now=NOW)
    assert waits.__class__.objects.filter(booking=waits.booking, status="waiting").count() == 3
    services.cancel_signup(signup=Signup.objects.get(name="anna", occurrence=dates[1]), now=NOW, whole=True)
    assert Signup.objects.filter(booking=waits.booking, status="confirmed").count() == 3
    assert OutboxMessage.objects.filter(kind=kinds.PROMOTED).count() == 1


@pytest.mark.django_db
def test_later_dates_of_a_course_are_joined_once_and_not_by_who_left():
    dates = dates_of(capacity=5)
    signup = ask(dates[0], "anna")
    last = Signup.objects.get(booking=signup.booking, occurrence=dates[2])
    services.cancel_signup(signup=last, now=NOW)
    assert services.join_later_dates(now=NOW) == 0
    new = factories.an_occurrence(dates[0].event, starts_at=NOW + timedelta(days=60))
    assert services.join_later_dates(now=NOW) == 1
    assert services.join_later_dates(now=NOW) == 0
    row = Signup.objects.get(occurrence=new)
    assert (row.booking, row.status, row.is_firm) == (signup.booking, "confirmed", True)
    Signup.objects.filter(pk=last.pk).update(receipt_left_at=NOW)
    services.erase_served(now=NOW + timedelta(days=2))
    assert services.join_later_dates(now=NOW + timedelta(days=2)) == 0


@pytest.mark.django_db
def test_another_party_is_for_every_date_of_the_course():
    dates = dates_of(capacity=3)
    signup = ask(dates[0], "anna")
    assert services.change_party(signup=signup, now=NOW, **{**PARTY, "adults": 3})
    assert {row.party_size for row in Signup.objects.all()} == {3}


@pytest.mark.django_db
def test_several_dates_are_ticked_and_each_has_its_own_list(client):
    now = timezone.now()
    dates = dates_of("several", capacity=1, first=now + timedelta(days=7))
    ask(dates[1], "anna", now=now)
    url = f"/en/heroy-nordland/events/{dates[0].public_id}/sign-up/"
    page = client.get(url).content.decode()
    assert str(dates[2].public_id) in page
    assert "waiting list" in page
    typed = {"name": "Berit", "email": "b@example.org", "adults": "1"}
    both = typed | {"dates": [str(dates[1].public_id)]}
    assert client.post(url, both).status_code == 409
    response = client.post(url, both | {"waits": "on"})
    assert response.status_code == 302
    rows = Signup.objects.filter(name="Berit")
    assert dict(rows.values_list("occurrence", "status")) == {
        dates[0].pk: "confirmed",
        dates[1].pk: "waiting",
    }
    assert len(set(rows.values_list("booking", flat=True))) == 1
    assert OutboxMessage.objects.filter(recipient__in=[f"signup:{row.pk}" for row in rows]).count() == 1


@pytest.mark.django_db
def test_a_date_of_another_activity_cannot_be_ticked(client):
    dates = dates_of("several", first=timezone.now() + timedelta(days=7))
    other = factories.an_occurrence(factories.an_event(admission="sign_up"))
    typed = {"name": "Berit", "email": "b@example.org", "adults": "1", "dates": [str(other.public_id)]}
    url = reverse("sign_up", args=["heroy-nordland", dates[0].public_id])
    assert client.post(url, typed).status_code == 400
    assert not Signup.objects.exists()


@pytest.mark.django_db
def test_the_organiser_chooses_and_everybody_reads_it(client):
    date = dates_of("course", first=timezone.now() + timedelta(days=7))[0]
    page = client.get(f"/en/heroy-nordland/events/{date.public_id}/").content.decode()
    assert "One sign-up is for all dates." in page


@pytest.mark.prove
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_courses_asked_for_from_different_dates_at_once_never_wait_for_each_other():
    for number in range(rounds(short=2, whole=20)):
        dates = dates_of(capacity=4)
        asks = [
            partial(
                services.sign_up,
                occurrence_id=dates[each % 3].pk,
                name=f"p{each}",
                email=f"p{each}-{number}@example.org",
                language="nb",
                waits=True,
                now=NOW,
                **PARTY,
            )
            for each in range(12)
        ]
        at_once(lambda do: do(), asks)
        for date in dates:
            assert date.signups.confirmed().places() == 4
        event = Event.objects.get(pk=dates[0].event_id)
        assert Signup.objects.filter(occurrence__event=event).waiting().count() == 8 * 3
