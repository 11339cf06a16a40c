"""Places that are firm, places that give way, and requests by telephone: never more taken than there are."""

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from core.mail.outbox import delivering
from events.models import Occurrence
from events.signups import counting, exceptions, services
from events.signups.models import Signup
from tests import factories
from tests.proving import at_once, rounds

NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def date(db) -> Occurrence:
    return a_date()


def a_date(capacity: int = 16) -> Occurrence:
    event = factories.an_event(admission="sign_up", capacity=capacity)
    return factories.an_occurrence(event, starts_at=datetime(2027, 1, 5, 17, 0, tzinfo=UTC))


def sign_up(occurrence: Occurrence, email: str = "olena@example.org", *, now: datetime = NOW, **values):
    values = {"adults": 1, "children_0_5": 0, "children_6_12": 0, "youth_13_17": 0, **values}
    values = {"name": "Olena Eksempel", "language": "uk", **values}
    return services.sign_up(occurrence_id=occurrence.pk, email=email, now=now, **values).signup


def greedy(occurrence: Occurrence, *, left_at: datetime | None = NOW, places: int = 16) -> Signup:
    """Every place, for an address that nobody reads; its mail left at `left_at`."""
    signup = sign_up(occurrence, "nobody@example.org", adults=places)
    Signup.objects.filter(pk=signup.pk).update(mail_left_at=left_at)
    return signup


def states(occurrence: Occurrence) -> dict[str, str]:
    return dict(occurrence.signups.values_list("email", "status"))


def test_one_anonymous_request_keeps_no_place_for_good(date):
    greedy(date)
    with pytest.raises(exceptions.IsFull):
        sign_up(date, now=NOW + HOUR - timedelta(seconds=1))
    assert sign_up(date, now=NOW + HOUR).status == "confirmed"
    assert states(date) == {"nobody@example.org": "released", "olena@example.org": "confirmed"}


def test_unconfirmed_places_stay_while_nobody_needs_them(date):
    greedy(date, places=15)
    sign_up(date, now=NOW + 5 * HOUR)
    assert set(states(date).values()) == {"confirmed"}
    assert date.signups.confirmed().places() == 16


def test_places_give_way_only_when_that_is_enough_and_the_oldest_first(date):
    sign_up(date, "firm@example.org", adults=10, by_organiser=True)
    for number, minutes in [(1, 20), (2, 10), (3, 30)]:
        signup = sign_up(date, f"p{number}@example.org", adults=2)
        Signup.objects.filter(pk=signup.pk).update(mail_left_at=NOW + timedelta(minutes=minutes))
    later = NOW + 2 * HOUR
    with pytest.raises(exceptions.IsFull) as refused:
        sign_up(date, "crowd@example.org", adults=7, now=later)
    assert refused.value.left == 6
    assert set(states(date).values()) == {"confirmed"}
    sign_up(date, "two@example.org", adults=3, now=later)
    assert states(date) == {
        "firm@example.org": "confirmed",
        "p1@example.org": "released",
        "p2@example.org": "released",
        "p3@example.org": "confirmed",
        "two@example.org": "confirmed",
    }


def test_mail_that_has_not_left_keeps_the_places_and_asking_again_does_not_prolong_it(date):
    waiting = greedy(date, left_at=None)
    with pytest.raises(exceptions.IsFull):
        sign_up(date, now=NOW + 9 * HOUR)
    delivering.deliver_due(clock=lambda: NOW)
    assert services.request_confirmation(signup=waiting, now=NOW + HOUR / 2)
    delivering.deliver_due(clock=lambda: NOW + HOUR / 2)
    assert sign_up(date, now=NOW + HOUR).status == "confirmed"


def test_confirmed_within_the_hour_never_gives_way(date):
    mine = greedy(date)
    assert services.confirm_signup(signup=mine, now=NOW + HOUR / 2) == mine
    for later in (HOUR, 30 * HOUR):
        with pytest.raises(exceptions.IsFull):
            sign_up(date, now=NOW + later)
    assert states(date) == {"nobody@example.org": "confirmed"}


def test_who_confirms_too_late_gets_places_if_there_are_any(date):
    late = greedy(date)
    other = sign_up(date, now=NOW + HOUR)
    with pytest.raises(exceptions.IsFull):
        services.confirm_signup(signup=late, now=NOW + HOUR)
    assert services.cancel_signup(signup=other, now=NOW + HOUR)
    assert services.confirm_signup(signup=late, now=NOW + HOUR).is_firm
    assert date.signups.confirmed().places() == 16


def test_confirming_does_not_bring_back_what_was_cancelled(date):
    mine = sign_up(date)
    services.cancel_signup(signup=mine, now=NOW)
    assert services.confirm_signup(signup=mine, now=NOW).status == "cancelled"


def test_telephone_alone_waits_for_the_organiser_and_takes_no_places(date):
    request = sign_up(date, "", phone="900 00 000", adults=16)
    assert request.status == "requested"
    assert services.places_left(date, now=NOW) == 16
    assert services.accept_request(signup=request, now=NOW)
    assert not services.accept_request(signup=request, now=NOW)
    assert services.places_left(date, now=NOW) == 0


