"""The rule of an activity in a sentence, in the five languages."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from events.dates.plan import Plan
from events.dates.sentence import in_a_sentence, sentence_of
from events.models import Series
from tests import factories
from tests.markup import texts

WEEKLY = Plan(date(2027, 1, 5), time(18), time(20), "weekly")
BOTH = replace(WEEKLY, rests_at_holidays=True, rests_in_summer=True)


def said(plan: Plan, language: str = "en") -> str:
    with override(language):
        marks = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))
        return in_a_sentence(plan.settled()).translate(marks).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Every Tuesday, 18:00–20:00, not in the Christmas, Easter and summer holidays"),
        ("nb", "Hver tirsdag, 18:00–20:00, ikke i jule-, påske- og sommerferien"),
        ("nn", "Kvar tysdag, 18:00–20:00, ikkje i jule-, påske- og sommarferien"),
        ("uk", "Щотижня: вівторок, 18:00–20:00, крім Різдва, Великодня та літа"),
        ("ar", "كل أسبوع: الثلاثاء، 18:00–20:00، ما عدا عطل عيد الميلاد وعيد الفصح والصيف"),
    ],
)
def test_rule_is_said_in_every_language(language, words):
    assert said(BOTH, language) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Every Tuesday, 18:00–20:00"),
        ({"rests_at_holidays": True}, "Every Tuesday, 18:00–20:00, not in the Christmas and Easter holidays"),
        ({"rests_in_summer": True}, "Every Tuesday, 18:00–20:00, not in the summer holidays"),
        ({"weekdays": (1, 3)}, "Every Tuesday and Thursday, 18:00–20:00"),
        ({"repeats": "biweekly"}, "Every second Tuesday, 18:00–20:00"),
        ({"repeats": "monthly", "rests_in_summer": True}, "Every month on Tuesday, 18:00–20:00"),
        ({"all_day": True}, "Every Tuesday"),
        ({"days": 3}, "Every Tuesday"),
        # By the clock on the wall, in a series that began in summer too.
        ({"first_date": date(2026, 7, 7)}, "Every Tuesday, 18:00–20:00"),
    ],
)
def test_each_pattern_is_said(changes, words):
    assert said(replace(WEEKLY, **changes)) == words


@pytest.mark.parametrize("recurrence", ["", "RDATE:20270105T180000,20270109T180000", "RRULE:FREQ=DAILY"])
def test_what_follows_no_rule_of_ours_is_not_said(recurrence):
    lasts = timedelta(hours=2)
    series = Series(first_date=date(2027, 1, 5), start_time=time(18), duration=lasts, recurrence=recurrence)
    assert sentence_of(series) == ""


@pytest.mark.django_db
def test_it_stands_on_the_page_of_a_date(client):
    now = timezone.now()
    event = factories.an_event()
    plan = replace(BOTH, first_date=now.date()).settled()
    fields = vars(plan.apply_to(Series()))
    kept = ("first_date", "start_time", "duration", "recurrence", "rests_at_holidays", "rests_in_summer")
    factories.a_series(event, now=now, **{name: fields[name] for name in kept})
    date_ = event.occurrences.order_by("starts_at").last()
    page = client.get(f"/nb/{event.municipality.slug}/events/{date_.public_id}/").content.decode()
    assert "ikke i jule-, påske- og sommerferien" in texts(page, "#event-repeated")[0]
