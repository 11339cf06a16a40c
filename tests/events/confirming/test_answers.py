"""What one answer does to its date, the last one, and the series."""

from datetime import timedelta

import pytest

from core.mail.outbox.models import OutboxMessage
from events.confirming import services
from events.confirming.choices import Answer, Outcome, Why
from events.confirming.links import answer_url
from events.confirming.models import Question, SignOfLife
from events.dates.services import bring_back_date, cancel_date, last_change, note_date, undo
from events.door.models import Headcount
from events.models import Occurrence
from events.organiser import answering
from tests.events.confirming.making import MONDAY, a_cafe, a_responsible, at, dates_of

pytestmark = pytest.mark.django_db

EVE = at(MONDAY, "18:00")
LATER = EVE + timedelta(minutes=10)


def asked(series, *, number: int = 0, now=EVE) -> Question:
    question = services.ask(occurrence=dates_of(series)[number], why=Why.EACH, now=now)
    assert question is not None
    return question


@pytest.fixture
def cafe(db):
    series = a_cafe()
    a_responsible(series.event)
    return series


def test_who_is_asked_answers_for_the_date_until_somebody_has(cafe):
    question = asked(cafe)
    date = dates_of(cafe)[0]
    assert (date.asked_at, date.confirmed_at, date.responsible) == (EVE, None, question.responsible)
    assert question.expires_at == date.ends_at + timedelta(days=30)
    assert services.ask(occurrence=date, why=Why.EACH, now=LATER) is None


def test_yes_confirms_and_the_number_is_the_head_count_of_the_last_date(cafe):
    question = asked(cafe, number=1, now=EVE + timedelta(days=7))
    now = EVE + timedelta(days=7, minutes=10)
    done = services.answer(question=question, answer=Answer.YES, came_last=12, now=now)
    first, second, *_rest = dates_of(cafe)
    assert done == services.Answered(Outcome.CONFIRMED, 12)
    assert (second.confirmed_at, second.came_last, second.responsible_id) == (
        now,
        12,
        question.responsible_id,
    )
    count = Headcount.objects.get(occurrence=first)
    assert (count.adults, count.source, count.counted_by) == (12, "answered", None)


def test_what_was_counted_at_the_door_stands(cafe):
    first = dates_of(cafe)[0]
    Headcount.objects.create(occurrence=first, adults=9, children=2, counted_at=EVE)
    question = asked(cafe, number=1, now=EVE + timedelta(days=7))
    done = services.answer(
        question=question, answer=Answer.YES, came_last=40, now=EVE + timedelta(days=7, minutes=10)
    )
    assert (done.count, Headcount.objects.get().adults) == (11, 9)
    assert dates_of(cafe)[1].came_last == 11


def test_a_number_that_cannot_be_true_is_left_out_and_the_yes_counts(cafe):
    question = asked(cafe, number=1, now=EVE + timedelta(days=7))
    done = services.answer(
        question=question, answer=Answer.YES, came_last=999, now=EVE + timedelta(days=7, minutes=10)
    )
    assert done == services.Answered(Outcome.CONFIRMED, None)
    assert not Headcount.objects.exists()


def test_no_cancels_yes_brings_it_back_and_no_cancels_again(cafe):
    question = asked(cafe)
    services.answer(question=question, answer=Answer.NO, reason="Kari er borte", now=LATER)
    date = dates_of(cafe)[0]
    assert (date.status, date.reason, date.confirmed_at) == ("cancelled", "Kari er borte", None)
    services.answer(question=question, answer=Answer.YES, now=LATER + timedelta(minutes=1))
    date = dates_of(cafe)[0]
    assert (date.status, date.confirmed_at) == ("scheduled", LATER + timedelta(minutes=1))
    done = services.answer(question=question, answer=Answer.NO, now=LATER + timedelta(minutes=2))
    date = dates_of(cafe)[0]
    assert (done.outcome, date.status, date.confirmed_at) == (Outcome.CANCELLED, "cancelled", None)


