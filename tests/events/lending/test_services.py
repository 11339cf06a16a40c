"""Things are lent to one at a time, and who had one is forgotten when it is back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.clock import local_day
from core.privacy import purge
from events.lending import services
from events.lending.models import LentHere, Loan, Thing
from events.lending.services import NotFree, Want
from events.models import Occurrence
from events.signups.models import Signup
from tests import factories
from tests.proving import at_once, rounds

BOOTS = Want("ski_boots", "38")


def a_date(**fields) -> Occurrence:
    event = factories.an_event(admission="sign_up", equipment_to_borrow=True, **fields)
    return factories.an_occurrence(event)


def boots(date: Occurrence, number: int = 1) -> list[Thing]:
    services.add_things(
        organisation=date.organisation, kind="ski_boots", sizes=["38"], words="", number=number
    )
    return list(Thing.objects.all())


@pytest.mark.django_db
def test_what_one_has_asked_for_nobody_else_gets_that_day_and_giving_up_frees_it():
    date, now = a_date(), timezone.now()
    boots(date)
    first, second = factories.a_signup(date), factories.a_signup(date, name="Amal")
    assert services.free_at(date, now=now) == {BOOTS: 1}
    services.ask_for(signup=first, wants=[BOOTS], now=now)
    assert services.free_at(date, now=now) == {}
    with pytest.raises(NotFree):
        services.ask_for(signup=second, wants=[BOOTS], now=now)
    other_day = factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=1))
    assert services.free_at(other_day, now=now) == {BOOTS: 1}
    Signup.objects.filter(pk=first.pk).update(status="cancelled", cancelled_at=now)
    assert services.free_at(date, now=now) == {BOOTS: 1}
    (loan,) = services.ask_for(signup=second, wants=[BOOTS], now=now)
    assert list(Loan.objects.all()) == [loan]


@pytest.mark.django_db
def test_asking_again_takes_the_place_of_what_was_asked_for():
    date, now = a_date(), timezone.now()
    boots(date)
    signup = factories.a_signup(date)
    services.ask_for(signup=signup, wants=[BOOTS], now=now)
    assert services.free_at(date, now=now) == {}
    services.ask_for(signup=signup, wants=[BOOTS], now=now)
    services.ask_for(signup=signup, wants=[], now=now)
    assert not Loan.objects.exists()


@pytest.mark.django_db
def test_handed_out_it_is_out_until_it_is_back_and_then_nobody_knows_who_had_it():
    date, now = a_date(), timezone.now()
    (thing,) = boots(date)
    signup = factories.a_signup(date)
    (loan,) = services.ask_for(signup=signup, wants=[BOOTS], now=now)
    day = local_day(date.starts_at)
    services.hand_out(thing=thing, loan=loan, until=day, now=now)
    # The sign-up may end: who has it is known until it is back.
    signup.delete()
    (out,) = Loan.objects.all()
    assert (out.borrower, out.occurrence, out.signup) == ("Olena Eksempel", date, None)
    assert services.free_at(date, now=now) == {}
    with pytest.raises(services.IsOut):
        services.hand_out(thing=thing, borrower="Amal", until=day, now=now)
    with pytest.raises(services.IsOut):
        services.remove_thing(thing=thing, now=now)
    assert services.take_back(thing=thing) is True
    assert services.take_back(thing=thing) is False
    assert not Loan.objects.exists()
    assert services.free_at(date, now=now) == {BOOTS: 1}


@pytest.mark.django_db
def test_what_should_have_been_back_is_promised_to_nobody():
    date, now = a_date(), timezone.now()
    (thing,) = boots(date)
    Thing.objects.update(out_until=local_day(now) - timedelta(days=1))
    assert services.free_at(date, now=now) == {}
    # Back before the date, as somebody has said: free.
    far = factories.an_occurrence(date.event, starts_at=now + timedelta(days=9))
    Thing.objects.update(out_until=local_day(now) + timedelta(days=2))
    assert services.free_at(far, now=now) == {BOOTS: 1}
    assert thing.pk


@pytest.mark.django_db
def test_a_borrower_is_forgotten_whatever_becomes_of_the_thing():
    date, now = a_date(), timezone.now()
    (thing,) = boots(date)
    services.hand_out(thing=thing, borrower="Amal", until=local_day(now), now=now)
    purge.purge_expired(now=now + timedelta(days=89))
    assert Loan.objects.count() == 1
    purge.purge_expired(now=now + timedelta(days=91))
    assert not Loan.objects.exists()
    thing.refresh_from_db()
    assert thing.is_out
    services.take_back(thing=thing)
    services.hand_out(thing=thing, borrower="Olena", until=local_day(now), now=now)


@pytest.mark.django_db
def test_an_activity_lends_what_was_chosen_for_it():
    date, now = a_date(), timezone.now()
    boots(date)
    services.add_things(organisation=date.organisation, kind="other", sizes=[""], words="Kajakk", number=2)
    assert services.free_at(date, now=now) == {BOOTS: 1, Want("other", "Kajakk"): 2}
    LentHere.objects.create(event=date.event, kinds=["other"])
    assert services.free_at(date, now=now) == {Want("other", "Kajakk"): 2}
    date.event.equipment_to_borrow = False
    assert services.free_at(date, now=now) == {}


@pytest.mark.django_db
def test_a_loan_knows_who_it_is_in_one_way():
    date = a_date()
    (thing,) = boots(date)
    signup = factories.a_signup(date)
    for wrong in ({"borrower": "Amal", "signup": signup, "occurrence": date}, {"borrower": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Loan.objects.create(thing=thing, expires_at=timezone.now(), **wrong)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_the_last_one_at_once_one_gets_it():
    for number in range(rounds(short=2, whole=50)):
        date = a_date(title=f"Skitur {number}")
        boots(date, 2)
        signups = [factories.a_signup(date, name=f"Person {each}") for each in range(8)]

        def ask(signup: Signup) -> bool:
            try:
                services.ask_for(signup=signup, wants=[BOOTS], now=timezone.now())
            except NotFree:
                return False
            return True

        assert sum(at_once(ask, signups)) == 2
        assert Loan.objects.filter(occurrence=date).count() == 2
        things = [loan.thing_id for loan in Loan.objects.filter(occurrence=date)]
        assert len(set(things)) == 2
