"""A full date: an ordered list, and places that go to the next whose party fits."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from core.mail.outbox.models import OutboxMessage
from events.models import Event, Occurrence
from events.signups import kinds, services
from events.signups.exceptions import IsFull
from events.signups.models import Signup
from events.signups.services.waiting_list import promote
from tests import factories
from tests.proving import at_once, rounds

NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)
STARTS = datetime(2027, 1, 12, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_date(capacity: int | None = 2, *, starts_at: datetime = STARTS, **fields) -> Occurrence:
    event = factories.an_event(admission="sign_up", capacity=capacity, **fields)
    return factories.an_occurrence(event, starts_at=starts_at)


def ask(
    date: Occurrence, email: str, *, firm: bool = True, now: datetime = NOW, **values
) -> services.SignedUp:
    values = {"adults": 1, "children_0_5": 0, "children_6_12": 0, "youth_13_17": 0, "waits": True, **values}
    address = email and f"{email}@example.org"
    made = services.sign_up(
        occurrence_id=date.pk, name=email or "Kari", email=address, language="nb", now=now, **values
    )
    if firm and email:
        services.confirm_signup(signup=made.signup, now=now)
    return made


def stands(date: Occurrence) -> dict[str, str]:
    return dict(date.signups.order_by("pk").values_list("name", "status"))


def kinds_to(signup: Signup) -> list[str]:
    rows = OutboxMessage.objects.filter(recipient=kinds.recipient_of(signup)).order_by("pk")
    return list(rows.values_list("kind", flat=True))


@pytest.mark.django_db
def test_who_finds_it_full_may_wait_and_has_a_number():
    date = a_date(2)
    assert ask(date, "anna", adults=2).number == 0
    with pytest.raises(IsFull):
        ask(date, "berit", waits=False)
    assert [ask(date, name).number for name in ("berit", "carl")] == [1, 2]
    carl = Signup.objects.get(name="carl")
    assert services.number_on_list(carl) == 2
    assert services.numbers_on_lists([date.pk])[carl.pk] == 2
    assert kinds_to(carl) == [kinds.WAITING]
    assert services.places_left(date, now=NOW) == 0


@pytest.mark.django_db
def test_a_repeat_is_answered_as_a_first_and_keeps_its_number():
    date = a_date(1)
    anna = ask(date, "anna").signup
    berit = ask(date, "berit").signup
    assert ask(date, "berit").number == ask(date, "berit").number == 2
    assert ask(date, "anna").number == 2
    assert stands(date) == {"anna": "confirmed", "berit": "waiting"}
    assert services.number_on_list(Signup.objects.get(pk=berit.pk)) == 1
    assert Signup.objects.get(pk=anna.pk).is_firm


@pytest.mark.django_db
def test_places_go_to_the_next_whose_party_fits():
    date = a_date(3)
    one = ask(date, "one").signup
    ask(date, "two", adults=2)
    ask(date, "large", adults=2)
    ask(date, "small")
    services.cancel_signup(signup=one, now=NOW)
    assert stands(date) == {"one": "cancelled", "two": "confirmed", "large": "waiting", "small": "confirmed"}
    assert kinds_to(Signup.objects.get(name="small"))[-1] == kinds.PROMOTED
    services.cancel_signup(signup=Signup.objects.get(name="two"), now=NOW)
    assert stands(date)["large"] == "confirmed"


@pytest.mark.django_db
def test_who_asks_later_never_comes_before_who_waits():
    date = a_date(2)
    Event.objects.filter(pk=date.event_id).update(capacity=1)
    ask(date, "one")
    ask(date, "waits")
    Event.objects.filter(pk=date.event_id).update(capacity=2)
    assert ask(date, "late").number == 1
    assert stands(date) == {"one": "confirmed", "waits": "confirmed", "late": "waiting"}


@pytest.mark.django_db
def test_the_round_gives_what_time_and_a_higher_number_make_free():
    date = a_date(1)
    ask(date, "asleep", firm=False)
    ask(date, "next")
    Signup.objects.filter(name="asleep").update(mail_left_at=NOW)
    assert services.promote_all(now=NOW + HOUR / 2) == 0
    assert services.promote_all(now=NOW + HOUR) == 1
    assert stands(date) == {"asleep": "released", "next": "confirmed"}
    ask(date, "third")
    Event.objects.filter(pk=date.event_id).update(capacity=5)
    assert services.promote_all(now=NOW + HOUR) == 1
    assert services.promote_all(now=NOW + HOUR) == 0


@pytest.mark.django_db
def test_who_has_not_pressed_the_button_is_passed_over_and_keeps_the_number():
    date = a_date(1)
    one = ask(date, "one").signup
    asleep = ask(date, "asleep", firm=False).signup
    ask(date, "awake")
    Signup.objects.filter(name="asleep").update(mail_left_at=NOW)
    services.cancel_signup(signup=one, now=NOW + 2 * HOUR)
    assert stands(date) == {"one": "cancelled", "asleep": "waiting", "awake": "confirmed"}
    services.confirm_signup(signup=asleep, now=NOW + 2 * HOUR)
    services.cancel_signup(signup=Signup.objects.get(name="awake"), now=NOW + 3 * HOUR)
    assert stands(date)["asleep"] == "confirmed"


@pytest.mark.django_db
def test_near_the_date_places_are_offered_and_go_on_to_the_next():
    date = a_date(1, starts_at=NOW + 20 * HOUR)
    one = ask(date, "one").signup
    second, third = ask(date, "second").signup, ask(date, "third").signup
    services.cancel_signup(signup=one, now=NOW)
    second.refresh_from_db()
    assert (second.status, second.offered_until) == ("offered", NOW + 3 * HOUR)
    assert services.places_left(date, now=NOW) == 0
    assert kinds_to(second)[-1] == kinds.OFFERED
    services.promote_all(now=NOW + 3 * HOUR)
    assert stands(date) == {"one": "cancelled", "second": "released", "third": "offered"}
    assert kinds_to(second)[-1] == kinds.RELEASED
    kept = services.confirm_signup(signup=third, now=NOW + 4 * HOUR)
    assert (kept.status, kept.offered_until) == ("confirmed", None)


@pytest.mark.django_db
def test_an_offer_at_night_is_open_until_the_day_has_begun():
    night = datetime(2027, 1, 2, 23, 0, tzinfo=UTC)
    date = a_date(1, starts_at=datetime(2027, 1, 3, 17, 0, tzinfo=UTC))
    one = ask(date, "one").signup
    ask(date, "second")
    services.cancel_signup(signup=one, now=night)
    assert Signup.objects.get(name="second").offered_until == datetime(2027, 1, 3, 10, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_who_can_only_be_called_is_kept_a_place_until_the_organiser_has_called():
    date = a_date(1)
    owner = factories.a_member(date.organisation, role="owner")
    one = ask(date, "one").signup
    kari = ask(date, "", phone="75 00 00 20").signup
    assert kari.status == "waiting"
    services.cancel_signup(signup=one, now=NOW)
    kari.refresh_from_db()
    assert (kari.status, kari.offered_until) == ("requested", NOW + 24 * HOUR)
    assert services.places_left(date, now=NOW) == 0
    assert OutboxMessage.objects.filter(kind=kinds.REQUESTED, recipient=f"user:{owner.pk}").exists()
    assert services.accept_request(signup=kari, now=NOW)
    assert stands(date)["Kari"] == "confirmed"


@pytest.mark.django_db
def test_a_smaller_party_leaves_places_to_who_waits():
    date = a_date(3)
    family = ask(date, "family", adults=3).signup
    ask(date, "next", adults=2)
    party = {"adults": 1, "children_0_5": 0, "children_6_12": 0, "youth_13_17": 0}
    assert services.change_party(signup=family, now=NOW, **party)
    assert stands(date) == {"family": "confirmed", "next": "confirmed"}
    with pytest.raises(IsFull) as refused:
        services.change_party(signup=family, now=NOW, **{**party, "adults": 2})
    assert refused.value.left == 1


@pytest.mark.django_db
def test_the_organiser_gives_a_place_where_there_is_room():
    date = a_date(2)
    ask(date, "one", adults=2)
    waits = ask(date, "large", adults=3).signup
    with pytest.raises(IsFull):
        services.give_place(signup=waits, now=NOW)
    Event.objects.filter(pk=date.event_id).update(capacity=5)
    assert services.give_place(signup=waits, now=NOW)
    assert kinds_to(waits)[-1] == kinds.PROMOTED
    assert not services.give_place(signup=waits, now=NOW)


@pytest.mark.django_db
def test_a_cancelled_date_promotes_nobody_and_the_list_is_there_when_it_is_back():
    date = a_date(1)
    one = ask(date, "one").signup
    ask(date, "next")
    Occurrence.objects.filter(pk=date.pk).update(status="cancelled")
    services.cancel_signup(signup=one, now=NOW)
    assert stands(date)["next"] == "waiting"
    Occurrence.objects.filter(pk=date.pk).update(status="scheduled")
    assert services.promote_all(now=NOW) == 1


@pytest.mark.django_db
def test_a_long_list_is_not_read_where_no_place_is_free(django_assert_num_queries):
    """Two hundred who want ten seats at once would each read all who came before."""
    date = a_date(1)
    assert ask(date, "one").number == 0
    for number in range(6):
        ask(date, f"waits{number}", firm=False)
        if number in (0, 5):
            with django_assert_num_queries(3):
                assert promote([date], now=NOW) == 0
    Event.objects.filter(pk=date.event_id).update(capacity=3)
    assert promote([Occurrence.objects.get(pk=date.pk)], now=NOW) == 2


@pytest.mark.django_db
def test_who_waited_for_a_date_that_is_over_is_forgotten():
    date = a_date(1)
    ask(date, "one")
    ask(date, "waits")
    over = date.ends_at + timedelta(minutes=1)
    services.erase_served(now=over)
    assert services.erase_served(now=over + timedelta(days=1)) == 1
    assert sorted(date.signups.values_list("name", "status")) == [("", "released"), ("one", "confirmed")]


@pytest.mark.prove
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_for_ten_seats_are_ten_and_an_ordered_list():
    event = factories.an_event(admission="sign_up", capacity=10)
    many = rounds(short=40, whole=200)
    for number in range(rounds(short=2, whole=50)):
        date = factories.an_occurrence(event, starts_at=STARTS + timedelta(days=number))
        people = [f"p{each}" for each in range(many)]
        at_once(partial(ask, date, firm=False), people)
        assert date.signups.confirmed().places() == 10
        waiting = list(date.signups.waiting())
        assert len(waiting) == many - 10
        assert [services.number_on_list(each) for each in waiting[:5]] == [1, 2, 3, 4, 5]
        assert sorted(services.numbers_on_lists([date.pk]).values()) == list(range(1, many - 9))


@pytest.mark.prove
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_cancelling_and_asking_at_once_leaves_no_place_empty_and_none_twice():
    event = factories.an_event(admission="sign_up", capacity=5)
    for number in range(rounds(short=2, whole=20)):
        date = factories.an_occurrence(event, starts_at=STARTS + timedelta(days=number))
        first = [ask(date, f"a{each}").signup for each in range(10)]
        some = [partial(services.cancel_signup, signup=each, now=NOW) for each in first[:4]]
        others = [partial(ask, date, f"b{each}", firm=False) for each in range(8)]
        at_once(lambda do: do(), [*some, *others])
        assert date.signups.taking().places() == 5
        # Those who waited first have them.
        assert date.signups.confirmed().filter(name__startswith="b").count() == 0
