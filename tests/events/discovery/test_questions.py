"""A question to the organiser: one mail, no address shown, nothing kept."""

import pytest
from django.core import mail
from django.utils import timezone

from core import limits
from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from organisations.models import Organisation
from tests import factories

pytestmark = pytest.mark.django_db
QUESTION = {"words": "Чи можна прийти з дитиною?", "email": "olena@example.org", "name": "Olena"}


@pytest.fixture
def date(heroy):
    return factories.an_occurrence()


@pytest.fixture
def address(date):
    return f"/uk/heroy-nordland/events/{date.public_id}/ask/"


def test_a_question_reaches_the_organiser_who_answers_straight_to_the_asker(client, date, address):
    assert "post@motestedet.example" not in client.get(address).content.decode()
    assert client.post(address, QUESTION).url == f"{address}sent/"
    delivering.deliver_due()
    [letter] = mail.outbox
    assert (letter.to, letter.reply_to) == (["post@motestedet.example"], ["olena@example.org"])
    assert "Чи можна прийти з дитиною?" in letter.body
    assert "ukrainsk" in letter.body
    assert "Språkkafé på biblioteket" in letter.subject
    row = OutboxMessage.objects.get()
    assert (row.state, row.secret) == ("sent", None)
    assert "olena" not in f"{row.about} {row.recipient} {row.occasion}"


def test_the_same_question_sent_twice_is_one(client, address):
    for _time in range(2):
        assert client.post(address, QUESTION).status_code == 302
    client.post(address, QUESTION | {"words": "Noe annet?"})
    assert OutboxMessage.objects.count() == 2


def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(client, address):
    answer = client.post(address, {"words": "Hei?", "email": "nei"})
    assert answer.status_code == 400
    assert "Hei?" in answer.content.decode()
    assert client.post(address, {"words": "x" * 2001, "email": "a@example.org"}).status_code == 400
    assert not OutboxMessage.objects.exists()


def test_one_who_asks_too_often_is_told_to_wait(client, address):
    statuses = [client.post(address, QUESTION | {"words": f"{number}"}).status_code for number in range(8)]
    assert statuses == [302] * 6 + [429] * 2


def test_questions_use_up_no_log_in_codes_of_the_organiser(client, address, rf):
    for number in range(8):
        client.post(address, QUESTION | {"words": f"{number}"})
    request = rf.post("/", REMOTE_ADDR="203.0.113.7")
    limits.check_mail(request, to=Organisation.objects.get().email)


def test_markup_in_a_question_is_text(client, address):
    client.post(address, QUESTION | {"words": "<a href='https://evil.example'>x</a>"})
    delivering.deliver_due()
    html = mail.outbox[0].alternatives[0][0]
    assert "<a href='https://evil.example'>" not in html
    assert "evil.example" in html


@pytest.mark.parametrize(
    ("phone", "leads_to"), [("75000021", "tel:+4775000021"), ("", "/en/heroy-nordland/#host-heading")]
)
def test_without_an_address_there_is_a_telephone_or_the_host_and_no_form(client, heroy, phone, leads_to):
    organisation = factories.an_organisation(email="", phone=phone)
    date = factories.an_occurrence(factories.an_event(organisation=organisation))
    page = f"/en/heroy-nordland/events/{date.public_id}/"
    content = client.get(page).content.decode()
    assert f'href="{leads_to}"' in content
    assert "/ask/" not in content
    assert client.get(f"{page}ask/").url == f"{page}#organiser"
    assert client.post(f"{page}ask/", QUESTION).url == f"{page}#organiser"


def test_nothing_is_sent_when_the_organiser_has_no_address_any_longer(client, date, address):
    client.post(address, QUESTION)
    date.organisation.email = ""
    date.organisation.save()
    delivering.deliver_due(clock=timezone.now)
    assert mail.outbox == []
    assert OutboxMessage.objects.get().secret is None
