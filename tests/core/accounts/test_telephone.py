"""Log-in by a code to a mobile number that one has proved, where there is SMS; nobody learns whose it is."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from core.accounts import telephones
from core.accounts.telephones import NumberTaken, code_text, give_number
from core.languages import language_codes
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.sealing import unseal
from tests import factories
from tests.texting import WITH_SMS

pytestmark = pytest.mark.django_db
NOON = "2027-01-05T12:00:00Z"
NUMBER, OTHER = "+4741234567", "+4790123456"
CONFIRM = "/en/account/login/code/confirm/"
OWN = "/en/account/phone/change/"
PROVE = "/en/account/phone/verify/"


@pytest.fixture
def sms(settings):
    """This installation has a provider; what it is sent is seen in the outbox."""
    settings.SMS = WITH_SMS


@pytest.fixture
def volunteer(db):
    user = factories.a_user("Kari Eksempel", telephone=NUMBER)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def texts() -> list[dict[str, object]]:
    rows = OutboxMessage.objects.filter(kind=telephones.ACCOUNT_TEXT).order_by("pk")
    return [unseal(row.secret) for row in rows]


def the_code() -> str:
    [text] = texts()
    return str(text["code"])


def ask(client, login: str, road: str = "/en/account/login/"):
    return client.post(road, {"login": login, "email": login})


def confirm(client, code: str):
    return client.post(CONFIRM, {"code": code, "action": "verify"})


def logged_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def fresh(client, sms, volunteer):
    """The volunteer, who has just logged in with the number."""
    ask(client, NUMBER)
    confirm(client, the_code())
    OutboxMessage.objects.all().delete()
    return client


# --- Logging in


@pytest.mark.parametrize("road", ["/en/account/login/", "/en/account/login/code/"])
@pytest.mark.parametrize(
    "typed", ["41234567", "+47 412 34 567", "0047 41 23 45 67", "٤١٢٣٤٥٦٧", "412-34-567"]
)
def test_number_typed_as_people_type_it_leads_to_the_portal(client, sms, volunteer, road, typed):
    answer = ask(client, typed, road)
    assert (answer.status_code, answer.url) == (302, CONFIRM)
    assert list(get_messages(answer.wsgi_request)) == []
    [text] = texts()
    assert text["number"] == NUMBER
    page = client.get(CONFIRM).content.decode()
    assert "we have sent a code to it by SMS" in page
    assert "spam" not in page
    assert confirm(client, the_code()).url == "/en/portal/"
    assert mail.outbox == []


def test_e_mail_address_goes_on_working(client, sms, volunteer):
    ask(client, volunteer.email)
    assert texts() == []
    assert "spam" in client.get(CONFIRM).content.decode()


def test_code_is_of_eight_figures_in_two_groups_and_lies_sealed(client, sms, volunteer):
    ask(client, NUMBER)
    row = OutboxMessage.objects.get()
    code = the_code()
    assert (len(code), code[4], code.replace("-", "").isdecimal()) == (9, "-", True)
    assert (row.recipient, row.priority) == (f"user:{volunteer.pk}", 0)
    assert row.wanted_until - row.created_at == timedelta(minutes=10)
    for part in (code, NUMBER, NUMBER[3:]):
        assert part.encode() not in bytes(row.secret)
        assert part not in f"{row.kind} {row.about} {row.recipient} {row.occasion}"


@pytest.mark.parametrize("language", language_codes())
def test_text_says_the_code_first_and_is_one_part(language):
    with override(language):
        text = code_text("1234-5678")
    assert "1234-5678" in text[:11]
    assert "Møteplass" in text
    assert len(text) <= (160 if language in ("nb", "nn", "en") else 70)


def test_second_step_is_asked_for_after_the_code(client, sms, volunteer):
    Authenticator.objects.create(user=volunteer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    ask(client, NUMBER)
    assert confirm(client, the_code()).url.startswith("/en/account/2fa/authenticate/")
    assert not logged_in(client)


def test_wrong_codes_end_it_after_three(client, sms, volunteer):
    ask(client, NUMBER)
    code = the_code()
    for _try in range(3):
        assert not logged_in(client)
        confirm(client, "0000-000x")
    confirm(client, code)
    assert not logged_in(client)


def test_code_that_is_asked_for_again_takes_the_place_of_the_first(client, sms, volunteer):
    ask(client, NUMBER)
    first = the_code()
    client.post(CONFIRM, {"action": "resend"})
    confirm(client, first)
    assert not logged_in(client)
    assert confirm(client, the_code()).url == "/en/portal/"


def test_closed_account_is_not_let_in(client, sms):
    factories.a_user(telephone=NUMBER, is_active=False)
    ask(client, NUMBER)
    assert the_code() == ""
    confirm(client, "")
    assert not logged_in(client)


def test_number_that_was_taken_away_meanwhile_opens_nothing_and_comes_back_nowhere(client, sms, volunteer):
    ask(client, NUMBER)
    code = the_code()
    telephones.take_number_away(user=volunteer)
    assert texts() == []
    confirm(client, code)
    assert not logged_in(client)
    volunteer.refresh_from_db()
    assert volunteer.telephone is None


# --- Nobody learns whose number it is


def test_unknown_number_gets_the_same_answer_and_no_sms(client, sms, volunteer):
    with time_machine.travel(NOON, tick=False):
        answers = []
        for number in (NUMBER, OTHER):
            visitor = Client()
            asked = ask(visitor, number)
            page = visitor.get(CONFIRM).content.decode()
            again = visitor.post(CONFIRM, {"action": "resend"})
            wrong = confirm(visitor, "0000-0000")
            empty = confirm(visitor, "")
            over = confirm(visitor, "0000-0000")
            answers.append(
                [
                    (each.status_code, each.get("Location"))
                    for each in (asked, again, wrong, empty, over, visitor.get(CONFIRM))
                ]
                + [page.count("</form>"), page.count("SMS")]
            )
    assert answers[0] == answers[1]
    rows = OutboxMessage.objects.filter(kind=telephones.ACCOUNT_TEXT).order_by("pk")
    assert [bool(unseal(row.secret)["code"]) for row in rows] == [True, False]
    assert rows[1].recipient.startswith("telephone:")
    assert OTHER[3:] not in str(vars(rows[1]))


def test_both_cost_the_database_the_same(sms, volunteer):
    """But for the look at which user it is: an answer to either takes as long."""
    numbers = []
    for number in (NUMBER, OTHER):
        with CaptureQueriesContext(connection) as asked:
            ask(Client(), number)
        numbers.append(len(asked))
    assert abs(numbers[0] - numbers[1]) <= 1


def test_too_many_to_one_number_are_refused_whoever_has_it(sms, volunteer):
    with time_machine.travel(NOON, tick=False):
        for number in (NUMBER, OTHER):
            statuses = [ask(Client(REMOTE_ADDR=f"192.0.2.{n}"), number).status_code for n in range(4)]
            assert statuses == [302, 302, 302, 429]
    assert len(texts()) == 2


def test_too_many_from_one_source_are_refused(sms, client):
    with time_machine.travel(NOON, tick=False):
        statuses = [ask(Client(), f"9012{n:04}").status_code for n in range(20)]
        last = ask(client, NUMBER)
    assert set(statuses) == {302}
    assert last.status_code == 429
    assert "That was too often" in last.content.decode()
    assert f'value="{NUMBER}"' in last.content.decode()


def test_code_is_sent_again_only_so_often(sms, volunteer):
    with time_machine.travel(NOON, tick=False):
        for n in range(4):
            client = Client(REMOTE_ADDR=f"192.0.2.{n}")
            ask(client, NUMBER)
            client.post(CONFIRM, {"action": "resend"})
    assert len(texts()) == 1
    assert telephones.user_of(NUMBER) == volunteer


# --- Bad input


@pytest.mark.parametrize("road", ["/en/account/login/", "/en/account/login/code/"])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type your e-mail address or your mobile number."),
        ("kari eksempel", "Type your whole e-mail address"),
        ("kari@", "An e-mail address looks like this"),
        ("75 05 80 00", "This is not a mobile number."),
        ("12345", "This is not a mobile number."),
        ("112", "Type the whole phone number"),
        ("+4741234", "This is not a mobile number."),
        ("412345678901234", "Type the whole phone number"),
        ("+46 8 123 456 78", "This is not a mobile number."),
        ("😀", "Type the whole phone number"),
    ],
)
def test_what_is_neither_is_said_and_sends_nothing(client, sms, road, typed, said):
    answer = ask(client, typed, road)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in page
    assert "aria-invalid" in page
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("number", ["+380501234567", "+46701234567", "+447400123456"])
def test_number_from_another_country_works(client, sms, number):
    factories.a_user(telephone=number)
    ask(client, number)
    assert the_code()


# --- One's own number


def test_number_is_added_with_a_code_and_seen_by_nobody_before(client, sms, organiser):
    client.post("/en/account/login/", {"login": organiser.email})
    [letter] = [unseal(row.secret) for row in OutboxMessage.objects.all()]
    confirm(client, letter["values"]["code"])
    OutboxMessage.objects.all().delete()
    page = client.get(OWN).content.decode()
    assert "Mobile number" in page
    assert "placeholder" not in page
    answer = client.post(OWN, {"phone": "412 34 567"})
    assert answer.url == PROVE
    organiser.refresh_from_db()
    assert organiser.telephone is None
    assert "We have sent a code by SMS" in client.get(PROVE).content.decode()
    answer = client.post(PROVE, {"code": the_code(), "action": "verify"})
    assert answer.url == OWN
    organiser.refresh_from_db()
    assert organiser.telephone == NUMBER
    page = client.get(OWN).content.decode()
    assert "Now you can log in with" in page


def test_wrong_code_gives_nobody_a_number(fresh, sms, volunteer):
    fresh.post(OWN, {"phone": OTHER})
    code = the_code()
    for _try in range(3):
        fresh.post(PROVE, {"code": "0000-000x", "action": "verify"})
    fresh.post(PROVE, {"code": code, "action": "verify"})
    volunteer.refresh_from_db()
    assert volunteer.telephone == NUMBER


def test_number_of_another_account_is_told_to_its_holder_alone(fresh, sms, volunteer):
    other = factories.a_user(telephone=OTHER)
    assert fresh.post(OWN, {"phone": OTHER}).url == PROVE
    assert "another account" not in fresh.get(PROVE).content.decode()
    answer = fresh.post(PROVE, {"code": the_code(), "action": "verify"})
    assert "This number is on another account." in answer.content.decode()
    volunteer.refresh_from_db()
    other.refresh_from_db()
    assert (volunteer.telephone, other.telephone) == (NUMBER, OTHER)


def test_number_of_a_closed_account_is_an_answer_and_no_fault(fresh, sms, volunteer):
    factories.a_user(telephone=OTHER, is_active=False)
    fresh.post(OWN, {"phone": OTHER})
    answer = fresh.post(PROVE, {"code": the_code(), "action": "verify"})
    assert answer.status_code == 200
    assert "This number is on another account." in answer.content.decode()


def test_two_who_prove_one_number_at_once_are_one(db, volunteer):
    second = factories.a_user()
    with pytest.raises(NumberTaken):
        give_number(user=second, number=NUMBER)
    second.refresh_from_db()
    assert second.telephone is None


def test_number_is_taken_away_by_its_owner(fresh, sms, volunteer):
    assert fresh.post(OWN, {"action": "remove"}).url == OWN
    volunteer.refresh_from_db()
    assert volunteer.telephone is None
    assert "You log in by e-mail" in fresh.get(OWN).content.decode()
    assert fresh.post(OWN, {"action": "remove"}).status_code == 302


def test_open_session_changes_no_number(client, sms, volunteer):
    client.force_login(volunteer)
    answer = client.post(OWN, {"action": "remove"})
    assert answer.url.startswith("/nb/account/login/") or answer.url.startswith("/en/account/login/")
    volunteer.refresh_from_db()
    assert volunteer.telephone == NUMBER


@pytest.mark.parametrize("typed", ["75 05 80 00", "12345", "abc", "", NUMBER])
def test_bad_number_is_said_and_sends_nothing(fresh, sms, typed):
    answer = fresh.post(OWN, {"phone": typed})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert texts() == []


def test_number_goes_with_the_account(sms, volunteer):
    ask(Client(), NUMBER)
    volunteer.delete()
    assert OutboxMessage.objects.count() == 0
    assert factories.a_user(telephone=NUMBER).telephone == NUMBER


# --- Without a provider


def test_without_sms_no_page_speaks_of_it(client, volunteer, settings):
    settings.SMS = {}
    for road in ("/en/account/login/", "/en/account/login/code/"):
        page = BeautifulSoup(client.get(road).content, "html.parser").get_text()
        assert "mobile" not in page
        assert "SMS" not in page
        answer = ask(client, NUMBER, road)
        assert answer.status_code == 200
        assert "An e-mail address looks like this" in answer.content.decode()
    assert client.post("/en/account/login/code/", {"phone": NUMBER}).status_code == 200
    assert OutboxMessage.objects.count() == 0


def test_without_sms_one_can_only_take_the_number_away(client, settings, volunteer, organiser):
    settings.SMS = {}
    for user, status in ((organiser, 404), (volunteer, 200)):
        client.post("/en/account/login/", {"login": user.email})
        [letter] = [unseal(row.secret) for row in OutboxMessage.objects.filter(recipient=f"user:{user.pk}")]
        confirm(client, letter["values"]["code"])
        assert client.get(OWN).status_code == status
        assert client.get(PROVE).status_code == 404
        assert client.post(OWN, {"phone": OTHER}).status_code == 404
        if user == organiser:
            assert "Mobile number" not in client.get(reverse("account_email")).content.decode()
            client.logout()
    assert client.post(OWN, {"action": "remove"}).url == "/en/portal/"
    volunteer.refresh_from_db()
    assert volunteer.telephone is None
