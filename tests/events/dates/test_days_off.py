"""Days on which many activities pause."""

from datetime import date

import pytest
from django.utils.translation import override

from events.dates.days_off import HOLIDAYS, DayOff, Holiday, _public_holidays, days_off

AUTUMN = Holiday("Høstferie", date(2027, 10, 4), date(2027, 10, 8))


def test_public_holidays_are_named_in_the_readers_language():
    with override("nb"):
        found = days_off(date(2027, 3, 20), date(2027, 5, 17))
    assert {day.isoformat(): off.name for day, off in found.items()} == {
        "2027-03-25": "Skjærtorsdag",
        "2027-03-26": "Langfredag",
        "2027-03-28": "Første påskedag",
        "2027-03-29": "Andre påskedag",
        "2027-05-01": "1. mai, arbeidernes dag",
        "2027-05-06": "Kristi himmelfartsdag",
        "2027-05-16": "Første pinsedag",
        "2027-05-17": "17. mai, grunnlovsdagen",
    }


@pytest.mark.parametrize("year", range(2026, 2046))
def test_every_public_holiday_has_a_name_in_every_language(year):
    assert {name for names in _public_holidays(year).values() for name in names} <= set(HOLIDAYS)


@pytest.mark.parametrize(
    ("day", "pauses"),
    [
        (date(2027, 3, 26), True),
        # Also in 2027, when it is Whit Monday.
        (date(2027, 5, 17), False),
        (date(2028, 5, 17), False),
        (date(2027, 12, 24), True),
        (date(2027, 12, 25), True),
        (date(2027, 12, 31), True),
    ],
)
def test_most_holidays_pause_and_some_ask(day, pauses):
    assert days_off(day, day)[day].pauses is pauses


def test_school_holidays_are_off_from_their_first_to_their_last_day():
    found = days_off(date(2027, 10, 1), date(2027, 10, 7), school=[AUTUMN])
    assert found == {date(2027, 10, number): DayOff("Høstferie", pauses=True) for number in (4, 5, 6, 7)}


def test_a_public_holiday_in_a_school_holiday_has_its_own_name():
    easter = Holiday("Påskeferie", date(2027, 3, 22), date(2027, 3, 30))
    with override("nb"):
        found = days_off(date(2027, 3, 25), date(2027, 3, 27), school=[easter])
    assert [off.name for _day, off in sorted(found.items())] == ["Skjærtorsdag", "Langfredag", "Påskeferie"]
