"""Whose turn it is to be asked, and when: every rule, by the clock on the wall."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from core.mail.outbox.models import OutboxMessage
from events.confirming import services
from events.confirming.asking import ask_due
from events.confirming.choices import Answer
from events.confirming.models import Question
from events.dates.services import cancel_date, move_date
from events.models import Occurrence, Series
from events.models.warnings import WeatherWarning
from events.signals import dates_warned
from tests import factories
from tests.events.confirming.making import MONDAY, a_cafe, a_responsible, at, dates_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TUESDAY = MONDAY + DAY


def asked_about(now: datetime) -> list[tuple[str, str]]:
    """What is asked at this moment: the local beginning of each date, and why."""
    before = set(Question.objects.values_list("pk", flat=True))
    ask_due(now=now)
    new = Question.objects.exclude(pk__in=before).order_by("starts_at", "pk")
    return [(f"{each.starts_at.astimezone(factories.OSLO):%a %d.%m. %H:%M}", each.why) for each in new]


def a_lone_date(starts_at: datetime, **fields) -> Occurrence:
    occurrence = factories.an_occurrence(starts_at=starts_at, **fields)
    a_responsible(occurrence.event)
    return occurrence


@pytest.mark.parametrize(
    ("starts", "too_early", "its_hour"),
    [
        ((MONDAY, "18:00"), (MONDAY - DAY, "17:59"), (MONDAY - DAY, "18:00")),
        ((MONDAY, "20:30"), (MONDAY - DAY, "18:59"), (MONDAY - DAY, "19:00")),
        ((MONDAY, "09:00"), (MONDAY - DAY, "09:59"), (MONDAY - DAY, "10:00")),
        ((MONDAY, "00:00"), (MONDAY - DAY, "09:59"), (MONDAY - DAY, "10:00")),
        # The clock goes forward in the night before 29 March 2026, and back before 31 October 2027.
        ((date(2026, 3, 29), "18:00"), (date(2026, 3, 28), "17:59"), (date(2026, 3, 28), "18:00")),
        ((date(2026, 3, 30), "11:00"), (date(2026, 3, 29), "10:59"), (date(2026, 3, 29), "11:00")),
        ((date(2027, 10, 31), "18:00"), (date(2027, 10, 30), "17:59"), (date(2027, 10, 30), "18:00")),
    ],
)
def test_a_date_is_asked_about_the_day_before_at_its_own_hour(starts, too_early, its_hour):
    a_lone_date(at(*starts))
    assert asked_about(at(*too_early)) == []
    assert len(asked_about(at(*its_hour))) == 1
    assert asked_about(at(*its_hour) + timedelta(minutes=10)) == []


def test_nobody_is_asked_at_night_nor_when_it_is_too_late_to_answer():
    a_lone_date(at(MONDAY, "09:30"))
    a_lone_date(at(MONDAY, "13:00"))
    assert asked_about(at(MONDAY - DAY, "21:00")) == []
    assert asked_about(at(MONDAY, "07:59")) == []
    # Three hours are left for the second one alone.
    assert asked_about(at(MONDAY, "08:00")) == [("Mon 01.02. 13:00", "each")]


@pytest.mark.parametrize(
    "fields",
    [{"is_public": False}, {"status": "cancelled"}, {"status": "postponed"}, {"is_silent": True}],
    ids=str,
)
def test_what_does_not_take_place_or_is_hidden_is_not_asked_about(fields):
    a_lone_date(at(MONDAY, "18:00"), **fields)
    assert asked_about(at(MONDAY - DAY, "18:00")) == []


def test_who_wants_no_questions_gets_none_and_without_sms_a_number_alone_neither():
    stopped = a_lone_date(at(MONDAY, "18:00"))
    stopped.event.responsible.update(stopped_at=at(MONDAY - DAY, "08:00"))
    phone = factories.an_occurrence(starts_at=at(MONDAY, "18:00"))
    a_responsible(phone.event, phone="+4790000001")
    both = factories.an_occurrence(starts_at=at(MONDAY, "18:00"))
    a_responsible(both.event, phone="+4790000002", email="per@example.org", channel="sms")
    assert len(asked_about(at(MONDAY - DAY, "18:00"))) == 1
    [question] = Question.objects.all()
    assert (question.occurrence, question.channel) == (both, "email")


def test_a_date_that_was_made_just_now_for_tonight_is_not_asked_about():
    now = at(MONDAY, "12:00")
    a_lone_date(at(MONDAY, "18:00"), changed_at=now - timedelta(hours=1))
    a_lone_date(at(MONDAY, "19:00"), changed_at=now - timedelta(hours=1), sequence=1)
    assert asked_about(now) == [("Mon 01.02. 19:00", "each")]


def test_two_dates_of_one_activity_are_one_message():
    first = a_lone_date(at(MONDAY, "10:00"))
    factories.an_occurrence(first.event, starts_at=at(MONDAY, "12:00"))
    assert len(asked_about(at(MONDAY - DAY, "12:00"))) == 2
    assert OutboxMessage.objects.count() == 1


def test_a_weeks_dates_are_one_message_on_monday_morning():
    series = a_cafe(asking="weekly")
    a_responsible(series.event)
    factories.an_occurrence(series.event, starts_at=at(MONDAY + 3 * DAY, "12:00"))
    assert asked_about(at(MONDAY, "08:59")) == []
    assert asked_about(at(MONDAY, "09:00")) == [
        ("Tue 02.02. 18:00", "weekly"),
        ("Thu 04.02. 12:00", "weekly"),
    ]
    assert OutboxMessage.objects.count() == 1
    assert asked_about(at(TUESDAY, "18:10")) == []


def test_a_week_that_begins_with_a_date_on_monday_is_asked_about_on_sunday():
    series = a_cafe(first=MONDAY, asking="weekly")
    a_responsible(series.event)
    factories.an_occurrence(series.event, starts_at=at(MONDAY + 3 * DAY, "12:00"))
    assert asked_about(at(MONDAY - DAY, "17:50")) == []
    assert asked_about(at(MONDAY - DAY, "18:00")) == [
        ("Mon 01.02. 18:00", "weekly"),
        ("Thu 04.02. 12:00", "weekly"),
    ]


def test_a_term_is_one_question_when_it_begins():
    series = a_cafe(first=date(2027, 1, 12), weeks=40, asking="term")
    a_responsible(series.event)
    asked_about(at(date(2026, 12, 30), "12:00"))
    new = asked_about(at(date(2027, 1, 2), "12:00"))
    assert (new[0], new[-1]) == (("Tue 12.01. 18:00", "term"), ("Tue 10.08. 18:00", "term"))
    assert OutboxMessage.objects.count() == 1
    assert asked_about(at(date(2027, 2, 1), "12:00")) == []
    assert asked_about(at(date(2027, 8, 14), "12:00")) == []
    assert asked_about(at(date(2027, 8, 15), "12:00"))[0] == ("Tue 17.08. 18:00", "term")


def test_never_is_never_also_on_a_day_on_which_many_are_free():
    series = a_cafe(first=date(2027, 3, 25), asking="never")
    a_responsible(series.event)
    for number in range(8):
        assert asked_about(at(date(2027, 3, 18) + number * DAY, "12:00")) == []


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 31), date(2027, 5, 17)])
@pytest.mark.parametrize("asking", ["each", "weekly"])
def test_a_day_on_which_many_are_free_is_asked_about_a_week_before(day, asking):
    occurrence = a_lone_date(at(day, "12:00"))
    Series.objects.update(asking=asking)
    assert asked_about(at(day - 7 * DAY, "09:50")) == []
    new = asked_about(at(day - 7 * DAY, "10:00"))
    assert [why for _when, why in new] == ["holiday"]
    services.answer(question=Question.objects.get(), answer=Answer.YES, now=at(day - 7 * DAY, "11:00"))
    for number in range(7):
        assert asked_about(at(day - 6 * DAY + number * DAY, "14:00")) == []
    occurrence.refresh_from_db()
    assert occurrence.confirmed_at == at(day - 7 * DAY, "11:00")


def test_who_did_not_answer_about_a_free_day_is_asked_again_in_its_turn():
    a_lone_date(at(date(2027, 5, 17), "12:00"))
    assert [why for _when, why in asked_about(at(date(2027, 5, 10), "10:00"))] == ["holiday"]
    assert [why for _when, why in asked_about(at(date(2027, 5, 16), "12:00"))] == ["each"]


def test_a_term_that_was_confirmed_asks_about_christmas_eve_all_the_same():
    series = a_cafe(first=date(2026, 11, 26), weeks=5, asking="term")
    a_responsible(series.event)
    asked_about(at(date(2026, 11, 20), "12:00"))
    services.answer(question=Question.objects.first(), answer=Answer.YES, now=at(date(2026, 11, 20), "13:00"))
    assert asked_about(at(date(2026, 12, 17), "12:00")) == [("Thu 24.12. 18:00", "holiday")]


@pytest.mark.parametrize("asking", ["each", "weekly", "term"])
def test_a_date_that_was_moved_is_asked_about_anew_once(asking):
    series = a_cafe(asking=asking)
    a_responsible(series.event)
    asked_about(at(MONDAY, "18:00"))
    question = Question.objects.earliest("starts_at")
    services.answer(question=question, answer=Answer.YES, now=at(MONDAY, "18:10"))
    first = dates_of(series)[0]
    move_date(occurrence=first, starts_at=at(TUESDAY + DAY, "19:00"), user=None, now=at(MONDAY, "19:00"))
    first.refresh_from_db()
    assert (first.asked_at, first.confirmed_at, first.responsible) == (None, None, None)
    assert asked_about(at(TUESDAY, "19:00")) == [("Wed 03.02. 19:00", "moved")]
    assert asked_about(at(TUESDAY, "19:10")) == []


@pytest.mark.parametrize(("left", "number"), [("16:00", 0), ("12:00", 1)])
def test_a_date_that_was_moved_to_tonight_is_asked_about_if_there_is_time(left, number):
    occurrence = a_lone_date(at(MONDAY + 9 * DAY, "18:00"))
    move_date(occurrence=occurrence, starts_at=at(MONDAY, "18:00"), user=None, now=at(MONDAY, "11:00"))
    assert len(asked_about(at(MONDAY, left))) == number


def a_warning(colour: str, *occurrences: Occurrence) -> WeatherWarning:
    start = min(each.starts_at for each in occurrences)
    warning = WeatherWarning.objects.create(
        identifier=f"2.49.0.1.578.0.{colour}",
        kind="wind",
        colour=colour,
        begins_at=start,
        ends_at=start + DAY,
        read_at=start - DAY,
    )
    Occurrence.objects.filter(pk__in=[each.pk for each in occurrences]).update(warning=warning)
    return warning


def test_a_warning_asks_out_of_turn_and_a_graver_one_again():
    occurrence = a_lone_date(at(MONDAY, "18:00"))
    Series.objects.update(asking="term")
    asked_about(at(MONDAY - 3 * DAY, "12:00"))
    services.answer(question=Question.objects.get(), answer=Answer.YES, now=at(MONDAY - 3 * DAY, "13:00"))
    a_warning("orange", occurrence)
    assert [why for _when, why in asked_about(at(MONDAY - DAY, "12:00"))] == ["warning"]
    assert asked_about(at(MONDAY - DAY, "12:10")) == []
    a_warning("red", occurrence)
    assert [why for _when, why in asked_about(at(MONDAY - DAY, "15:00"))] == ["warning"]
    assert asked_about(at(MONDAY - DAY, "15:10")) == []
    occurrence.refresh_from_db()
    assert occurrence.confirmed_at == at(MONDAY - 3 * DAY, "13:00")


def test_a_warning_that_is_known_when_it_is_asked_or_is_withdrawn_asks_no_more():
    first, second = a_lone_date(at(MONDAY, "18:00")), a_lone_date(at(MONDAY, "18:00"))
    a_warning("orange", first)
    withdrawn = a_warning("red", second)
    withdrawn.withdrawn_at = at(MONDAY - DAY, "08:00")
    withdrawn.save()
    assert sorted(why for _when, why in asked_about(at(MONDAY - DAY, "18:00"))) == ["each", "warning"]
    assert asked_about(at(MONDAY - DAY, "18:10")) == []


def test_the_substitute_is_asked_in_the_morning_and_the_next_one_four_hours_later():
    occurrence = a_lone_date(at(MONDAY, "18:00"))
    for name in ("Per Eksempel", "Åse Eksempel"):
        a_responsible(occurrence.event, name)

    def who(now: datetime) -> list[str]:
        asked_about(now)
        return [each.responsible.first_name for each in Question.objects.order_by("asked_at")]

    assert who(at(MONDAY - DAY, "18:00")) == ["Kari"]
    assert who(at(MONDAY - DAY, "20:50")) == ["Kari"]
    assert who(at(MONDAY, "08:00")) == ["Kari", "Per"]
    assert who(at(MONDAY, "11:50")) == ["Kari", "Per"]
    assert who(at(MONDAY, "12:00")) == ["Kari", "Per", "Åse"]
    occurrence.refresh_from_db()
    assert occurrence.asked_at == at(MONDAY - DAY, "18:00")
    # The first one's answer still counts.
    services.answer(
        question=Question.objects.earliest("asked_at"), answer=Answer.YES, now=at(MONDAY, "13:00")
    )
    occurrence.refresh_from_db()
    assert occurrence.responsible.first_name == "Kari"


def test_no_substitute_is_asked_once_somebody_has_answered():
    occurrence = a_lone_date(at(MONDAY, "18:00"))
    a_responsible(occurrence.event, "Per Eksempel")
    asked_about(at(MONDAY - DAY, "18:00"))
    services.answer(question=Question.objects.get(), answer=Answer.YES, now=at(MONDAY - DAY, "19:00"))
    assert asked_about(at(MONDAY, "08:00")) == []
    cancel_date(occurrence=occurrence, user=None, now=at(MONDAY, "09:00"))
    assert asked_about(at(MONDAY, "12:00")) == []


def test_asking_costs_the_same_for_one_and_for_three(django_assert_num_queries):
    series = [a_cafe() for _each in range(4)]
    for each in series:
        a_responsible(each.event)
    for each in series[1:]:
        each.occurrences.filter(starts_at__lt=at(MONDAY + 7 * DAY, "12:00")).delete()
    for number, now in ((1, at(MONDAY, "18:00")), (4, at(MONDAY + 7 * DAY, "18:00"))):
        with django_assert_num_queries(15):
            ask_due(now=now)
        assert Question.objects.filter(asked_at=now).count() == number


def test_a_warning_has_what_is_due_looked_for_at_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as after:
        dates_warned.send(sender=WeatherWarning, occurrence_ids=[1], now=timezone.now())
    assert [each.given for each in after] == [("confirming.ask_due",)]
