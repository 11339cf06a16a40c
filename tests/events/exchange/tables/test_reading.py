"""Tables as organisers keep them: what is understood of them, and what is asked."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from core.spreadsheets.reading import UnreadableFile
from events.dates.plan import Repeats
from events.exchange.tables.days import read_rule
from events.exchange.tables.offers import (
    Understood,
    guess_category,
    read_ages,
    read_capacity,
    read_languages,
    read_price,
    read_signup,
    take_proposal,
)
from events.exchange.tables.reading import read_cells, read_table
from events.exchange.tables.times import Hours, read_hours

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
TODAY = NOW.date()
SAMPLES = Path(__file__).parents[5] / "shared" / "domain" / "samples"


def days(text: str, weekday: str = "", *, year: int | None = None):
    return read_rule(text, weekday_text=weekday, until_text="", year=year, today=TODAY)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("kl. 1600 – 1730", Hours(time(16), time(17, 30))),
        ("kl. 16.00–17.30", Hours(time(16), time(17, 30))),
        ("19-21", Hours(time(19), time(21))),
        ("fra kl 18 til kl 20", Hours(time(18), time(20))),
        ("18", Hours(time(18))),
        ("16:00:00", Hours(time(16))),
        ("0.6666666666666666", Hours(time(16))),
        ("0,75", None),
        ("hele dagen", Hours(all_day=True)),
        ("fra kl. 11.000-14.00", None),
        ("25-26", None),
        ("på kvelden", None),
    ],
)
def test_hours_are_read_as_they_are_written_or_not_at_all(text, hours):
    if hours is None:
        with pytest.raises(ValueError, match="."):
            read_hours(text)
    else:
        assert read_hours(text) == hours


@pytest.mark.parametrize(
    ("text", "weekday", "year", "expected"),
    [
        ("hver tirsdag", "Tirsdag", None, (Repeats.WEEKLY, (1,), (), TODAY, None)),
        ("kvar tysdag", "", None, (Repeats.WEEKLY, (1,), (), TODAY, None)),
        ("tirsdager", "", None, (Repeats.WEEKLY, (1,), (), TODAY, None)),
        ("2. og 4. tirsdag i måneden", "", None, (Repeats.MONTHLY, (1,), (2, 4), TODAY, None)),
        ("siste torsdag i månaden", "", None, (Repeats.MONTHLY, (3,), (-1,), TODAY, None)),
        ("annenhver torsdag (fra uke 3)", "", 2026, (Repeats.BIWEEKLY, (3,), (), date(2026, 1, 12), None)),
        ("annakvar torsdag frå 15.01.2026", "", None, (Repeats.BIWEEKLY, (3,), (), date(2026, 1, 15), None)),
        (
            "every second Thursday from 2026-01-15",
            "",
            None,
            (Repeats.BIWEEKLY, (3,), (), date(2026, 1, 15), None),
        ),
        (
            "hver søndag september–april",
            "",
            2026,
            (Repeats.WEEKLY, (6,), (), date(2026, 9, 1), date(2027, 4, 30)),
        ),
        ("tysdagar i uke 3-20", "", 2026, (Repeats.WEEKLY, (1,), (), date(2026, 1, 12), date(2026, 5, 17))),
    ],
)
def test_rules_are_read_in_bokmal_nynorsk_and_english(text, weekday, year, expected):
    found = days(text, weekday, year=year)
    assert not found.asked
    assert (found.repeats, found.weekdays, found.positions, found.first, found.until) == expected


@pytest.mark.parametrize(
    ("text", "weekday", "year", "expected"),
    [
        ("12.3.26", "Torsdag", None, [date(2026, 3, 12)]),
        ("07.06.2026", "Søndag", None, [date(2026, 6, 7)]),
        # The weekday says which year it is.
        ("tirsdag 17. februar", "", None, [date(2026, 2, 17)]),
        ("17. februar", "", 2026, [date(2026, 2, 17)]),
        ("46098", "", None, [date(2026, 3, 17)]),
        ("uke 53", "mandag", 2026, [date(2026, 12, 28)]),
        ("uke 3, 5 og 7", "tirsdag", 2026, [date(2026, 1, 13), date(2026, 1, 27), date(2026, 2, 10)]),
        ("10.–12. juni", "", 2026, [date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 12)]),
    ],
)
def test_days_are_read(text, weekday, year, expected):
    found = days(text, weekday, year=year)
    assert (found.asked, list(found.dates)) == ((), expected)


@pytest.mark.parametrize(
    ("text", "weekday", "year", "field"),
    [
        ("onsdag 17. februar", "", None, "year"),
        ("17. februar", "", None, "year"),
        ("annenhver onsdag fra uke 3", "", None, "year"),
        ("annenhver onsdag", "", None, "date"),
        ("én søndag i måneden okt–mars", "", 2026, "date"),
        ("hver 2. tirsdag", "", None, "date"),
        ("femte torsdag i måneden", "", None, "date"),
        ("tirsdag i oddetallsuker", "", 2026, "date"),
        ("Uke 8 og 9", "", 2026, "date"),
        ("uke 53", "mandag", 2027, "date"),
        ("20.02.2026", "Mandag", None, "date"),
        ("31.02.2026", "", None, "date"),
        ("01.01.2026", "", None, "date"),
        ("Datoer kommer på Facebook", "", None, "date"),
        ("hver tirsdag kanskje", "", None, "date"),
        ("", "", None, "date"),
    ],
)
def test_what_is_not_sure_is_asked_and_never_guessed(text, weekday, year, field):
    found = days(text, weekday, year=year)
    assert field in [asked.field for asked in found.asked]
    assert found.dates == ()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Gratis", {"price_nok": 0}),
        ("0,-", {"price_nok": 0}),
        ("20 kr", {"price_nok": 20}),
        ("kr 1 200", {"price_nok": 1200}),
        ("49,50", {"price_nok": 50}),
        ("kr 50,-/gratis for medlemmer", {"price_nok": 50, "cost_note": "kr 50,-/gratis for medlemmer"}),
        ("", {}),
    ],
)
def test_prices(text, facts):
    into = Understood()
    read_price(text, into)
    assert (into.facts, into.problems) == (facts, [])


@pytest.mark.parametrize(
    ("read", "text", "facts"),
    [
        (read_ages, "For alle", {"audience": "everyone"}),
        (read_ages, "18+", {"age_from": 18, "audience": "adults"}),
        (read_ages, "Fra 10 år", {"age_from": 10}),
        (read_ages, "Barn (0–12) m/ foresatt", {"age_to": 12, "audience": "children"}),
        (read_languages, "norsk/engelsk", {"spoken_languages": ["no", "en"]}),
        (read_languages, "norsk, lett", {"spoken_languages": ["no"]}),
        (read_languages, "arabisk, tigrinja, ukrainsk (tolk)", {"interpreter_languages": ["ar", "ti", "uk"]}),
        (read_signup, "nei, bare kom", {"admission": "drop_in"}),
        (read_signup, "Ja", {"admission": "sign_up"}),
        (read_capacity, "Halal. Begrenset til 16 plasser", {"capacity": 16}),
    ],
)
def test_what_else_a_row_says(read, text, facts):
    into = Understood()
    read(text, into)
    assert (into.facts, into.problems) == (facts, [])


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_price, "etter avtale"),
        (read_ages, "5. trinn"),
        (read_languages, "norsk tekst"),
        (read_signup, "SMS"),
        (read_signup, "innen 5.6. til turleder"),
    ],
)
def test_what_else_is_asked(read, text):
    into = Understood()
    read(text, into)
    assert len(into.problems) == 1


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Filmkveld – AVLYST", ("Filmkveld", "cancelled")),
        ("AVLYST: Tur", ("Tur", "cancelled")),
        ("Språkkafé (avlyst)", ("Språkkafé", "cancelled")),
        ("Utsatt - Konsert", ("Konsert", "postponed")),
        ("Bingo flytta", ("Bingo", "moved")),
        ("Flyttet til onsdag", ("Flyttet til onsdag", "")),
        ("Moved by music", ("Moved by music", "")),
    ],
)
def test_what_a_title_says_of_it_is_a_proposal(title, found):
    assert take_proposal(title) == found


def test_the_kind_is_guessed_from_the_title():
    assert [guess_category(title) for title in ("Språkkafé", "Turgruppe", "«Ny i Norge» – kveld", "Xyz")] == [
        "sprakkafe",
        "tur-friluft",
        "ny-i-norge",
        None,
    ]


TABLE = "Tittel;;\n;;\nNår;Hva;Kontaktperson\n14.02.2026 kl. 18-20;Tur;Ola\n;;\n\n20.02.2026;Bål;Kari\n"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_encodings_separators_titles_above_and_blank_rows(encoding, separator):
    table = read_table(TABLE.replace(";", separator).encode(encoding))
    assert [row.cells["title"] for row in table.rows] == ["Tur", "Bål"]
    assert table.ignored == ["Kontaktperson"]
    tur = read_cells(table.rows[0].cells, year=None, today=TODAY, now=NOW, raw={})
    assert tur.starts_at == datetime(2026, 2, 14, 17, tzinfo=UTC)


def test_a_time_that_the_clocks_jump_over_is_asked_about():
    row = {"title": "Nattevandring", "date": "29.03.2026", "start": "02:00", "end": "04:00"}
    read = read_cells(row, year=None, today=TODAY, now=NOW, raw={})
    assert (read.starts_at, [problem.field for problem in read.problems]) == (None, ["time"])


def test_a_year_above_the_table_is_that_of_its_days():
    assert read_table("AKTIVITETSPLAN VÅR 2026\nDato;Hva\n1. mai;Fest".encode()).year == 2026
    assert read_table(b"2026 og 2027\nDato;Hva\n1. mai;Fest").year is None


@pytest.mark.parametrize("text", ["", "navn;e-post\nOla;ola@example.org", "Dato;Hva\n", "\x00\x01\x02"])
def test_what_is_no_table_is_refused(text):
    with pytest.raises(UnreadableFile):
        read_table(text.encode())


def test_the_samples_beside_the_project_are_read():
    if not SAMPLES.is_dir():
        return
    asked = {}
    for path in sorted(SAMPLES.glob("aktiviteter*")):
        table = read_table(path.read_bytes(), name=path.name)
        read = [read_cells(row.cells, year=table.year, today=TODAY, now=NOW, raw={}) for row in table.rows]
        asked[path.suffix] = [sorted({problem.field for problem in each.problems}) for each in read]
    text = [
        [],
        [],
        ["admission", "time"],
        [],
        ["year"],
        ["date", "year"],
        ["languages", "time"],
        ["admission"],
    ]
    assert asked == {".csv": text, ".txt": text, ".xlsx": [[], [], ["time"], ["time"], ["date", "time"]]}
