"""What nobody answers for: the editor's list, out of the lists, and back."""

from datetime import timedelta
from threading import Thread
from unittest.mock import patch

import pytest
import time_machine
from django.db import connections

from core.mail.outbox.delivering import deliver_due
from core.mail.outbox.models import OutboxMessage
from core.sms import costs
from events.confirming import services, silence
from events.confirming.asking import ask_due
from events.confirming.choices import Answer, Why
from events.confirming.models import SignOfLife
from events.confirming.silence import notice
from events.dates.making import extend_all
from events.dates.services import note_date
from events.models import Occurrence
from tests import factories
from tests.events.confirming.making import MONDAY, a_cafe, a_responsible, at, dates_of

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def cafe(db):
    series = a_cafe()
    a_responsible(series.event)
    return series


def pass_in_silence(series, *numbers: int) -> None:
    """These dates are asked about the evening before, and end; the job runs after each."""
    for number in numbers:
        date = dates_of(series)[number]
        services.ask(occurrence=date, why=Why.EACH, now=date.starts_at - timedelta(days=1))
        notice(now=date.ends_at + timedelta(minutes=5))


def noted(series) -> tuple[int, bool, int]:
    """Silent dates, whether it is hidden, and how many of its dates lists leave out."""
    life = SignOfLife.objects.filter(series=series).first()
    hidden = series.occurrences.filter(is_silent=True).count()
    return (life.silent_dates, life.hidden_at is not None, hidden) if life else (0, False, 0)


def test_after_four_lists_leave_it_out_and_owners_and_volunteers_are_told_once(cafe):
    owner = factories.a_member(cafe.event.organisation, role="owner")
    factories.a_member(cafe.event.organisation, user=factories.a_user("En annen"))
    pass_in_silence(cafe, 0, 1, 2)
    assert noted(cafe) == (3, False, 0)
    pass_in_silence(cafe, 3)
    assert noted(cafe) == (4, True, 4)
    now = dates_of(cafe)[3].ends_at + timedelta(hours=1)
    assert notice(now=now) == 0
    told = OutboxMessage.objects.filter(kind="confirming.hidden")
    kari = cafe.event.responsible.get()
    assert {each.recipient for each in told} == {f"user:{owner.pk}", f"responsible:{kari.pk}"}


def test_an_organisation_without_an_owner_has_all_its_members_told(cafe):
    member = factories.a_member(cafe.event.organisation)
    pass_in_silence(cafe, 0, 1, 2, 3)
    assert OutboxMessage.objects.filter(kind="confirming.hidden", recipient=f"user:{member.pk}").exists()


def test_dates_that_are_made_later_are_hidden_too(cafe):
    pass_in_silence(cafe, 0, 1, 2, 3)
    cafe.refresh_from_db()
    cafe.recurrence = "RRULE:FREQ=WEEKLY;COUNT=10"
    cafe.save()
    now = dates_of(cafe)[3].ends_at + timedelta(days=1)
    extend_all(now=now)
    notice(now=now)
    assert noted(cafe) == (4, True, 6)


@pytest.mark.parametrize("answer", [Answer.YES, Answer.NO])
@pytest.mark.parametrize("late", [timedelta(hours=1), timedelta(days=2)])
def test_one_answer_brings_it_back_also_a_late_one(cafe, answer, late):
    pass_in_silence(cafe, 0, 1, 2, 3)
    date = dates_of(cafe)[3]
    services.answer(question=date.questions.get(), answer=answer, now=date.ends_at + late)
    assert noted(cafe) == (0, False, 0)
    assert notice(now=date.ends_at + late + timedelta(hours=1)) == 0
    pass_in_silence(cafe, 4)
    assert noted(cafe) == (1, False, 0)


def test_a_change_by_the_organiser_and_a_new_volunteer_bring_it_back(cafe):
    pass_in_silence(cafe, 0, 1, 2, 3)
    with time_machine.travel(dates_of(cafe)[3].ends_at + timedelta(days=1), tick=False):
        note_date(
            occurrence=dates_of(cafe)[5], note="Ta med kopp", user=None, now=at(MONDAY + 4 * WEEK, "12:00")
        )
        assert noted(cafe) == (0, False, 0)
    pass_in_silence(cafe, 4, 5, 6)
    with time_machine.travel(dates_of(cafe)[6].ends_at + timedelta(days=1), tick=False):
        a_responsible(cafe.event, "Per Eksempel")
    assert noted(cafe) == (0, False, 0)


