"""Three weeks of a language café: asked, answered, cancelled, silent, and back. The mail is a real one."""

import email
import re
from datetime import timedelta
from email import policy

import pytest
from django.urls import reverse
from django.utils import timezone

from core.clock import end_of_night
from events.confirming import services
from events.confirming.asking import ask_due
from events.confirming.choices import Answer, Why
from events.confirming.models import Question
from events.confirming.silence import notice
from events.is_it_on import Known, known_of
from events.models import Occurrence
from tests import factories
from tests.events.confirming.making import MONDAY, a_cafe, a_responsible, at, dates_of

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.mark.django_db
def test_three_weeks_of_a_language_cafe():
    series = a_cafe(weeks=10)
    a_responsible(series.event)
    first, second = dates_of(series)[:2]

    # The first week: asked on Monday evening, yes ten minutes later.
    eve = at(MONDAY, "18:00")
    assert ask_due(now=eve) == 1
    first.refresh_from_db()
    assert known_of(first, now=eve) == Known.ASKED
    services.answer(question=Question.objects.get(), answer=Answer.YES, now=eve + timedelta(minutes=10))
    first.refresh_from_db()
    assert known_of(first, now=first.starts_at) == Known.CONFIRMED
    assert first.responsible.public_name == "Kari"

    # The second: no, and so many came last time.
    ask_due(now=eve + WEEK)
    question = Question.objects.get(occurrence=second)
    services.answer(question=question, answer=Answer.NO, came_last=12, now=eve + WEEK + DAY / 2)
    second.refresh_from_db()
    assert second.is_cancelled
    assert first.headcount.participants == 12

    # From the third on nobody answers: the fourth silent date ends, and lists leave it out.
    for number in range(2, 6):
        date = dates_of(series)[number]
        assert ask_due(now=eve + number * WEEK) == 1
        date.refresh_from_db()
        assert known_of(date, now=date.starts_at) == Known.SILENT
        notice(now=date.ends_at)
    assert not Occurrence.objects.listed().filter(series=series, ends_at__gt=date.ends_at).exists()
    assert ask_due(now=eve + 6 * WEEK) == 0

    # One answer to the old link, and it is back and asked about.
    late = services.answer(question=date.questions.get(), answer=Answer.YES, now=eve + 6 * WEEK)
    assert late.outcome == "over"
    assert Occurrence.objects.listed().filter(series=series, ends_at__gt=date.ends_at).exists()
    assert ask_due(now=eve + 6 * WEEK + timedelta(hours=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_letters_link_answers(client, celery_worker_process, smtp_server):
    now = timezone.now()
    # At night only what begins before the morning is asked about.
    date = factories.an_occurrence(starts_at=end_of_night(now) or now + timedelta(hours=30))
    a_responsible(date.event)
    services.ask(occurrence=date, why=Why.WARNING, now=now)
    [raw] = smtp_server.wait(1)
    letter = email.message_from_bytes(raw, policy=policy.default)
    assert letter["To"] == "kari@example.org"
    text = letter.get_body(("plain",)).get_content()
    assert "Hei, Kari Eksempel" in text or "Hei Kari Eksempel" in text
    address = re.search(r"http://[^/\s]+(/nb/is-it-on/\S+/)", text)[1]
    assert "Ja, det blir" in client.get(address).content.decode()
    date.refresh_from_db()
    assert date.confirmed_at is None
    client.post(address, {"answer": "yes"})
    date.refresh_from_db()
    assert date.confirmed_at
    assert reverse("privacy") in text
