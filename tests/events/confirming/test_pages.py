"""What a link opens: a GET shows, a POST acts, and what no longer counts is said kindly."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.mail.outbox.models import OutboxMessage
from core.models import Purge
from core.privacy import erasures
from events.confirming import erasing, links, services
from events.confirming.asking import ask_due, note_asked
from events.confirming.choices import Why
from events.confirming.models import Question, SignOfLife
from events.dates.services import cancel_date, last_change, move_date, undo
from events.door.models import Headcount
from events.models import Occurrence, Responsible
from tests.events.confirming.making import MONDAY, a_cafe, a_responsible, at, dates_of

pytestmark = pytest.mark.django_db

EVE = at(MONDAY + timedelta(days=7), "18:00")
NOW = EVE + timedelta(minutes=10)


@pytest.fixture
def question(db):
    series = a_cafe()
    a_responsible(series.event, phone="+4790000001", email="kari@example.org", channel="email")
    found = services.ask(occurrence=dates_of(series)[1], why=Why.EACH, now=EVE)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client, question, name: str = "confirm_question", **data):
    address = reverse(name, args=[links.token_for(question)])
    return client.post(address, data, follow=True) if data else client.get(address)


def date_of(question) -> Occurrence:
    return Occurrence.objects.get(pk=question.occurrence_id)


def test_a_get_shows_and_changes_nothing_also_a_scanners_twice(client, question):
    for _each in range(2):
        response = page(client, question)
        assert "Ja, det blir" in response.content.decode()
        client.head(reverse("confirm_question", args=[links.token_for(question)]))
    assert date_of(question).confirmed_at is None
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"


def test_yes_with_a_number_and_no_with_a_reason_and_yes_again(client, question):
    html = page(client, question, answer="yes", came_last="12").content.decode()
    assert "Du svarte ja mandag 8. februar klokka 18:10" in html
    assert (date_of(question).confirmed_at, date_of(question).came_last) == (NOW, 12)
    assert Headcount.objects.get().adults == 12
    html = page(client, question, answer="no", reason="Kari er borte").content.decode()
    assert "Du svarte nei" in html
    assert (date_of(question).status, date_of(question).reason) == ("cancelled", "Kari er borte")
    page(client, question, answer="yes")
    assert (date_of(question).status, date_of(question).came_last) == ("scheduled", 12)


def test_a_number_that_cannot_be_true_comes_back_and_nothing_is_answered(client, question):
    response = page(client, question, answer="yes", came_last="999")
    assert response.status_code == 400
    assert 'value="999"' in response.content.decode()
    assert date_of(question).confirmed_at is None


def test_what_no_longer_counts_is_said(client, question):
    with time_machine.travel(EVE + timedelta(days=3), tick=False):
        assert "Denne dagen er over" in page(client, question).content.decode()
        assert "Denne dagen er over" in page(client, question, answer="no").content.decode()
    cancel_date(occurrence=date_of(question), user=None, now=NOW)
    assert "Arrangøren har avlyst" in page(client, question, answer="yes").content.decode()
    assert date_of(question).is_cancelled


def test_a_date_that_is_moved_and_moved_back_has_its_answer_again(client, question):
    page(client, question, answer="yes")
    date = date_of(question)
    move_date(occurrence=date, starts_at=date.starts_at + timedelta(days=1), user=None, now=NOW)
    assert date_of(question).confirmed_at is None
    assert "Tidspunktet er endret" in page(client, question).content.decode()
    undo(change_id=last_change(date.event).pk, user=None, now=NOW + timedelta(minutes=1))
    assert date_of(question).confirmed_at == NOW


def test_a_weeks_dates_are_answered_one_by_one(client, question):
    who = question.responsible
    dates = dates_of(question.occurrence.series)[2:5]
    first, *_others = services.ask_many(asks=[services.Ask(who, dates, Why.WEEKLY)], now=EVE)
    page(client, first, answer="yes", off=[str(dates[1].pk)])
    assert [each.status for each in dates_of(question.occurrence.series)[2:5]] == [
        "scheduled",
        "cancelled",
        "scheduled",
    ]


def test_they_say_themselves_what_is_shown_of_them(client, question):
    page(client, question, "confirm_shown", shows_phone="on")
    who = Responsible.objects.get()
    assert (who.public_name, who.public_phone, who.channel) == ("", "+4790000001", "email")


def test_off_the_list_asks_first_and_then_no_question_leaves(client, question):
    page(client, question, "confirm_off")
    assert Responsible.objects.get().stopped_at is None
    html = page(client, question, "confirm_off", yes="1").content.decode()
    assert "Du er tatt av listen" in html
    assert Responsible.objects.get().stopped_at == NOW
    assert not OutboxMessage.objects.filter(recipient=f"responsible:{question.responsible_id}").exists()


def test_the_link_of_who_was_deleted_is_kindly_too_old(client, question):
    token = links.token_for(question)
    Responsible.objects.all().delete()
    for name in ("confirm_question", "confirm_off", "confirm_shown"):
        ask = client.post if name == "confirm_shown" else client.get
        assert ask(reverse(name, args=[token])).status_code == 410
    assert client.get("/s/abcdefghij/").status_code == 410
    assert client.get(reverse("confirm_question", args=["x.y"])).status_code == 404


def test_a_text_messages_link_leads_to_the_page_in_the_volunteers_language(client, question):
    Responsible.objects.update(language="uk")
    response = client.get(f"/s/{question.token}/")
    assert response.url == links.answer_url(question, language="uk")


def test_one_press_says_that_they_are_still_there(client, question):
    life = SignOfLife.objects.create(series=question.occurrence.series, silent_dates=4, hidden_at=NOW)
    address = reverse("confirm_still_here", args=[links.STILL_HERE.token(life.public_id)])
    assert "Ja, vi holder fortsatt på" in client.get(address).content.decode()
    assert SignOfLife.objects.get().hidden_at == NOW
    assert "Takk!" in client.post(address, follow=True).content.decode()
    assert SignOfLife.objects.get().hidden_at is None


def test_a_page_costs_the_same_for_one_date_and_for_three(client, question, django_assert_max_num_queries):
    who = question.responsible
    three, *_others = services.ask_many(
        asks=[services.Ask(who, dates_of(question.occurrence.series)[2:5], Why.WEEKLY)], now=EVE
    )
    for each in (question, three):
        with django_assert_max_num_queries(10):
            page(client, each)


def test_volunteers_end_with_their_activity_and_when_they_are_off_the_list(question, settings):
    """`Ends.NOT_ASKED_ANY_LONGER`."""
    over = dates_of(question.occurrence.series)[-1].ends_at
    gone = over + timedelta(days=31 * settings.RESPONSIBLE_RETENTION_MONTHS + 1)
    Responsible.objects.update(created_at=EVE)
    assert erasing.forget(now=over + timedelta(days=60)) == 0
    other = a_responsible(a_cafe(first=gone.date()).event, "Per Eksempel")
    assert erasing.forget(now=gone) == 1
    assert not Question.objects.exists()
    services.stop_asking(responsible=other, now=gone)
    assert erasing.forget(now=gone + timedelta(days=6)) == 0
    assert erasing.forget(now=gone + timedelta(days=7)) == 1
    assert [line.count for line in Purge.objects.filter(model="events.Responsible").order_by("pk")] == [1, 1]


def test_no_backup_brings_back_who_was_deleted_or_asks_who_said_stop(question):
    stopped = a_responsible(question.occurrence.event, "Per Eksempel")
    services.stop_asking(responsible=stopped, now=NOW)
    deleted = question.responsible
    key = deleted.public_id
    deleted.delete()
    Responsible.objects.filter(pk=stopped.pk).update(stopped_at=None)
    a_responsible(stopped.event, "Kari Eksempel", public_id=key)
    done = erasures.do_again(now=NOW)
    assert (done[erasing.ERASED], done[erasing.STOPPED]) == (1, 1)
    assert [each.stopped_at for each in Responsible.objects.all()] == [NOW]


def test_after_a_backup_was_put_back_nobody_is_asked_twice(question):
    Question.objects.all().delete()
    OutboxMessage.objects.all().delete()
    Occurrence.objects.update(asked_at=None)
    note_asked(now=NOW)
    assert date_of(question).asked_at == NOW
    ask_due(now=NOW + timedelta(minutes=10))
    assert not OutboxMessage.objects.filter(kind="confirming.question").exists()