def test_what_was_answered_cancelled_or_never_asked_about_is_not_silent(cafe):
    pass_in_silence(cafe, 0)
    second, third = dates_of(cafe)[1:3]
    question = services.ask(occurrence=second, why=Why.EACH, now=second.starts_at - timedelta(days=1))
    services.answer(question=question, answer=Answer.YES, now=second.starts_at - timedelta(hours=20))
    notice(now=second.ends_at + timedelta(hours=1))
    assert noted(cafe) == (0, False, 0)
    Occurrence.objects.filter(pk=third.pk).update(asked_at=third.starts_at, status="cancelled")
    notice(now=dates_of(cafe)[3].ends_at + timedelta(hours=1))
    assert noted(cafe) == (0, False, 0)


def test_noticing_costs_the_same_for_one_and_for_three(cafe, django_assert_max_num_queries):
    others = [a_cafe() for _each in range(2)]
    for each in others:
        a_responsible(each.event)
        pass_in_silence(each, 0, 1)
    pass_in_silence(cafe, 0)
    for each in (cafe, *others):
        date = dates_of(each)[2]
        services.ask(occurrence=date, why=Why.EACH, now=date.starts_at - timedelta(days=1))
    now = dates_of(cafe)[2].ends_at + timedelta(minutes=5)
    # One row is written for each series whose number is new.
    with django_assert_max_num_queries(20):
        notice(now=now)
    assert [life.silent_dates for life in SignOfLife.objects.order_by("pk")] == [3, 3, 2]


def test_what_the_budget_did_not_let_go_is_nobodys_silence(settings):
    settings.SMS = {"scheme": "sveve", "sender": "2097"}
    series = a_cafe(asking="each")
    a_responsible(series.event, phone="+4790000001")
    [date, *_later] = dates_of(series)
    evening = date.starts_at - timedelta(days=1)
    costs.set_budget(payer=date.municipality_id, ore=0, now=evening)
    a_substitute = a_responsible(series.event, "Per Eksempel", phone="+4790000002")
    for now in (evening, evening + timedelta(hours=15)):
        assert ask_due(now=now) == 1
        with patch("core.sms.line.Line.open"):
            deliver_due(clock=lambda: now)  # noqa: B023  called at once
    assert {each.reason for each in OutboxMessage.objects.filter(kind="confirming.question")} == {
        "over_budget"
    }
    assert date.questions.filter(responsible=a_substitute).exists()
    notice(now=date.ends_at + timedelta(minutes=5))
    assert noted(series) == (0, False, 0)


def test_what_was_sent_and_not_answered_is_silence_beside_what_could_not_be_sent(cafe):
    date = dates_of(cafe)[0]
    evening = date.starts_at - timedelta(days=1)
    kari = services.ask(occurrence=date, why=Why.EACH, now=evening)
    a_responsible(cafe.event, "Per Eksempel")
    per = services.ask(occurrence=date, why=Why.EACH, now=evening)
    assert kari
    assert per
    services.nobody_was_asked(batch=per.batch)
    notice(now=date.ends_at + timedelta(minutes=5))
    assert noted(cafe) == (1, False, 0)


def test_who_has_named_them_is_said_with_the_first_question_that_leaves(settings):
    settings.SMS = {"scheme": "sveve", "sender": "2097"}
    series = a_cafe()
    a_responsible(series.event, phone="+4790000001")
    lost, sent, later = dates_of(series)[:3]
    for date, reason in ((lost, "over_budget"), (sent, ""), (later, "")):
        services.ask(occurrence=date, why=Why.EACH, now=date.starts_at - timedelta(days=1))
        state = "skipped" if reason else "sent"
        OutboxMessage.objects.queued().update(state=state, reason=reason, ended_at=date.starts_at)
    intros = OutboxMessage.objects.filter(kind="confirming.intro").order_by("pk")
    assert [each.state for each in intros] == ["skipped", "sent"]


@pytest.mark.django_db(transaction=True)
def test_an_answer_while_silence_is_counted_is_not_overwritten():
    series = a_cafe()
    a_responsible(series.event)
    pass_in_silence(series, 0, 1, 2)
    date = dates_of(series)[3]
    services.ask(occurrence=date, why=Why.EACH, now=date.starts_at - timedelta(days=1))
    now = date.ends_at + timedelta(minutes=5)

    def answer() -> None:
        silence.alive(series_ids=[series.pk], now=now)
        connections.close_all()

    answering, counted = Thread(target=answer), silence._counted

    def counted_meanwhile(series_ids, now):
        numbers = list(counted(series_ids, now))
        answering.start()
        answering.join(timeout=1)
        return numbers

    with patch.object(silence, "_counted", counted_meanwhile):
        notice(now=now)
    answering.join()
    assert noted(series) == (0, False, 0)
