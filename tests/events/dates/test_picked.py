"""Days as people here type and paste them."""

from datetime import date

import pytest

from events.dates.picked import Picked, read_days

TODAY = date(2026, 11, 26)


def read(text: str) -> str:
    found = read_days(text, today=TODAY)
    assert (found.unclear, found.wrong_weekdays) == ((), ())
    return " ".join(day.isoformat() for day in found.days)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("19.06.2027, 26. juni", "2027-06-19 2027-06-26"),
        ("17.02.2026", "2026-02-17"),
        ("17.2.27", "2027-02-17"),
        ("17.2", "2027-02-17"),
        ("17.2.", "2027-02-17"),
        ("17/2", "2027-02-17"),
        ("17/2-27", None),
        ("2027-02-17", "2027-02-17"),
        ("onsdag 17. februar", "2027-02-17"),
        ("ons. 17. feb.", "2027-02-17"),
        ("Onsdag 17.februar 2027", "2027-02-17"),
        ("måndag 14. desember", "2026-12-14"),
        ("5., 12. og 19. juni", "2027-06-05 2027-06-12 2027-06-19"),
        ("5 og 12 juni 2028", "2028-06-05 2028-06-12"),
        ("19.06.2028, 26. juni", "2028-06-19 2028-06-26"),
        # A season over the turn of the year.
        ("29. november, 13. desember, 17. januar", "2026-11-29 2026-12-13 2027-01-17"),
        ("13.12.2026, 17. januar", "2026-12-13 2027-01-17"),
        ("3. juli\n\n- 26. juni;\t19. juni", "2027-06-19 2027-06-26 2027-07-03"),
        ("19. juni, 19.6.2027", "2027-06-19"),
        ("19.–21. juni", "2027-06-19 2027-06-20 2027-06-21"),
        ("19. - 21. juni og 25. juni", "2027-06-19 2027-06-20 2027-06-21 2027-06-25"),
        ("19.-21.6.2028", "2028-06-19 2028-06-20 2028-06-21"),
        ("30. desember–2. januar", "2026-12-30 2026-12-31 2027-01-01 2027-01-02"),
        ("2027-06-19 – 2027-06-21", "2027-06-19 2027-06-20 2027-06-21"),
        ("29. februar", "2028-02-29"),
        ("16 червня та 23 червня", "2027-06-16 2027-06-23"),
        ("١٩ يونيو", "2027-06-19"),
        ("12 May", "2027-05-12"),
        ("", ""),
    ],
)
def test_days_are_read_as_they_are_written(text, days):
    if days is None:
        assert read_days(text, today=TODAY).unclear
    else:
        assert read(text) == days


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("31.02.2027", ("31.02.2027",)),
        ("21.–19. juni 2027", ("19. juni 2027",)),
        ("1. januar – 1. juni", ("1. juni",)),
        ("16-18", ("16", "18")),
        ("19. juni, bingo", ("bingo",)),
        ("19. juni kl. 18.10", ("kl. 18.10",)),
        ("19. juni kl. 1730-1930", ("kl. 1730-1930",)),
        ("uke 8", ("uke", "8")),
        ("19", ("19",)),
        ("32. juni", ("32. juni",)),
        ("<script>", ("<script>",)),
        ("99999999", ("99999999",)),
    ],
)
def test_what_says_no_day_is_named(text, unclear):
    assert read_days(text, today=TODAY).unclear == unclear


def test_a_weekday_that_does_not_fit_is_named_with_the_day():
    found = read_days("tirsdag 17. februar", today=TODAY)
    assert found == Picked((date(2027, 2, 17),), (), (("tirsdag 17. februar", date(2027, 2, 17)),))
