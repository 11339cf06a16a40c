"""What was asked for and is to be had no longer: another one like it, or a message."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.clock import local_day
from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.lending import services
from events.lending.models import Loan, Thing
from events.lending.promises import NOT_TO_BE_HAD
from events.lending.services import NotFree
from events.lending.wanting import Want
from events.models import Occurrence
from events.signups.besides import move_with
from events.signups.models import Signup
from events.signups.services import cancel_signup
from tests import factories

pytestmark = pytest.mark.django_db
BOOTS = Want("ski_boots", "38")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def date() -> Occurrence:
    return factories.an_occurrence(factories.an_event(admission="sign_up", equipment_to_borrow=True))


def boots(date: Occurrence, number: int = 1, size: str = "38") -> list[Thing]:
    services.add_things(
        organisation=date.organisation, kind="ski_boots", sizes=[size], words="", number=number
    )
    return list(Thing.objects.order_by("pk"))


def who_waits(date: Occurrence, name: str, now: datetime) -> Signup:
    return factories.a_signup(date, name=name, status="waiting", waits_since=now)


def told() -> list[str]:
    return sorted(OutboxMessage.objects.filter(kind=NOT_TO_BE_HAD).values_list("recipient", flat=True))


def has(signup: Signup) -> list[str]:
    return list(Loan.objects.filter(signup=signup).values_list("thing__size", flat=True))


def test_who_waits_does_not_keep_the_last_one_from_who_has_places(date, now):
    boots(date)
    waits, comes = who_waits(date, "Amal", now), factories.a_signup(date)
    services.ask_for(signup=waits, wants=[BOOTS], now=now)
    assert services.free_at(date, now=now) == {BOOTS: 1}
    assert services.free_at(date, now=now, waits=True) == {}
    services.ask_for(signup=comes, wants=[BOOTS], now=now)
    assert (has(comes), has(waits)) == (["38"], [])
    assert told() == [f"signup:{waits.pk}"]


def test_who_waits_goes_over_to_another_one_before_anybody_is_told(date, now):
    first, second = boots(date, number=2)
    waits, others = who_waits(date, "Amal", now), [factories.a_signup(date, name=f"P{n}") for n in range(2)]
    services.ask_for(signup=waits, wants=[BOOTS], now=now)
    services.ask_for(signup=others[0], wants=[BOOTS], now=now)
    assert (has(waits), told()) == (["38"], [])
    services.ask_for(signup=others[1], wants=[BOOTS], now=now)
    assert (has(waits), told()) == ([], [f"signup:{waits.pk}"])
    assert {loan.thing_id for loan in Loan.objects.all()} == {first.pk, second.pk}


def test_who_waits_takes_nothing_from_who_has_waited_for_longer(date, now):
    boots(date)
    services.ask_for(signup=who_waits(date, "Amal", now), wants=[BOOTS], now=now)
    with pytest.raises(NotFree):
        services.ask_for(signup=who_waits(date, "Eva", now), wants=[BOOTS], now=now)


def test_who_gets_places_has_what_they_wished_for_from_then_on(date, now):
    boots(date)
    Occurrence.objects.filter(pk=date.pk).update(
        starts_at=now + timedelta(days=5), ends_at=now + timedelta(days=6)
    )
    date.event.capacity = 1
    date.event.save()
    comes, waits = factories.a_signup(date), who_waits(date, "Amal", now)
    services.ask_for(signup=waits, wants=[BOOTS], now=now)
    cancel_signup(signup=comes, now=now)
    waits.refresh_from_db()
    assert waits.status == "confirmed"
    date.refresh_from_db()
    assert services.free_at(date, now=now) == {}


def test_an_address_that_nobody_has_confirmed_gives_way_as_its_places_do(date, now):
    boots(date)
    stranger = factories.a_signup(date, name="Ukjent", firm_since=None, mail_left_at=now - timedelta(hours=2))
    services.ask_for(signup=stranger, wants=[BOOTS], now=now)
    comes = factories.a_signup(date)
    services.ask_for(signup=comes, wants=[BOOTS], now=now)
    assert (has(comes), has(stranger)) == (["38"], [])


def test_taken_off_the_list_whoever_had_asked_gets_another_or_is_told_in_their_language(date, now):
    first, second = boots(date, number=2)
    amal = factories.a_signup(date, name="Amal", email="amal@example.org", language="uk")
    services.ask_for(signup=amal, wants=[BOOTS], now=now)
    assert services.remove_thing(thing=first, now=now) == []
    assert (has(amal), told()) == (["38"], [])
    assert services.remove_thing(thing=second, now=now) == [amal]
    assert has(amal) == []
    delivering.deliver_due(clock=lambda: now)
    (letter,) = mail.outbox
    assert letter.to == ["amal@example.org"]
    assert "38" in letter.body
    assert "Ваш запис" in letter.body


def test_taken_off_the_list_the_organiser_reads_whom_to_call(client, organiser, organisation):
    event = factories.an_event(organisation=organisation, admission="sign_up", equipment_to_borrow=True)
    date, now = factories.an_occurrence(event), timezone.now()
    (thing,) = boots(date)
    signup = factories.a_signup(date, name="Olena", email="", phone="76123456")
    services.ask_for(signup=signup, wants=[BOOTS], now=now)
    client.force_login(organiser)
    with override("en"):
        remove = reverse("portal_thing_remove", args=[thing.pk])
    assert "1 sign-up has asked for it." in client.get(remove).content.decode()
    page = client.post(remove, follow=True).content.decode()
    assert "Call and say that it cannot be had" in page
    assert "Olena" in page
    assert told() == []


def test_another_size_is_not_what_was_asked_for(date, now):
    (thing,) = boots(date)
    signup = factories.a_signup(date)
    services.ask_for(signup=signup, wants=[BOOTS], now=now)
    values = {"kind": "ski_boots", "size": "38", "words": "nr. 4"}
    assert services.change_thing(thing=thing, values=values, now=now) == []
    assert has(signup) == ["38"]
    assert services.change_thing(thing=thing, values={**values, "size": "39"}, now=now) == [signup]
    assert told() == [f"signup:{signup.pk}"]


def test_handed_out_for_longer_whoever_asked_for_it_later_is_told(date, now):
    (thing,) = boots(date)
    signup = factories.a_signup(date)
    services.ask_for(signup=signup, wants=[BOOTS], now=now)
    before = local_day(date.starts_at) - timedelta(days=1)
    if before >= local_day(now):
        services.hand_out(thing=thing, borrower="Eva", until=before, now=now)
        assert told() == []
        services.take_back(thing=thing)
    services.hand_out(thing=thing, borrower="Eva", until=local_day(date.starts_at), now=now)
    assert told() == [f"signup:{signup.pk}"]


def test_who_moves_to_another_date_takes_it_along_or_is_told(date, now):
    boots(date)
    later = factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=7))
    last = factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=14))
    services.ask_for(signup=factories.a_signup(last, name="Eva"), wants=[BOOTS], now=now)
    signup = factories.a_signup(date)
    services.ask_for(signup=signup, wants=[BOOTS], now=now)
    signup = move_with(signup=signup, occurrence_id=later.pk, now=now)
    (loan,) = Loan.objects.filter(signup=signup)
    assert (loan.occurrence, loan.expires_at) == (later, signup.expires_at)
    assert services.free_at(date, now=now) == {BOOTS: 1}
    move_with(signup=signup, occurrence_id=last.pk, now=now)
    assert (has(signup), told()) == ([], [f"signup:{signup.pk}"])


def test_a_date_that_is_moved_to_a_day_on_which_it_is_taken_finds_another_or_tells(date, now):
    boots(date)
    later = factories.an_occurrence(date.event, starts_at=date.starts_at + timedelta(days=7))
    services.ask_for(signup=factories.a_signup(later, name="Eva"), wants=[BOOTS], now=now)
    signup = factories.a_signup(date)
    services.ask_for(signup=signup, wants=[BOOTS], now=now)
    ends_at = later.ends_at + timedelta(hours=5)
    starts_at = later.starts_at + timedelta(hours=1)
    Occurrence.objects.filter(pk=date.pk).update(starts_at=starts_at, ends_at=ends_at)
    services.move_dates(occurrence_ids=[date.pk], now=now)
    assert (has(signup), told()) == ([], [f"signup:{signup.pk}"])