def test_yes_does_not_bring_back_what_the_organiser_has_cancelled(cafe):
    question = asked(cafe)
    cancel_date(occurrence=dates_of(cafe)[0], user=None, now=EVE)
    done = services.answer(question=question, answer=Answer.YES, now=LATER)
    assert (done.outcome, dates_of(cafe)[0].status) == (Outcome.CANCELLED_BY_OTHERS, "cancelled")


@pytest.mark.parametrize("asked_again", [False, True])
def test_yes_does_not_bring_back_what_the_organiser_has_cancelled_after_a_no(cafe, asked_again):
    """Whoever calls it off last says whether one answer is enough to bring it back."""
    other = a_responsible(cafe.event, "Ola Eksempel")
    question = asked(cafe)
    substitute = asked(cafe, now=EVE + timedelta(minutes=1)) if asked_again else question
    assert substitute.responsible_id == (other.pk if asked_again else question.responsible_id)
    services.answer(question=question, answer=Answer.NO, now=LATER)
    date = dates_of(cafe)[0]
    bring_back_date(occurrence=date, user=None, now=LATER + timedelta(minutes=1))
    cancel_date(occurrence=date, user=None, reason="Storm", now=LATER + timedelta(minutes=2))
    assert not Question.objects.answerable(LATER).exists()
    done = services.answer(question=substitute, answer=Answer.YES, now=LATER + timedelta(minutes=3))
    assert (done.outcome, dates_of(cafe)[0].status) == (Outcome.CANCELLED_BY_OTHERS, "cancelled")


def test_yes_brings_back_what_a_no_had_cancelled_whatever_else_was_changed_of_it(cafe):
    a_responsible(cafe.event, "Ola Eksempel")
    question = asked(cafe)
    substitute = asked(cafe, now=EVE + timedelta(minutes=1))
    services.answer(question=question, answer=Answer.NO, now=LATER)
    # The organiser writes a note, and takes back that it is on after all: it is cancelled as it was.
    note_date(occurrence=dates_of(cafe)[0], user=None, note="Ta med kopp", now=LATER)
    bring_back_date(occurrence=dates_of(cafe)[0], user=None, now=LATER + timedelta(minutes=1))
    back = last_change(cafe.event)
    undo(change_id=back.pk, user=None, now=LATER + timedelta(minutes=2))
    # The other volunteer can be asked nothing, and can still say that it is on.
    assert [each.pk for each in Question.objects.answerable(LATER)] == [question.pk, substitute.pk]
    assert not Question.objects.waiting(LATER).exists()
    done = services.answer(question=substitute, answer=Answer.YES, now=LATER + timedelta(minutes=3))
    assert (done.outcome, dates_of(cafe)[0].status) == (Outcome.CONFIRMED, "scheduled")


def test_what_the_organiser_brings_back_after_a_no_is_neither_asked_nor_confirmed(cafe):
    question = asked(cafe)
    services.answer(question=question, answer=Answer.NO, now=LATER)
    bring_back_date(occurrence=dates_of(cafe)[0], user=None, now=LATER)
    services.restate([dates_of(cafe)[0].pk], now=LATER)
    date = dates_of(cafe)[0]
    assert (date.status, date.asked_at, date.confirmed_at) == ("scheduled", None, None)


def test_an_answer_two_days_late_says_that_the_series_is_alive_and_no_more(cafe):
    question = asked(cafe)
    Occurrence.objects.filter(series=cafe).update(is_silent=True)
    late = EVE + timedelta(days=3)
    done = services.answer(question=question, answer=Answer.NO, came_last=3, now=late)
    assert done.outcome == Outcome.OVER
    assert dates_of(cafe)[0].status == "scheduled"
    assert not Headcount.objects.exists()
    assert SignOfLife.objects.get().alive_at == late
    assert not any(date.is_silent for date in dates_of(cafe))


