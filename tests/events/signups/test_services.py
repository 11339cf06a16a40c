"""The rules of signing up and cancelling, and the race for the last place."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone
from django.utils.translation import override

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.models import Occurrence
from events.signups import exceptions, kinds, services
from events.signups.models import Signup
from tests import factories
from tests.proving import at_once, rounds

NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)
STARTS = datetime(2027, 1, 5, 17, 0, tzinfo=UTC)


def a_date(
    *, capacity: int | None = None, admission: str = "sign_up", live: bool = True, **fields
) -> Occurrence:
    event = factories.an_event(admission=admission, capacity=capacity, live=live)
    return factories.an_occurrence(event, starts_at=STARTS, **fields)


def sign_up(occurrence: Occurrence, *, email: str = "olena@example.org", now: datetime = NOW, **values):
    values = {"adults": 1, "children_0_5": 0, "children_6_12": 0, "youth_13_17": 0, **values}
    values.setdefault("name", "Olena Eksempel")
    values.setdefault("language", "uk")
    return services.sign_up(occurrence_id=occurrence.pk, email=email, now=now, **values)


@pytest.mark.django_db
def test_sign_up_saves_the_party_until_thirty_days_after_the_date():
    occurrence = a_date()
    result = sign_up(
        occurrence, name="  Olena   Eksempel ", email=" Olena@Example.org ", adults=2, children_0_5=1
    )
    assert result.created
    signup = Signup.objects.get()
    assert (signup.name, signup.email) == ("Olena Eksempel", "olena@example.org")
    assert signup.party_size == 3
    assert signup.expires_at == occurrence.ends_at + timedelta(days=30)
    assert signup.created_at == NOW


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "now", "code"),
    [
        ({"live": False}, NOW, "not_public"),
        ({"status": "cancelled"}, NOW, "cancelled"),
        ({"admission": "drop_in"}, NOW, "drop_in"),
        ({}, STARTS + timedelta(hours=2), "ended"),
    ],
)
def test_sign_up_is_refused_with_the_reason(fields, now, code):
    occurrence = a_date(**fields)
    with pytest.raises(exceptions.SignUpRefused) as caught:
        sign_up(occurrence, now=now)
    assert caught.value.code == code
    assert not Signup.objects.exists()


@pytest.mark.django_db
def test_sign_up_is_open_until_the_date_ends():
    assert sign_up(a_date(), now=STARTS + timedelta(hours=1)).created


@pytest.mark.django_db
def test_sign_up_counts_places_and_says_how_many_are_left():
    occurrence = a_date(capacity=4)
    sign_up(occurrence, adults=2, email="a@example.org")
    with pytest.raises(exceptions.IsFull) as caught:
        sign_up(occurrence, adults=2, children_6_12=1, email="b@example.org")
    assert caught.value.left == 2
    with override("en"):
        assert "only 2 places left" in str(caught.value)
    assert sign_up(occurrence, adults=2, email="b@example.org").created
    assert services.places_left(occurrence, now=NOW) == 0


@pytest.mark.django_db
def test_sign_up_again_returns_the_one_there_is_whatever_the_case():
    occurrence = a_date()
    first = sign_up(occurrence)
    second = sign_up(occurrence, email="OLENA@example.ORG", adults=5)
    assert not second.created
    assert second.signup == first.signup
    assert Signup.objects.get().adults == 5


@pytest.mark.django_db
def test_sign_up_after_cancelling_is_a_new_one():
    occurrence = a_date(capacity=1)
    first = sign_up(occurrence).signup
    assert services.cancel_signup(signup=first, now=NOW)
    assert sign_up(occurrence).created
    assert Signup.objects.confirmed().count() == 1


def asked_for(signup: Signup) -> list[datetime]:
    """When the mail with the link was asked for."""
    rows = OutboxMessage.objects.filter(kind=kinds.CONFIRMATION, recipient=f"signup:{signup.pk}")
    return list(rows.order_by("pk").values_list("created_at", flat=True))


@pytest.mark.django_db(transaction=True)
def test_full_date_answers_a_known_address_like_an_unknown_one_and_mails_the_link():
    occurrence = a_date(capacity=1)
    known = sign_up(occurrence).signup
    Signup.objects.update(firm_since=NOW)
    delivering.deliver_due(clock=lambda: NOW)
    later = NOW + timedelta(hours=1)
    refusals = []
    for email in ("olena@example.org", "somebody@example.org"):
        with pytest.raises(exceptions.IsFull) as caught:
            sign_up(occurrence, email=email, now=later)
        refusals.append(str(caught.value))
    assert refusals[0] == refusals[1]
    assert asked_for(known) == [NOW, later]


@pytest.mark.django_db(transaction=True)
def test_repeat_sends_the_mail_again_but_not_at_once():
    occurrence = a_date()
    signup = sign_up(occurrence).signup
    sign_up(occurrence, now=NOW + timedelta(minutes=11))
    # The first one has not left yet: nobody needs a second.
    assert asked_for(signup) == [NOW]
    delivering.deliver_due(clock=lambda: NOW)
    sign_up(occurrence, now=NOW + timedelta(minutes=9))
    assert asked_for(signup) == [NOW]
    sign_up(occurrence, now=NOW + timedelta(minutes=11))
    assert asked_for(signup) == [NOW, NOW + timedelta(minutes=11)]


@pytest.mark.django_db(transaction=True)
def test_sign_up_that_is_refused_asks_for_no_mail_and_one_that_stands_always_does():
    occurrence = a_date(capacity=1)
    with pytest.raises(exceptions.IsFull):
        sign_up(occurrence, adults=2)
    assert not OutboxMessage.objects.exists()
    signup = sign_up(occurrence).signup
    assert asked_for(signup) == [NOW]


@pytest.mark.django_db
def test_sign_up_by_phone_is_found_again_by_the_number():
    occurrence = a_date()
    first = sign_up(occurrence, email="", phone="900 00 000")
    assert first.created
    assert not sign_up(occurrence, email="", phone="900 00 000").created
    assert sign_up(occurrence, email="", phone="900 00 001").created


@pytest.mark.django_db
def test_cancel_gives_the_places_back_once():
    occurrence = a_date(capacity=2)
    signup = sign_up(occurrence, adults=2).signup
    assert services.cancel_signup(signup=signup, now=NOW)
    assert not services.cancel_signup(signup=signup, now=NOW + timedelta(hours=1))
    signup.refresh_from_db()
    assert (signup.status, signup.cancelled_at) == ("cancelled", NOW)
    assert services.places_left(occurrence, now=NOW) == 2


@pytest.mark.django_db
def test_cancel_is_refused_when_the_date_is_over():
    signup = sign_up(a_date()).signup
    with pytest.raises(exceptions.HasEnded):
        services.cancel_signup(signup=signup, now=STARTS + timedelta(hours=3))
    signup.refresh_from_db()
    assert signup.status == "confirmed"


def ask(occurrence: Occurrence, email: str, now: datetime) -> str:
    try:
        sign_up(occurrence, email=email, now=now)
    except exceptions.IsFull:
        return "full"
    return "in"


@pytest.mark.prove
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_last_place_goes_to_one_of_two_who_ask_at_the_same_moment():
    event = factories.an_event(admission="sign_up", capacity=3)
    now = timezone.now()
    for number in range(rounds(short=2, whole=50)):
        occurrence = factories.an_occurrence(event, starts_at=now + timedelta(days=1 + number))
        sign_up(occurrence, email="first@example.org", adults=2, now=now)
        people = ["anna@example.org", "berit@example.org"]
        outcomes = at_once(partial(ask, occurrence, now=now), people)
        assert sorted(outcomes) == ["full", "in"]
        assert occurrence.signups.confirmed().places() == 3


@pytest.mark.prove
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_ten_places_go_to_ten_of_all_who_ask_at_the_same_moment():
    occurrence = factories.an_occurrence(factories.an_event(admission="sign_up", capacity=10))
    people = [f"p{number}@example.org" for number in range(rounds(short=20, whole=200))]
    outcomes = Counter(at_once(partial(ask, occurrence, now=timezone.now()), people))
    assert outcomes == {"in": 10, "full": len(people) - 10}
    assert occurrence.signups.confirmed().places() == occurrence.signups.count() == 10


@pytest.mark.prove
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_same_address_from_two_tabs_at_the_same_moment_is_one_sign_up():
    event = factories.an_event(admission="sign_up")
    now = timezone.now()
    for number in range(rounds(short=2, whole=50)):
        occurrence = factories.an_occurrence(event, starts_at=now + timedelta(days=1 + number))
        results = at_once(lambda date: sign_up(date, now=now), [occurrence, occurrence])
        assert sorted(result.created for result in results) == [False, True]
        assert occurrence.signups.count() == 1
