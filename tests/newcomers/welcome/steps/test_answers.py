"""What people answer decides which steps still come: once each, however often they press."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections

from newcomers.services import erase_newcomer
from newcomers.welcome.models import Answer, Delivery, Journey
from newcomers.welcome.steps.answers import answer, take_back
from newcomers.welcome.steps.daily import send_due
from newcomers.welcome.steps.journeys import (
    end_all,
    resume,
)
from tests import factories
from tests.newcomers.welcome.steps.days import ARRIVED, had, oslo

pytestmark = pytest.mark.django_db


def test_what_is_answered_is_not_asked_again_until_it_is_taken_back(steps, anna):
    for month in (2, 4):
        send_due(now=oslo(2027, month, 1, 10))
    answer(newcomer=anna, question="found", value="yes", step=steps["month_3"], now=oslo(2027, 4, 2, 10))
    send_due(now=oslo(2027, 7, 1, 10))
    assert had(anna) == ["arrival", "month_1", "month_3"]
    assert Journey.objects.get().passed_over == []
    take_back(newcomer=anna, question="found", step=steps["month_3"], now=oslo(2027, 7, 1, 11))
    assert not Answer.objects.exists()


def test_who_had_found_nothing_is_asked_again_and_both_answers_stay(steps, anna):
    for month in (2, 4):
        send_due(now=oslo(2027, month, 1, 10))
    answer(newcomer=anna, question="found", value="no", step=steps["month_3"], now=oslo(2027, 4, 2, 10))
    send_due(now=oslo(2027, 7, 1, 10))
    assert had(anna) == ["arrival", "month_1", "month_3", "month_6"]
    answer(newcomer=anna, question="found", value="yes", step=steps["month_6"], now=oslo(2027, 7, 2, 10))
    rows = Answer.objects.order_by("asked_in").values_list("asked_in", "value")
    assert list(rows) == [("month_3", "no"), ("month_6", "yes")]


def test_whoever_has_moved_gets_no_more_and_may_come_back(steps, anna):
    answer(newcomer=anna, question="still_here", value="no", step=None, now=oslo(2027, 1, 20, 10))
    send_due(now=oslo(2027, 2, 1, 10))
    assert had(anna) == ["arrival"]
    answer(newcomer=anna, question="still_here", value="yes", step=None, now=oslo(2027, 2, 10, 10))
    send_due(now=oslo(2027, 2, 10, 11))
    assert had(anna) == ["arrival"]
    send_due(now=oslo(2027, 4, 1, 10))
    assert had(anna) == ["arrival", "month_3"]


def test_no_more_of_these_steps_and_again(steps, anna):
    end_all(newcomer=anna, why=Journey.Ended.STOPPED, now=oslo(2027, 1, 20, 10))
    send_due(now=oslo(2027, 2, 1, 10))
    resume(newcomer=anna, why=Journey.Ended.STOPPED, now=oslo(2027, 3, 1, 10))
    send_due(now=oslo(2027, 4, 1, 10))
    assert had(anna) == ["arrival", "month_3"]


def test_whoever_is_erased_is_gone_with_their_way(steps, anna):
    answer(newcomer=anna, question="company", value="yes", step=None, now=oslo(2027, 1, 20, 10))
    erase_newcomer(newcomer=anna, asked_at=oslo(2027, 1, 21, 10))
    send_due(now=oslo(2027, 2, 1, 10))
    assert not Journey.objects.exists()
    assert not Answer.objects.exists()
    assert Delivery.objects.count() == 1


def test_two_hundred_who_answer_twice_have_one_answer_each(steps, heroy):
    people = factories.many_newcomers(200, municipality=heroy)
    for person in people:
        answer(newcomer=person, question="found", value="yes", step=None, now=ARRIVED)
        answer(newcomer=person, question="found", value="yes", step=None, now=ARRIVED)
    assert Answer.objects.count() == 200


@pytest.mark.django_db(transaction=True)
def test_presses_at_once_leave_one_answer(steps, arrive):
    person = arrive("Anna", ARRIVED, date(2027, 1, 1))

    def press(number: int) -> None:
        try:
            answer(newcomer=person, question="found", value=("yes", "no")[number % 2], step=None, now=ARRIVED)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(200)))
    assert Answer.objects.count() == 1
