"""One more question after four years, to those alone who have agreed, and of whom nothing else is kept."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox import delivering
from core.privacy import erasures, purge
from newcomers.models import Newcomer
from newcomers.services import correct_address, erase_newcomer, unsubscribe
from newcomers.welcome.links import mint
from newcomers.welcome.models import AskedLater, Delivery, LetterLink
from newcomers.welcome.services import start_campaign
from newcomers.welcome.steps import counting, later
from newcomers.welcome.steps.answers import answer
from tests import factories
from tests.newcomers.welcome.steps.days import oslo

pytestmark = pytest.mark.django_db

CAME = date(2026, 2, 1)
AGREED = oslo(2027, 2, 3, 10)
DAY = oslo(2030, 2, 1, 10)


@pytest.fixture
def anna(heroy):
    return factories.a_newcomer(
        "anna@example.org", municipality=heroy, name="Anna", arrived_month=CAME, language="ar"
    )


@pytest.fixture
def agreed(anna) -> AskedLater:
    return later.agree(newcomer=anna, now=AGREED)


def ask(now: datetime = DAY) -> list:
    mail.outbox.clear()
    later.ask_due(now=now)
    delivering.deliver_due(clock=lambda: now)
    return mail.outbox


def test_the_day_is_four_years_after_the_month_of_arrival(agreed, anna):
    assert agreed.ask_on == date(2030, 2, 1)
    assert agreed.expires_at > DAY + timedelta(days=89)
    assert later.agree(newcomer=anna, now=DAY) == agreed


def test_the_yes_outlives_the_person_and_holds_as_little_as_possible(agreed, anna):
    purge.purge_expired(now=anna.expires_at + timedelta(days=1))
    assert not Newcomer.objects.exists()
    agreed.refresh_from_db()
    assert (agreed.newcomer, agreed.email, agreed.language) == (None, "anna@example.org", "ar")


def test_they_are_asked_once_and_in_their_language(agreed):
    assert ask(DAY - timedelta(days=1)) == []
    [letter] = ask()
    assert letter.to == ["anna@example.org"]
    assert letter.extra_headers["Content-Language"] == "ar"
    assert "/ar/four-years/" in letter.body
    assert ask(DAY + timedelta(days=1)) == []


def test_one_press_answers_and_the_address_is_gone(client, agreed):
    ask()
    url = reverse("still_here_later", args=[later.LINKS.token(agreed.public_id)])
    client.get(url)
    assert AskedLater.objects.get().value == ""
    client.post(url, {"answer": "perhaps"})
    client.post(url, {"answer": "yes"})
    row = AskedLater.objects.get()
    assert (row.value, row.email, row.phone) == ("yes", "", "")
    client.post(url, {"answer": "no"})
    assert AskedLater.objects.get().value == "no"
    client.post(url, {"answer": "delete"})
    assert not AskedLater.objects.exists()
    assert client.get(url).status_code == 410


def test_it_ends_by_itself(agreed):
    ask()
    purge.purge_expired(now=agreed.expires_at)
    assert not AskedLater.objects.exists()


@pytest.mark.parametrize("how", ["erased", "unsubscribed", "moved", "taken back"])
def test_who_wants_no_more_is_not_asked_and_no_backup_brings_it_back(agreed, anna, how):
    if how == "erased":
        erase_newcomer(newcomer=anna, asked_at=AGREED)
    elif how == "unsubscribed":
        unsubscribe(newcomer=anna, now=AGREED)
    elif how == "moved":
        answer(newcomer=anna, question="still_here", value="no", step=None, now=AGREED)
    else:
        later.take_back(newcomer=anna)
    assert not AskedLater.objects.exists()
    agreed.newcomer = None
    agreed.save(force_insert=True)
    assert erasures.do_again(now=timezone.now())[later.WORD] == 1
    assert not AskedLater.objects.exists()


def test_another_address_is_asked_instead(agreed, anna):
    correct_address(newcomer=anna, email="anna.ny@example.org")
    agreed.refresh_from_db()
    assert agreed.email == "anna.ny@example.org"


def test_the_page_of_the_answer_asks_for_the_yes_and_takes_it_back(client, anna):
    token = mint(newcomer=anna, delivery=None, medium=LetterLink.Medium.MAIL, now=AGREED)

    def press(**data):
        url = f"/en/welcome/{token}/answer/"
        return client.post(url, {"question": "still_here", **data}, follow=True).content.decode()

    assert "May we ask you once more" not in press(answer="no")
    assert "May we ask you once more" in press(answer="yes")
    assert not AskedLater.objects.exists()
    press(later="yes")
    assert AskedLater.objects.get().newcomer == anna
    press(later="no")
    assert not AskedLater.objects.exists()


def test_what_was_asked_and_answered_is_counted_by_quarter_of_arrival(anna, agreed, heroy, host):
    step = factories.a_step(
        municipality=heroy, name="V", kind="month_3", body=[("question", {"kind": "found"})]
    )
    start_campaign(step=step, user=host, now=AGREED)
    Delivery.objects.update(state="sent", sent_at=AGREED)
    answer(newcomer=anna, question="found", value="no", step=step, now=AGREED)
    ask()
    later.answer(row=agreed, value="yes", now=DAY)
    quarter = date(2026, 1, 1)
    assert [
        (row.quarter, row.question, row.asked_in, row.asked, row.yes, row.no)
        for row in counting.asked_and_answered()
    ] == [
        (quarter, "found", "month_3", 1, 0, 1),
        (quarter, "still_here", "month_48", 1, 1, 0),
    ]
