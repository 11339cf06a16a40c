"""Words, letters and damage of calendar files."""

import json
import time

import pytest

from events.exchange.reading.texts import announced, plain
from tests.events.exchange.reading.calendar_files import OSLO, calendar, event, kinds, reading, starts

# --- Words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "said"),
    [("AVLYST: Språkkafé", "cancelled"), ("Språkkafé avlyses", "cancelled"), ("Kurs utgår", "cancelled"),
     ("#TEC - Fällt aus bis September", "cancelled"), ("Cancelled – choir", "cancelled"), ("Utsatt: tur",
      "postponed"),
     ("Tur (flyttet til onsdag)", "moved"), ("Koret er flytta", "moved"), ("Strikkekafé – FULLT", "full"),
     ("Ikke avlyst! Språkkafé", ""), ("Fullt hus på biblioteket", ""), ("Removed walls", ""), ("Språkkafé",
      "")],
)  # fmt: skip
def test_what_a_title_says_is_for_a_person_to_decide(title, said):
    assert announced(title) == said
    read = reading(calendar(event(OSLO, title=title)))
    assert read["dates"][0]["cancelled"] is False
    assert [each["kind"] for each in read["problems"]] == ([f"title_{said}"] if said else [])


def test_a_date_that_the_source_has_cancelled():
    data = calendar(
        event(OSLO, "RRULE:FREQ=WEEKLY;COUNT=2"),
        event(
            "RECURRENCE-ID;TZID=Europe/Oslo:20260324T180000",
            "DTSTART;TZID=Europe/Oslo:20260324T180000",
            "STATUS:CANCELLED",
        ),
    )
    assert [row["cancelled"] for row in reading(data)["dates"]] == [False, True]
    taken_back = calendar(event(OSLO), head="METHOD:CANCEL\r\n")
    assert reading(taken_back)["dates"][0]["cancelled"] is True


@pytest.mark.parametrize(
    ("text", "said"),
    [("<p>Hei &amp; ha</p><ul><li>kaffe</li></ul><script>alert(1)</script>", "Hei & ha\n\nkaffe"),
     ("Ve&hellip; 3 < 4 & 5 > 4", "Ve… 3 < 4 & 5 > 4"), ("a<br>b", "a\nb"), ("<!-- x -->a", "a"),
      ("\u202eabc", "abc"),
     ("<" * 50_000 + "b>", None), ("<div>" * 20_000 + "a", None)],
)  # fmt: skip
def test_html_becomes_text(text, said):
    begun = time.process_time()
    told = plain(text)
    assert said is None or told == said
    assert "<div" not in told
    assert time.process_time() - begun < 2


def test_escapes_and_lines_folded_in_the_middle_of_a_letter():
    data = calendar(event(OSLO, "DESCRIPTION:En\\nto\\, tre\\; fire \\\\ fem", "LOCATION:Herøy\\nSilvalen"))
    folded = data.replace("é".encode(), b"\xc3\r\n \xa9").replace(b"\\nto", b"\\\r\n nto")
    (row,) = reading(folded)["dates"]
    assert row["title"] == "Språkkafé"
    assert row["description"] == "En\nto, tre; fire \\ fem"
    assert row["place"] == "Herøy, Silvalen"


def test_people_in_the_file_are_never_read():
    people = (
        "ORGANIZER;CN=Kari Nordmann:mailto:kari@example.no",
        "CONTACT:Kari\\, 900 00 000",
        "ATTENDEE:mailto:ola@example.no",
    )
    told = json.dumps(reading(calendar(event(OSLO, *people))))
    assert not [word for word in ("Kari", "kari", "ola@", "900") if word in told]


def test_long_texts_are_cut_and_it_is_said():
    data = calendar(event(OSLO, "DESCRIPTION:" + "a" * 100_000))
    assert (len(reading(data)["dates"][0]["description"]), kinds(data)) == (8000, ["cut"])


def test_what_is_no_event_is_passed_over():
    todo = "".join(
        f"BEGIN:{name}\r\nUID:9\r\nDTSTART:20260317T180000Z\r\nEND:{name}\r\n"
        for name in ("VTODO", "VJOURNAL", "VFREEBUSY")
    )
    alarm = event(OSLO, "BEGIN:VALARM", "TRIGGER:-PT15M", "SUMMARY:Alarm", "END:VALARM")
    assert [row["title"] for row in reading(calendar(todo, alarm))["dates"]] == ["Språkkafé"]


def test_several_calendars_in_one_file():
    assert len(starts(calendar(event(OSLO)) + calendar(event(OSLO, uid="2")))) == 2


# --- Letters and damage -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encode", "said"),
    [(lambda text: b"\xef\xbb\xbf" + text.encode(), []), (lambda text: text.encode("cp1252"), ["encoding"]),
     (lambda text: text.encode("latin-1"), ["encoding"]), (lambda text: text.encode("utf-16"), ["encoding"])],
)  # fmt: skip
def test_letters_in_other_encodings(encode, said):
    data = encode(calendar(event(OSLO)).decode())
    assert reading(data)["dates"][0]["title"] == "Språkkafé"
    assert kinds(data) == said


def test_one_damaged_letter_does_not_damage_the_others():
    data = calendar(event(OSLO, "DESCRIPTION:æøå æøå")).replace(b"SUMMARY:", b"SUMMARY:\xc3 ")
    assert (reading(data)["dates"][0]["description"], kinds(data)) == ("æøå æøå", ["damaged_letters"])


@pytest.mark.parametrize("breaks", ["\n", "\r"])
def test_line_breaks_of_other_systems(breaks):
    assert len(starts(calendar(event(OSLO)).replace(b"\r\n", breaks.encode()))) == 1


def test_half_a_file_is_read_and_pointed_out():
    data = calendar(event(OSLO), event(OSLO, uid="2"))
    half = data[: data.rindex(b"DURATION")]
    read = reading(half)
    assert (read["is_whole"], kinds(half)) == (False, ["half"])


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", "no_calendar"), (b"<!doctype html><p>hei", "no_calendar"), (b"BEGIN:VEVENT\nEND:VEVENT",
     "no_calendar"),
     (b"BEGIN:VCALENDAR\n\0\nEND:VCALENDAR", "no_text"), (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR",
      "damaged"),
     (b"BEGIN:VCALENDAR\n" * 50, "damaged"), (b"\x89PNG\r\n\x1a\n\0", "no_text")],
)  # fmt: skip
def test_what_is_no_calendar(data, why):
    assert reading(data) == {"refused": why}


@pytest.mark.parametrize(
    "data", [b"BEGIN:VCALENDAR\nEND:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nEND:VCALENDAR"]
)
def test_an_empty_calendar_is_one(data):
    nothing = {"dates": [], "problems": [], "undated": [], "zones": [], "again": ""}
    assert reading(data) == {**nothing, "is_whole": True, "name": ""}


def test_a_hundred_thousand_events_are_refused_at_once():
    begun = time.process_time()
    data = calendar("BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n" * 100_000)
    assert reading(data) == {"refused": "too_many"}
    assert time.process_time() - begun < 5
