"""Days, times, numbers and telephone numbers: one answer each, in every language, on the clock in Norway."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from core import formats
from events.choices import spoken_languages

# 22:00 on 23 November 2026 in Norway; three hours later, and the afternoon after.
EVENING = datetime(2026, 11, 23, 21, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 0, tzinfo=UTC)
NEXT_AFTERNOON = datetime(2026, 11, 24, 15, tzinfo=UTC)
LANGUAGES = ["nb", "nn", "en", "uk", "ar"]


def written(language: str, expression: str, **values: object) -> str:
    with override(language):
        return Template("{% load core_tags %}{{ " + expression + " }}").render(Context(values))


@pytest.mark.parametrize(
    ("language", "day", "month", "moment"),
    [
        ("nb", "mandag 23. november", "november 2026", "23. nov. 2026, 22:00"),
        ("nn", "måndag 23. november", "november 2026", "23. nov. 2026, 22:00"),
        ("en", "Monday 23 November", "November 2026", "23 Nov 2026, 22:00"),
        ("uk", "понеділок, 23 листопада", "листопад 2026\u00a0року", "23 лист. 2026\u00a0року, 22:00"),
        ("ar", "الاثنين، 23 نوفمبر", "نوفمبر 2026", "23 نوفمبر 2026، 22:00"),
    ],
)
def test_days_are_written_in_the_readers_language(language, day, month, moment):
    assert written(language, "value|day", value=EVENING) == day
    assert written(language, "value|month", value=EVENING) == month
    assert written(language, "value|moment", value=EVENING) == moment


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moment_is_on_the_clock_in_norway_whatever_zone_is_active(language):
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert written(language, "value|clock", value=EVENING) == "22:00"
        assert written(language, "value|day_number", value=EVENING) == "23"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nb", "mandag 23. november kl. 22:00–01:00"),
        ("nn", "måndag 23. november kl. 22:00–01:00"),
        ("en", "Monday 23 November, 22:00 to 01:00"),
        ("uk", "понеділок, 23 листопада, з 22:00 до 01:00"),
        ("ar", "الاثنين، 23 نوفمبر، من 22:00 إلى 01:00"),
    ],
)
def test_what_ends_after_midnight_belongs_to_the_evening_it_began_on(language, sentence):
    """Pages called 22:00 to 01:00 one evening, and mails two days."""
    with override(language):
        assert formats.when(EVENING, NIGHT) == sentence
        assert formats.hours(EVENING, NIGHT) == "22:00–01:00"
        assert formats.ending(EVENING, NIGHT) == "01:00"


@pytest.mark.parametrize(
    ("language", "hours"),
    [
        ("nb", "22:00 – tir. 24. nov. kl. 16:00"),
        ("nn", "22:00 – ty. 24. nov. kl. 16:00"),
        ("en", "22:00 – Tue 24 Nov, 16:00"),
        ("uk", "22:00 – вт, 24 лист., 16:00"),
        ("ar", "22:00 – الثلاثاء، 24 نوفمبر، 16:00"),
    ],
)
def test_what_lasts_longer_names_its_last_day(language, hours):
    with override(language):
        assert formats.hours(EVENING, NEXT_AFTERNOON) == hours


# From 23 November at midnight in Norway: one day, and three.
DAY = (datetime(2026, 11, 22, 23, tzinfo=UTC), datetime(2026, 11, 23, 23, tzinfo=UTC))
THREE_DAYS = (DAY[0], datetime(2026, 11, 25, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("language", "one", "three"),
    [
        ("nb", "mandag 23. november, hele dagen", "mandag 23. november til onsdag 25. november"),
        ("nn", "måndag 23. november, heile dagen", "måndag 23. november til onsdag 25. november"),
        ("en", "Monday 23 November, all day", "Monday 23 November to Wednesday 25 November"),
        ("uk", "понеділок, 23 листопада, весь день", "понеділок, 23 листопада – середа, 25 листопада"),
        ("ar", "الاثنين، 23 نوفمبر، طوال اليوم", "من الاثنين، 23 نوفمبر إلى الأربعاء، 25 نوفمبر"),
    ],
)
def test_what_lasts_all_day_has_days_and_no_times(language, one, three):
    with override(language):
        assert formats.when(*DAY) == one
        assert formats.when(*THREE_DAYS) == three
        for days in (DAY, THREE_DAYS):
            for write in (formats.hours, formats.ending, formats.beginning, formats.day_with_beginning):
                assert "00:00" not in write(*days)


def test_what_ends_at_midnight_is_over_that_day():
    """10:00 to 24:00 was two days: "Monday to Tuesday, 00:00"."""
    morning, midnight = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert formats.is_on_one_day(morning, midnight)
    with override("en"):
        assert formats.when(morning, midnight) == "Monday 23 November, 10:00 to 00:00"


def test_all_day_is_all_day_when_the_clocks_change():
    spring = (datetime(2027, 3, 27, 23, tzinfo=UTC), datetime(2027, 3, 28, 22, tzinfo=UTC))
    autumn = (datetime(2027, 10, 30, 22, tzinfo=UTC), datetime(2027, 10, 31, 23, tzinfo=UTC))
    for start, end in (spring, autumn):
        assert formats.is_all_day(start, end)
        assert formats.is_on_one_day(start, end)


@pytest.mark.parametrize(
    ("language", "number"),
    [
        ("nb", "1\u00a0234\u00a0567"),
        ("nn", "1\u00a0234\u00a0567"),
        ("en", "1,234,567"),
        ("uk", "1\u00a0234\u00a0567"),
        ("ar", "1,234,567"),
    ],
)
def test_thousands_have_one_answer(language, number):
    """Facts wrote Arabic thousands with a comma, figures with a point."""
    assert written(language, "value|number", value=1_234_567) == number
    with override(language):
        assert formats.number(1_234_567) == number


@pytest.mark.parametrize(
    ("typed", "shown", "dialled"),
    [
        ("75058000", "75 05 80 00", "75058000"),
        ("900 00 000", "900 00 000", "90000000"),
        ("90 00 00 00", "900 00 000", "90000000"),
        ("+4790000000", "900 00 000", "+4790000000"),
        ("0047 75 05 80 00", "75 05 80 00", "+4775058000"),
        ("+380 44 123 45 67", "+380 44 123 4567", "+380441234567"),
        ("116 117", "116 117", "116117"),
    ],
)
def test_a_telephone_number_is_written_and_dialled_one_way(typed, shown, dialled):
    assert formats.telephone(typed) == shown.replace(" ", "\u00a0")
    assert formats.telephone_digits(typed) == dialled


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "norsk og engelsk"),
        ("nn", "norsk og engelsk"),
        ("en", "Norwegian and English"),
        ("uk", "норвезька та англійська"),
        ("ar", "النرويجية والإنجليزية"),
    ],
)
def test_languages_are_named_and_joined_in_the_readers_language(language, words):
    with override(language):
        assert formats.languages_in_words(["no", "en"]) == words


def test_what_comes_from_babel_has_the_apostrophe_of_the_catalogue():
    """ "пʼятниця" stood beside "п’ятнична" on one page, and a search for one did not find the other."""
    days = [EVENING + timedelta(days=31 * number) for number in range(12)]
    days += [EVENING + timedelta(days=number) for number in range(7)]
    written = (formats.day, formats.day_with_year, formats.short_day, formats.short_month, formats.month)
    with override("uk"):
        texts = [write(value) for write in (*written, formats.moment) for value in days]
        texts += [formats.weekday(number) for number in range(7)]
        texts += [formats.language_in_words(code) for code in Locale("uk").languages]
        texts += [formats.written_language_in_words(code) for code in Locale("uk").languages]
        assert "п’ятниця" in texts
        assert {text for text in texts if {"'", "\u02bc"} & set(text)} == set()
        assert formats.in_words(["спорт", "ігри", "іспанська"]) == "спорт, ігри та іспанська"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("nb", ["nordsamisk", "lulesamisk", "sørsamisk"]),
        ("nn", ["nordsamisk", "lulesamisk", "sørsamisk"]),
        ("en", ["Northern Sámi", "Lule Sámi", "Southern Sámi"]),
        ("uk", ["північносаамська", "луле-саамська", "південносаамська"]),
        ("ar", ["السامية الشمالية", "سامية لوله", "السامية الجنوبية"]),
    ],
)
def test_each_sami_language_has_its_own_name(language, names):
    """Lule Sámi could not be chosen, and was told as Northern Sámi."""
    assert {"se", "smj", "sma"} <= set(spoken_languages())
    with override(language):
        assert [formats.language_in_words(code) for code in ("se", "smj", "sma")] == names


@pytest.mark.parametrize("language", ["nb", "nn", "uk"])
def test_languages_are_lower_case_within_a_sentence_where_the_reader_writes_so(language):
    with override(language):
        for code in [*spoken_languages(), *(code for code, _name in settings.LANGUAGES)]:
            for name in (formats.language_in_words(code), formats.written_language_in_words(code)):
                assert name == name.lower()


@pytest.mark.parametrize(("language", "names"), [("nb", "bokmål nynorsk"), ("nn", "bokmål nynorsk")])
def test_a_reader_of_norwegian_is_told_which(language, names):
    with override(language):
        assert " ".join(formats.written_language_in_words(code) for code in ("nb", "nn")) == names


@pytest.mark.parametrize("code", ["nb", "nn", "no"])
def test_both_kinds_of_norwegian_are_norwegian(code):
    with override("en"):
        assert formats.language_in_words(code) == "Norwegian"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_spoken_language_has_a_name(language):
    with override(language):
        assert all(formats.language_in_words(code) for code in spoken_languages())


@pytest.mark.parametrize("language", ["nb", "nn", "en", "uk", "ar"])
def test_a_day_is_written_one_way_with_and_without_its_year(language):
    """ "Sunday 29 November" stood beside "Thursday, 26 November 2026"."""
    with override(language):
        assert formats.day_with_year(EVENING).startswith(formats.day(EVENING))
