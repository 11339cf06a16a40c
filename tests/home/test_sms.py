"""A municipality's page about SMS: what they cost and were for, the budget, and nobody else's."""

from datetime import date, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.translation import override

from core.mail.outbox.reasons import Why
from core.sms import costs
from core.sms.models import MonthOfTexts, SentText
from home.portal import front_page, reader_of
from home.running import State, parts
from organisations.roles import Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.home.test_running import a_message
from tests.texting import WITH_SMS

pytestmark = pytest.mark.django_db
NOON = "2026-11-26T12:00:00Z"


@pytest.fixture(autouse=True)
def sms(settings):
    settings.SMS = WITH_SMS
    settings.SMS_PRICE_ORE, settings.SMS_BUDGET_KR = 50, 100
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def admin(heroy):
    user = factories.a_user("Anna Admin")
    grant_role(user=user, role=Role.ADMIN, municipality=heroy)
    return user


def sent(place, number: int, *, parts_each: int = 1, kind: str = "confirming.question", **fields) -> None:
    for _each in range(number):
        reference = f"m{SentText.objects.count()}"
        costs.reserve(reference=reference, payer=place.pk, parts=parts_each, kind=kind, now=timezone.now())
        SentText.objects.filter(reference=reference).update(**fields)


def page(client, place, ending: str = "") -> str:
    answer = client.get(f"/en/portal/sms/{place.pk}/{ending}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().partition("<main")[2].split())


def cards(user) -> list[tuple[str, str]]:
    with override("en"):
        return [(c.text, c.icon) for c in front_page(reader_of(user, now=timezone.now())) if c.title == "SMS"]


def test_page_says_sender_price_and_what_was_used_for_what(client, host, heroy):
    sent(heroy, 3)
    sent(heroy, 1, parts_each=2, kind="follows.dates_changed")
    sent(heroy, 1, kind="unknown.kind", state="failed", code="E7")
    sent(factories.a_municipality("1515"), 9)
    MonthOfTexts.objects.create(payer=heroy.pk, month=date(2026, 10, 1), messages=7, parts=8, ore=400)
    client.force_login(host)
    found = page(client, heroy)
    assert "3 of 100 kr are used in November 2026." in found
    assert "26112" in found
    assert "0.50 kr for each part" in found
    for words in ("Questions whether an activity is on", "To those who mean to come", "Something else"):
        assert words in found
    assert "code: E7." in found
    assert "October 2026" in found
    assert "is used up" not in found
    assert "Change the budget" not in found


@pytest.mark.parametrize(
    ("number", "words", "icon"),
    [
        (10, "5 of 100 kr are used this month.", "phone"),
        (159, "79.50 of 100 kr are used this month.", "phone"),
        (160, "This month's budget is nearly used up.", "warning"),
        (200, "budget of 100 kr is used up.", "warning"),
    ],
)
def test_end_of_the_budget_is_said_in_time(client, editor, heroy, number, words, icon):
    MonthOfTexts.objects.create(
        payer=heroy.pk, month=date(2026, 11, 1), messages=number, parts=number, ore=50 * number
    )
    [(text, seen)] = cards(editor)
    assert (words in text, seen) == (True, icon)
    client.force_login(editor)
    found = page(client, heroy)
    assert ("used up</h2>" in found) is (icon == "warning")
    assert ("20 % more" in found) is (icon == "warning")


def test_one_municipality_sees_nothing_of_another(client, admin, outsider, heroy):
    client.force_login(outsider)
    assert client.get(f"/en/portal/sms/{heroy.pk}/").status_code == 404
    assert client.post(f"/en/portal/sms/{heroy.pk}/budget/", {"kroner": "9", "yes": "9"}).status_code == 404
    client.force_login(admin)
    assert client.get("/en/portal/sms/1515/").status_code == 404
    assert client.get("/en/portal/sms/9999/").status_code == 404
    assert costs.budget_of(heroy.pk) == 10_000


@pytest.mark.parametrize("actor", ["host", "editor", "organiser", "adviser"])
def test_budget_is_the_admins_alone(client, request, heroy, actor):
    client.force_login(request.getfixturevalue(actor))
    assert client.get(f"/en/portal/sms/{heroy.pk}/budget/").status_code == 404
    assert client.post(f"/en/portal/sms/{heroy.pk}/budget/", {"kroner": "9", "yes": "9"}).status_code == 404
    assert costs.budget_of(heroy.pk) == 10_000


def test_budget_is_set_with_a_yes_to_what_follows(client, admin, heroy):
    client.force_login(admin)
    road = f"/en/portal/sms/{heroy.pk}/budget/"
    assert 'value="100"' in page(client, heroy, "budget/")
    asked = client.post(road, {"kroner": "٢٥٠"}).content.decode()
    assert "250 kr a month?" in asked
    assert "about 500 messages" in asked
    assert "20 % more" in asked
    assert costs.budget_of(heroy.pk) == 10_000
    answer = client.post(road, {"kroner": "250", "yes": "250"})
    assert answer.url == f"/en/portal/sms/{heroy.pk}/"
    assert costs.budget_of(heroy.pk) == 25_000
    assert "From now on SMS may cost 250 kr a month." in page(client, heroy)


def test_less_than_is_used_and_nothing_say_what_they_mean(client, admin, heroy):
    sent(heroy, 4)
    client.force_login(admin)
    road = f"/en/portal/sms/{heroy.pk}/budget/"
    assert "More than this has been used" in client.post(road, {"kroner": "1"}).content.decode()
    assert "Then no SMS are sent." in client.post(road, {"kroner": "0"}).content.decode()
    client.post(road, {"kroner": "0", "yes": "0"})
    assert costs.budget_of(heroy.pk) == 0
    assert "This month's budget is used up" in page(client, heroy)


@pytest.mark.parametrize("typed", ["", "-1", "mye", "10001", "9" * 30, "1e3"])
def test_what_is_no_budget_is_said(client, admin, heroy, typed):
    client.force_login(admin)
    answer = client.post(f"/en/portal/sms/{heroy.pk}/budget/", {"kroner": typed, "yes": typed})
    assert answer.status_code == 200
    assert "Type a number from 0 to 10,000." in answer.content.decode()
    assert costs.budget_of(heroy.pk) == 10_000


def test_who_has_many_municipalities_finds_a_list(client, django_assert_max_num_queries):
    for number in range(12):
        factories.a_municipality(f"18{50 + number}")
    operator = factories.a_user(is_superuser=True)
    assert cards(operator) == [("What they cost in each municipality.", "phone")]
    client.force_login(operator)
    with django_assert_max_num_queries(9):
        answer = client.get("/en/portal/sms/")
    assert "0 of 100 kr" in answer.content.decode()


def test_without_sms_there_is_no_page_and_no_card(client, admin, heroy, settings):
    settings.SMS = {}
    client.force_login(admin)
    for road in ("", f"{heroy.pk}/", f"{heroy.pk}/budget/"):
        assert client.get(f"/en/portal/sms/{road}").status_code == 404
    assert cards(admin) == []
    # What is read: the token of a form is any letters.
    assert "SMS" not in BeautifulSoup(client.get("/en/portal/").content, "html.parser").get_text()


# --- The operator's page


def the_part():
    with override("en"):
        [part] = [each for each in parts(now=timezone.now()) if each.name == "SMS service"]
    return part


def test_operator_sees_whether_there_is_sms(db, settings):
    assert (the_part().state, the_part().said) == (State.GOOD, "It has taken no message yet.")
    settings.SMS = {}
    assert the_part().said.startswith("There is none.")


def test_operator_sees_when_the_service_last_took_a_message(heroy):
    sent(heroy, 1, state="delivered")
    assert "It last took a message on" in the_part().said


@pytest.mark.parametrize(
    ("reason", "state", "remedy"),
    [
        (Why.SMS_NO_CREDIT, State.BAD, "Check SMS_URL"),
        (Why.SMS_OUR_SETTINGS, State.BAD, "Check SMS_URL"),
        (Why.SMS_UNREACHABLE, State.LOOK, "Look whether a worker runs"),
    ],
)
def test_operator_sees_what_waits_and_what_to_do(db, reason, state, remedy):
    a_message(due_at=timezone.now() - timedelta(hours=1), reason=reason)
    part = the_part()
    assert part.state == state
    assert "SMS that wait: 1." in part.said
    assert part.remedy.startswith(remedy)