def test_of_a_weeks_dates_those_that_are_off_are_cancelled_and_the_others_confirmed(cafe):
    dates = dates_of(cafe)[:3]
    [kari] = cafe.event.responsible.all()
    first, *others = services.ask_many(asks=[services.Ask(kari, dates, Why.WEEKLY)], now=EVE)
    assert {each.batch for each in others} == {first.batch}
    services.answer(question=first, answer=Answer.YES, off=[dates[1].pk], now=LATER)
    assert [each.status for each in dates_of(cafe)[:3]] == ["scheduled", "cancelled", "scheduled"]
    assert [bool(each.confirmed_at) for each in dates_of(cafe)[:4]] == [True, False, True, False]


def test_no_to_a_term_is_about_its_first_date_alone(cafe):
    [kari] = cafe.event.responsible.all()
    first, *_others = services.ask_many(asks=[services.Ask(kari, dates_of(cafe), Why.TERM)], now=EVE)
    services.answer(question=first, answer=Answer.NO, now=LATER)
    assert [each.status for each in dates_of(cafe)[:3]] == ["cancelled", "scheduled", "scheduled"]


def test_a_number_that_stands_twice_on_the_list_is_asked_once(cafe):
    event = cafe.event
    a_responsible(event, "Kari E.", email="KARI@example.org")
    substitute = a_responsible(event, "Per Eksempel")
    asked(cafe)
    second = services.ask(occurrence=dates_of(cafe)[0], why=Why.EACH, now=LATER)
    assert second is not None
    assert second.responsible == substitute
    assert dates_of(cafe)[0].asked_at == EVE


def test_two_open_questions_to_one_number_have_different_codes(db):
    questions = []
    for _each in range(3):
        series = a_cafe()
        a_responsible(series.event, phone="+4790000001", email="kari@example.org")
        questions.append(asked(series))
    assert len({each.code for each in questions}) == 3


def test_asking_many_costs_the_same(cafe, django_assert_num_queries):
    others = [a_cafe() for _each in range(2)]
    people = [cafe.event.responsible.get(), *(a_responsible(each.event) for each in others)]
    for number, chosen in ((0, [0]), (1, [0, 1, 2])):
        asks = [
            services.Ask(people[each], [dates_of([cafe, *others][each])[number]], Why.EACH) for each in chosen
        ]
        for each in asks:
            _ = each.occurrences[0].warning
        with django_assert_num_queries(7):
            services.ask_many(asks=asks, now=EVE)


def test_who_reads_the_old_address_has_no_longer_anything_to_do_with_the_row(client):
    series = a_cafe()
    kari = a_responsible(series.event, email="kari@example.org", phone="+4790000001")
    [date, *_later] = dates_of(series)
    question = services.ask(occurrence=date, why=Why.EACH, now=EVE)
    assert question is not None
    old_page = answer_url(question, language="en").split("/", 3)[3]
    facts = {"name": "Ola Nyss", "email": "ola@example.org", "phone": "+4790000002"}
    answering.change_person(person=kari, facts={**facts, "channel": "email", "language": "nb"})
    assert client.get(f"/{old_page}").status_code == 410
    assert not OutboxMessage.objects.filter(recipient=f"responsible:{kari.pk}").exists()
    date.refresh_from_db()
    assert (date.asked_at, date.responsible) == (None, None)
    again = services.ask(occurrence=date, why=Why.EACH, now=EVE)
    assert again is not None
    assert again.responsible.email == "ola@example.org"


def test_an_address_that_is_added_leaves_what_was_asked(db):
    series = a_cafe()
    kari = a_responsible(series.event, email="kari@example.org")
    question = services.ask(occurrence=dates_of(series)[0], why=Why.EACH, now=EVE)
    facts = {"name": kari.name, "email": kari.email, "phone": "+4790000002"}
    answering.change_person(person=kari, facts={**facts, "channel": "email", "language": "nb"})
    assert question in kari.questions.all()
