"""What a calendar offers: in a process of its own, as candidates, and by `manage.py read_calendar`."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.fetching import MOST_BYTES
from events.exchange.candidates import Problem
from events.exchange.reading.calendars import FIELDS, REASONS, NoCalendar, as_source, read_calendar
from tests.events.exchange.reading.calendar_files import OSLO, calendar, event
from tests.web_server import Page, web_server

TODAY = date(2026, 11, 26)


def test_candidates_are_dates_with_what_is_asked_of_each():
    data = calendar(
        event(OSLO, "RRULE:FREQ=WEEKLY;COUNT=2", "LOCATION:Biblioteket", "DESCRIPTION:<b>Kaffe</b>"),
        event("RECURRENCE-ID;TZID=Europe/Oslo:20260324T180000", "DTSTART;TZID=Europe/Oslo:20260324T180000",
              title="Avlyst: Språkkafé"),
        event("DTSTART;TZID=Lagets tid:20260717T180000", uid="2", title="Kor"),
        event("DTSTART;VALUE=DATE:20260517", uid="3", title="17. mai"),
    )  # fmt: skip
    read = read_calendar(data, today=TODAY)
    first, second, whole_day, undated = as_source(read).candidates
    assert (first.title, first.source_uid, first.recurrence_id) == (
        "Språkkafé",
        "1@example.no",
        "20260317T170000Z",
    )
    assert (first.starts_at, first.ends_at) == (
        datetime(2026, 3, 17, 17, tzinfo=UTC), datetime(2026, 3, 17, 18, 30, tzinfo=UTC)
    )  # fmt: skip
    assert (first.place, first.description, first.rule) == (
        "Biblioteket",
        "Kaffe",
        "RRULE:FREQ=WEEKLY;COUNT=2",
    )
    assert first.raw["DESCRIPTION"] == "<b>Kaffe</b>"
    assert first.raw["DTSTART"] == "20260317T180000 (TZID=Europe/Oslo)"
    assert (first.proposal, list(first.problems)) == ("", [])
    # Cancelled in words alone: a person says whether. And it says no end.
    assert (second.cancelled, second.proposal) == (False, "cancelled")
    assert second.ends_at == datetime(2026, 3, 24, 19, tzinfo=UTC)
    assert [problem.field for problem in second.problems] == ["cancelled", "ends_at"]
    assert whole_day.all_day
    assert (whole_day.starts_at, whole_day.ends_at) == (
        datetime(2026, 5, 16, 22, tzinfo=UTC), datetime(2026, 5, 17, 22, tzinfo=UTC)
    )  # fmt: skip
    assert list(read.zones) == ["Lagets tid"]
    assert as_source(read).problems == []
    # A day is for somebody to write, beside the original.
    assert (undated.title, undated.starts_at) == ("Kor", None)
    (problem,) = undated.problems
    assert isinstance(problem, Problem)
    assert problem.field == "date"
    assert "Lagets tid" in problem.reason


def test_what_a_person_has_said_of_a_zone_is_used():
    data = calendar(event("DTSTART;TZID=Lagets tid:20260717T180000"))
    read = read_calendar(data, today=TODAY, zones={"Lagets tid": "Europe/Oslo"})
    assert ([row["starts_at"] for row in read.dates], read.asked) == (["2026-07-17T16:00:00Z"], [])


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"a" * (MOST_BYTES + 1), "large"), (b"<html>", "no_calendar"), (b"\0", "no_text"),
     (b"BEGIN:VCALENDAR\nEND:VEVENT", "damaged")],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data, kind):
    with pytest.raises(NoCalendar) as told:
        read_calendar(data, today=TODAY)
    assert told.value.kind == kind
    assert str(told.value)


def test_every_field_that_is_asked_about_has_words():
    assert set(FIELDS) <= set(REASONS)


# --- The command ------------------------------------------------------------------------------------------


def command(capsys, *arguments: str) -> dict:
    call_command("read_calendar", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "kalender.ics"
    path.write_bytes(
        calendar(event(OSLO, "RRULE:FREQ=WEEKLY;COUNT=3", "LOCATION:Herøy"), event("DTSTART:x", uid="2"))
    )
    return path


def test_the_command_prints_dates_and_what_is_asked(file, capsys):
    """Without a database: pytest-django refuses a connection here."""
    told = command(capsys, str(file), "--from", "2026-03-20", "--until", "2026-03-31")
    assert told["dates"] == [
        {
            "uid": "1@example.no", "recurrence_id": "2026-03-24T17:00:00Z", "title": "Språkkafé",
            "starts_at": "2026-03-24T17:00:00Z", "ends_at": "2026-03-24T18:30:00Z", "all_day": False,
            "place": "Herøy", "cancelled": False,
        }
    ]  # fmt: skip
    ((problem),) = told["problems"]
    assert problem["item"] == "Språkkafé"
    assert set(problem) == {"item", "reason"}


def test_days_are_printed_as_days(file, capsys):
    file.write_bytes(calendar(event("DTSTART;VALUE=DATE:20260517")))
    (row,) = command(capsys, str(file))["dates"]
    assert (row["starts_at"], row["ends_at"], row["all_day"], row["recurrence_id"]) == (
        "2026-05-17", "2026-05-18", True, None
    )  # fmt: skip


def test_people_read_norwegian_time(file, capsys):
    call_command("read_calendar", str(file))
    first, *_others, asked = capsys.readouterr().out.splitlines()
    assert first == "2026-03-17 18:00–19:30  Språkkafé  Herøy"
    assert asked.startswith("? Språkkafé: ")


def test_an_empty_calendar_can_be_read(file, capsys):
    file.write_bytes(b"\xef\xbb\xbfBEGIN:VCALENDAR\nEND:VCALENDAR")
    assert command(capsys, str(file)) == {"dates": [], "problems": []}


def test_an_address_is_read(settings, file, capsys):
    with web_server({"/a.ics": Page(file.read_bytes())}) as server:
        settings.FETCHING_ALLOWS = [server.place]
        assert len(command(capsys, f"webcal://{server.place}/a.ics")["dates"]) == 3


@pytest.mark.parametrize(
    "calendar_at",
    ["nothing.ics", ".", "http://127.0.0.1/a.ics", "http://169.254.169.254/", "ftp://x.no/a.ics", "fuzz.ics"],
)
def test_what_could_not_be_read_ends_with_two_and_one_line(tmp_path, monkeypatch, calendar_at):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fuzz.ics").write_bytes(b"BEGIN:VCALENDAR\r\nVERSIGN;b=:0.0\x14\r\n\0END:VCAL")
    with pytest.raises(CommandError) as told:
        call_command("read_calendar", calendar_at)
    assert told.value.returncode == 2
    assert str(told.value).strip()
    assert "\n" not in str(told.value)