def test_yes_comes_too_late_when_the_places_have_gone(date):
    request = sign_up(date, "", phone="900 00 000", adults=2)
    sign_up(date, adults=15)
    with pytest.raises(exceptions.IsFull):
        services.accept_request(signup=request, now=NOW)
    request.refresh_from_db()
    assert request.status == "requested"


def test_no_keeps_nothing(date):
    request = sign_up(date, "", phone="900 00 000")
    assert services.decline_request(signup=request, now=NOW)
    assert not Signup.objects.exists()


def test_organiser_who_enters_somebody_makes_it_firm(date):
    unconfirmed = sign_up(date)
    sign_up(date, by_organiser=True)
    sign_up(date, "", phone="900 00 000", by_organiser=True)
    assert date.signups.firm().count() == 2
    unconfirmed.refresh_from_db()
    assert unconfirmed.is_firm


def test_many_dates_are_counted_like_one(date, django_assert_num_queries):
    other = a_date(capacity=3)
    greedy(date)
    sign_up(other, adults=2)
    for now in (NOW, NOW + HOUR):
        with django_assert_num_queries(1):
            counted = counting.places_left_at([date, other], now)
        assert counted == {each.pk: services.places_left(each, now=now) for each in (date, other)}


@pytest.mark.prove
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("old", [0, 16])
def test_many_at_once_get_exactly_what_there_is(old):
    """`old` places are held by addresses that nobody confirmed; some of them confirm in the same moment."""
    occurrence = a_date()
    holders = [sign_up(occurrence, f"old{number}@example.org") for number in range(old)]
    Signup.objects.update(mail_left_at=NOW)
    now = NOW + HOUR
    people = rounds(short=40, whole=200)
    asked = [("new", number) for number in range(people)] + [
        ("confirm", number) for number in range(old // 2)
    ]
    queue, lock, outcomes = list(asked), threading.Lock(), []
    most: list[int] = []

    def work() -> None:
        try:
            while True:
                with lock:
                    if not queue:
                        return
                    kind, number = queue.pop(0 if len(queue) % 2 else -1)
                try:
                    if kind == "new":
                        sign_up(occurrence, f"new{number}@example.org", now=now)
                    else:
                        services.confirm_signup(signup=holders[number], now=now)
                    outcome = "in"
                except exceptions.IsFull:
                    outcome = "full"
                outcomes.append((kind, outcome))
                most.append(occurrence.signups.confirmed().places())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(outcomes) == len(asked)
    assert max(most) <= 16
    assert occurrence.signups.confirmed().places() == 16
    firm = occurrence.signups.firm().count()
    assert firm == outcomes.count(("confirm", "in"))
    assert occurrence.signups.filter(email__startswith="new").confirmed().count() <= 16 - firm


@pytest.mark.prove
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_confirming_and_needing_at_the_same_moment_ends_with_one_of_the_two():
    def run(act) -> None:
        with suppress(exceptions.IsFull):
            act()

    for _ in range(rounds(short=2, whole=50)):
        occurrence = a_date(capacity=1)
        mine = greedy(occurrence, places=1)

        acts = [
            lambda mine=mine: services.confirm_signup(signup=mine, now=NOW + HOUR),
            lambda occurrence=occurrence: sign_up(occurrence, now=NOW + HOUR),
        ]
        at_once(run, acts)
        # Who confirms second has come too late, who asks second finds nothing left.
        assert occurrence.signups.confirmed().count() == 1


def test_cancelled_sign_up_keeps_numbers_only_a_day_after_its_mail(date):
    told = factories.a_signup(date, status="cancelled", cancelled_at=NOW, receipt_left_at=NOW, adults=3)
    untold = factories.a_signup(date, status="cancelled", cancelled_at=NOW)
    phoned = factories.a_signup(date, status="cancelled", cancelled_at=NOW, email="", phone="900 00 000")
    released = factories.a_signup(date, status="released", cancelled_at=NOW, receipt_left_at=NOW)
    coming = factories.a_signup(date)
    link = told.public_id
    assert services.erase_served(now=NOW + timedelta(hours=23)) == 0
    assert services.erase_served(now=NOW + timedelta(hours=24)) == 3
    assert set(Signup.objects.filter(erased_at__isnull=False)) == {told, phoned, released}
    told.refresh_from_db()
    assert (told.name, told.email, told.phone, told.language, told.adults) == ("", "", "", "", 3)
    assert told.public_id != link
    assert told.expires_at == date.ends_at + timedelta(days=30)
    assert services.erase_served(now=NOW + timedelta(days=7)) == 1
    untold.refresh_from_db()
    coming.refresh_from_db()
    assert (untold.name, coming.name) == ("", "Olena Eksempel")


def test_activity_that_becomes_one_of_faith_keeps_nobody(date):
    signup = factories.a_signup(date)
    asked = factories.a_signup(date, status="requested", email="", phone="900 00 000", firm_since=None)
    date.event.category = "tro-livssyn"
    date.event.save()
    Occurrence.objects.filter(pk=date.pk).update(category="tro-livssyn")
    date.refresh_from_db()
    assert date.event.admission == "drop_in"
    with pytest.raises(exceptions.DropIn):
        sign_up(date, "new@example.org")
    assert services.erase_served(now=NOW) == 2
    for row in (signup, asked):
        row.refresh_from_db()
        assert (row.status, row.name, row.email, row.phone) == ("cancelled", "", "", "")
