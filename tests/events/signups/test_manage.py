"""The link: another party, another date, "still coming", and places that are offered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from events.signups import kinds, services
from events.signups.links import token_for
from events.signups.mails import message
from events.signups.models import Signup
from tests import factories
from tests.texting import WITH_SMS

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PARTY = {"adults": "1", "youth_13_17": "0", "children_6_12": "0", "children_0_5": "0"}


@pytest.fixture
def dates():
    event = factories.an_event(admission="sign_up", capacity=3)
    return [factories.an_occurrence(event, starts_at=NOW + timedelta(days=number)) for number in (3, 10)]


def at(signup: Signup, page: str = "") -> str:
    return f"/en/sign-up/{token_for(signup)}/{page}"


def read(client, signup: Signup, page: str = "") -> str:
    return client.get(at(signup, page)).content.decode()


def test_another_party_is_typed_on_the_page_and_a_get_changes_nothing(client, dates):
    signup = factories.a_signup(dates[0], adults=1)
    page = read(client, signup, "?adults=3&children_6_12=0")
    assert 'value="3"' in page
    signup.refresh_from_db()
    assert signup.party_size == 1
    assert client.post(at(signup, "party/"), PARTY | {"adults": "3"}).status_code == 302
    signup.refresh_from_db()
    assert signup.party_size == 3


@pytest.mark.parametrize("adults", ["0", "-1", "500", "x"])
def test_a_party_that_cannot_be_is_said_so_and_nothing_is_changed(client, dates, adults):
    signup = factories.a_signup(dates[0], adults=2)
    assert client.post(at(signup, "party/"), PARTY | {"adults": adults}).status_code == 400
    signup.refresh_from_db()
    assert signup.party_size == 2


def test_more_than_there_is_room_for_says_how_many_there_is(client, dates):
    signup = factories.a_signup(dates[0], adults=1)
    factories.a_signup(dates[0], adults=1)
    response = client.post(at(signup, "party/"), PARTY | {"adults": "3"})
    assert response.status_code == 409
    assert "There is room for 2 people of you." in response.content.decode()


def test_signing_up_again_with_another_party_asks_by_mail_and_changes_nothing(dates):
    signup = factories.a_signup(dates[0], name="Olena", email="o@example.org", adults=1)
    numbers = {"adults": 2, "youth_13_17": 0, "children_6_12": 0, "children_0_5": 0}
    again = {"name": "olena", "email": "O@example.org", "language": "en", "now": NOW}
    services.sign_up(occurrence_id=dates[0].pk, **again, **numbers)
    signup.refresh_from_db()
    assert signup.adults == 1
    row = OutboxMessage.objects.get(recipient=kinds.recipient_of(signup))
    assert row.kind == kinds.PARTY


def test_another_date_is_chosen_among_those_with_room(client, dates):
    signup = factories.a_signup(dates[0], adults=2)
    waits = factories.a_signup(dates[0], adults=2, status="waiting", waits_since=NOW)
    assert str(dates[1].public_id) in read(client, signup, "move/")
    response = client.post(at(signup, "move/"), {"date": str(dates[1].public_id)})
    assert response.status_code == 302
    signup.refresh_from_db()
    waits.refresh_from_db()
    assert (signup.occurrence, waits.status) == (dates[1], "confirmed")
    assert signup.expires_at == dates[1].ends_at + timedelta(days=30)
    row = OutboxMessage.objects.get(kind=kinds.MOVED)
    assert (row.recipient, row.about) == (kinds.recipient_of(signup), f"occurrence:{dates[0].pk}")


def test_a_date_that_filled_up_meanwhile_is_said_so(client, dates):
    signup = factories.a_signup(dates[0], adults=2)
    factories.a_signup(dates[1], adults=3)
    response = client.post(at(signup, "move/"), {"date": str(dates[1].public_id)})
    assert response.status_code == 409
    signup.refresh_from_db()
    assert signup.occurrence == dates[0]


def test_still_coming_is_one_page_with_one_button(client, dates):
    signup = factories.a_signup(dates[0])
    assert "Yes, I am coming" in read(client, signup, "coming/")
    signup.refresh_from_db()
    assert signup.coming_at is None
    assert client.post(at(signup, "coming/")).status_code == 302
    signup.refresh_from_db()
    assert signup.coming_at is not None
    assert "The organiser sees that you are coming." in read(client, signup, "coming/")


def test_who_waits_reads_the_number_and_can_leave(client, dates):
    factories.a_signup(dates[0], adults=3)
    signup = factories.a_signup(dates[0], status="waiting", waits_since=NOW)
    page = read(client, signup)
    assert "You are number 1 on the waiting list." in page
    assert "Leave the waiting list" in read(client, signup, "cancel/")
    client.post(at(signup, "cancel/"))
    signup.refresh_from_db()
    assert signup.status == "cancelled"


def test_an_offer_is_taken_by_a_button(client, dates):
    until = timezone.now() + timedelta(hours=2)
    signup = factories.a_signup(dates[0], status="offered", waits_since=NOW, offered_until=until)
    assert "Yes, I want the places" in read(client, signup)
    assert client.post(at(signup, "confirm/")).status_code == 302
    signup.refresh_from_db()
    assert (signup.status, signup.is_firm) == ("confirmed", True)


def test_who_lost_the_places_may_wait_for_new_ones(client, dates):
    signup = factories.a_signup(dates[0], status="released", firm_since=None, cancelled_at=NOW)
    factories.a_signup(dates[0], adults=3)
    response = client.post(at(signup, "confirm/"))
    assert response.status_code == 409
    assert "Put me on the waiting list" in response.content.decode()
    client.post(at(signup, "confirm/"), {"waits": "on"})
    signup.refresh_from_db()
    assert (signup.status, services.number_on_list(signup)) == ("waiting", 1)


def test_a_move_strikes_the_old_date_out_of_the_calendar(dates):
    from events.signups.letters import About

    signup = factories.a_signup(dates[1], language="en")
    letter = message(kind=kinds.MOVED, signup=signup, now=NOW, about=About(left=dates[0]))
    [(_name, content, _type)] = letter.attachments
    text = content.decode() if isinstance(content, bytes) else content
    assert text.count("BEGIN:VEVENT") == 2
    assert (
        text.index(str(dates[1].public_id)) < text.index("STATUS:CONFIRMED") < text.index("STATUS:CANCELLED")
    )


def test_a_mobile_number_is_firm_by_the_link_like_an_address(client, dates, settings):
    settings.SMS = WITH_SMS
    numbers = {"adults": 1, "youth_13_17": 0, "children_6_12": 0, "children_0_5": 0}
    asked = {"name": "Samir", "email": "", "phone": "912 34 567", "language": "en", "now": NOW}
    signup = services.sign_up(occurrence_id=dates[0].pk, **asked, **numbers).signup
    assert (signup.status, signup.is_firm, signup.phone) == ("confirmed", False, "+4791234567")
    again = services.sign_up(occurrence_id=dates[0].pk, **asked | {"phone": "+47 91 23 45 67"}, **numbers)
    assert (again.signup, again.created) == (signup, False)
    assert OutboxMessage.objects.get().recipient == kinds.recipient_of(signup)
    client.post(at(signup, "confirm/"))
    signup.refresh_from_db()
    assert signup.is_firm


@pytest.mark.parametrize("kind", sorted(kinds.OF_A_PERSON))
def test_text_messages_say_who_writes_and_end_with_the_link(dates, settings, kind):
    from events.signups import texts
    from events.signups.letters import About

    settings.SMS = WITH_SMS
    status = {kinds.WAITING: "waiting", kinds.OFFERED: "offered"}.get(kind, "confirmed")
    signup = factories.a_signup(
        dates[0],
        email="",
        phone="+4791234567",
        language="en",
        status=status,
        waits_since=NOW,
        offered_until=NOW + timedelta(hours=3),
    )
    text = texts.of_kind(kind, signup, About(party={"adults": 2}))
    assert text.to == "+4791234567"
    assert text.text.startswith("Møteplass: ")
    assert "%(" not in text.text
    if kind != kinds.CANCELLED:
        assert "/sign-up/" in text.text.split()[-1]


def test_a_telephone_that_gets_no_message_waits_for_the_organiser(dates):
    """No provider when its turn comes: the message does not leave, and somebody has to call."""
    signup = factories.a_signup(dates[0], email="", phone="+4791234567", firm_since=None)
    OutboxMessage.objects.create(
        kind=kinds.CONFIRMATION,
        about=f"occurrence:{dates[0].pk}",
        recipient=kinds.recipient_of(signup),
        priority=10,
        due_at=NOW,
        wanted_until=NOW + timedelta(days=1),
        created_at=NOW,
    )
    delivering.deliver_due(clock=lambda: NOW)
    signup.refresh_from_db()
    assert signup.status == "requested"
