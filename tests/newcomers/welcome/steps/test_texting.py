"""A step by SMS: one line and the link, by day, or the mail instead; why it could not leave is kept."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from core.mail.outbox.kinds import NotYet
from core.mail.outbox.making import has_instead
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms.parts import parts_of
from newcomers.welcome.models import Delivery, LetterLink
from newcomers.welcome.sending import TEXT_KIND
from newcomers.welcome.steps import texting
from newcomers.welcome.steps.daily import send_due
from newcomers.welcome.whom import EVERYONE, judged
from tests import factories
from tests.texting import WITH_SMS

pytestmark = pytest.mark.django_db

AT = datetime(2027, 1, 10, 7, tzinfo=UTC)
NOW = datetime(2027, 1, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def sms(settings):
    settings.SMS = WITH_SMS
    settings.BASE_URL = "https://moteplass.example"


@pytest.fixture
def texted(steps, heroy):
    """Somebody without an e-mail address gets the first step; returns the outbox's row."""

    def make(language: str = "nb", **fields) -> OutboxMessage:
        person = factories.a_newcomer(
            municipality=heroy,
            name="Anna",
            phone="+4790123456",
            language=language,
            created_at=AT,
            arrived_month=date(2027, 1, 1),
            expires_at=datetime(2028, 1, 1, tzinfo=UTC),
            **fields,
        )
        if "email" not in fields:
            type(person).objects.filter(pk=person.pk).update(email="")
        send_due(now=NOW)
        return OutboxMessage.objects.get(kind=TEXT_KIND)

    return make


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_it_is_one_line_and_a_short_link_in_the_persons_language(client, texted, language):
    row = texted(language)
    message = texting.make_text(row, NOW)
    assert (message.to, message.payer, message.language) == ("+4790123456", "1818", language)
    assert "\n" not in message.text
    # Nothing but a space stands beside the address.
    assert re.search(r"(^| )https://\S+/w/[\w-]{22}/( |$)", message.text)
    # An Arabic or Ukrainian one has 67 signs in a part.
    assert parts_of(message.text).number <= (2 if language in ("nb", "nn", "en") else 3)
    [token] = re.findall(r"https://moteplass\.example/w/([\w-]{22})/", message.text)
    assert LetterLink.objects.get().medium == "sms"
    with time_machine.travel(NOW):
        response = client.get(reverse("short_link", args=[token]))
    assert response.status_code == 302
    assert response["Location"] == f"https://moteplass.example/{language}/welcome/{token}/"


def test_how_to_stop_is_said_the_first_time(texted, heroy):
    row = texted()
    assert texting.make_text(row, NOW).text.endswith("Svar STOPP for å slippe flere.")
    delivery = Delivery.objects.get()
    delivery.newcomer.told_at = NOW
    delivery.newcomer.save()
    assert "STOPP" not in texting.make_text(row, NOW).text


def test_nobodys_telephone_rings_at_night(texted):
    row = texted()
    with pytest.raises(NotYet):
        texting.is_wanted_now(row, datetime(2027, 1, 10, 22, tzinfo=UTC))
    assert texting.is_wanted_now(row, NOW)


def test_whoever_has_both_and_wishes_sms_gets_the_mail_where_sms_cannot_leave(texted):
    row = texted(email="anna@example.org", channel="sms")
    assert texting.mail_instead(row, NOW).to == ["anna@example.org"]
    row.reason = Why.OVER_BUDGET
    texting.text_recorded(row, NOW)
    row.is_instead, row.state, row.reason = True, OutboxMessage.State.SENT, ""
    texting.text_recorded(row, NOW)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reason, delivery.channel) == ("sent", "over_budget", "sms")
    assert delivery.newcomer.told_at == NOW


def test_asking_whether_there_is_a_mail_instead_mints_no_link(texted):
    row = texted(email="anna@example.org", channel="sms")
    assert has_instead(row, NOW)
    assert not LetterLink.objects.exists()


def test_whoever_has_only_a_number_is_listed_with_the_reason(texted):
    row = texted()
    assert texting.mail_instead(row, NOW) is None
    row.state, row.reason = OutboxMessage.State.SKIPPED, Why.OVER_BUDGET
    texting.text_recorded(row, NOW)
    assert Delivery.objects.values_list("state", "reason").get() == ("skipped", "over_budget")


def test_what_the_telephone_did_not_take_has_failed(texted):
    row = texted()
    row.state = OutboxMessage.State.SENT
    texting.text_recorded(row, NOW)
    assert Delivery.objects.get().state == "sent"
    row.state, row.reason = OutboxMessage.State.FAILED, Why.NOT_DELIVERED
    texting.text_recorded(row, NOW)
    assert Delivery.objects.values_list("state", "reason").get() == ("failed", "not_delivered")


@pytest.mark.parametrize(
    ("fields", "channel"),
    [
        ({"email": "a@example.org", "phone": "+4790123456"}, "email"),
        ({"email": "a@example.org", "phone": "+4790123456", "channel": "sms"}, "sms"),
        ({"email": "a@example.org", "phone": "+4790123456", "channel": "booklet"}, "booklet"),
        ({"email": "", "phone": "+4790123456", "channel": "email"}, "sms"),
        # A landline takes none.
        ({"email": "", "phone": "+4775000000"}, "booklet"),
        ({"email": "a@example.org", "address_fault": "full", "phone": "+4790123456"}, "sms"),
        ({"email": ""}, "booklet"),
    ],
)
def test_a_step_goes_the_way_that_reaches_them(steps, fields, channel):
    if "address_fault" in fields:
        fields = {**fields, "address_fault_at": NOW}
    person = factories.a_newcomer(language="nb", **fields)
    type(person).objects.filter(pk=person.pk).update(email=fields["email"])
    assert [person.by for person in judged(steps["arrival"], EVERYONE, now=NOW)] == [channel]


def test_without_a_provider_nothing_goes_by_sms(settings, steps):
    settings.SMS = {}
    person = factories.a_newcomer(language="nb", phone="+4790123456")
    type(person).objects.filter(pk=person.pk).update(email="")
    assert [person.by for person in judged(steps["arrival"], EVERYONE, now=NOW)] == ["booklet"]
    assert mail.outbox == []
