"""The calendar file, read back with a library that did not write it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from events.dates.services import cancel_date, move_date, postpone_date
from events.exchange.calendar import occurrence_calendar
from events.models import EventText, Occurrence, ProgrammeItem
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)
STARTS = datetime(2027, 1, 5, 17, 0, tzinfo=UTC)
ARABIC = "مقهى اللغة في المكتبة: نشرب القهوة ونتحدث النرويجية معًا، والجميع مرحب بهم مهما كان مستواهم"


def a_date(title: str = "Språkkafé på biblioteket", **fields) -> Occurrence:
    return factories.an_occurrence(factories.an_event(title, **fields), starts_at=STARTS)


def file_of(occurrence: Occurrence, language: str = "nb", **options) -> bytes:
    rows = Occurrence.objects.with_cards()
    return occurrence_calendar(
        occurrence=rows.get(pk=occurrence.pk), language=language, now=options.pop("now", NOW), **options
    )


def event_in(content: bytes):
    calendar = vobject.readOne(content.decode("utf-8"))
    calendar.validate(raiseException=True)
    assert calendar.method.value == "PUBLISH"
    assert len(calendar.vevent_list) == 1
    return calendar.vevent


def test_file_says_what_when_and_where():
    occurrence = a_date()
    event = event_in(file_of(occurrence))
    assert event.summary.value == "Språkkafé på biblioteket"
    assert event.dtstart.value == STARTS
    assert event.dtend.value == STARTS + timedelta(hours=2)
    assert event.location.value == "Herøy folkebibliotek, Silvalveien 12, 8850 Herøy"
    assert event.status.value == "CONFIRMED"
    assert event.uid.value == f"{occurrence.public_id}@localhost"
    assert event.url.value == f"http://localhost:8000/nb/heroy-nordland/events/{occurrence.public_id}/"
    assert event.organizer.value == "mailto:post@motestedet.example"
    assert "valarm" not in event.contents


def test_file_has_exactly_these_properties_once():
    names = {name: len(lines) for name, lines in event_in(file_of(a_date())).contents.items()}
    assert names == dict.fromkeys(
        [
            "uid", "dtstamp", "last-modified", "sequence", "dtstart", "dtend", "status",
            "url", "organizer", "summary", "description", "location", "categories",
        ],
        1,
    )  # fmt: skip


def test_file_has_crlf_and_lines_of_75_octets_that_split_no_character():
    occurrence = a_date(ARABIC)
    content = file_of(occurrence)
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode("utf-8")
    assert event_in(content).summary.value == ARABIC


def test_file_is_in_the_readers_language_where_there_is_one():
    occurrence = a_date()
    EventText.objects.create(event=occurrence.event, language="ar", title=ARABIC, state="human")
    arabic, english = event_in(file_of(occurrence, "ar")), event_in(file_of(occurrence, "en"))
    assert (arabic.summary.value, arabic.summary.params["LANGUAGE"]) == (ARABIC, ["ar"])
    assert (english.summary.value, english.summary.params["LANGUAGE"]) == ("Språkkafé på biblioteket", ["nb"])
    assert "/ar/heroy-nordland/" in arabic.url.value


def test_description_has_the_facts_the_words_and_the_page():
    occurrence = a_date(food="coffee", description="Vi snakker norsk.\nKaffe; og vaffel.")
    words = event_in(file_of(occurrence, "en")).description.value
    assert "There is coffee and tea." in words
    assert "Vi snakker norsk.\nKaffe; og vaffel." in words
    assert words.endswith(f"http://localhost:8000/en/heroy-nordland/events/{occurrence.public_id}/")


def test_description_has_the_programme():
    occurrence = a_date()
    ProgrammeItem.objects.create(event=occurrence.event, starts=time(11), words="Bingo")
    assert "\n\n11:00 Bingo\n\n" in event_in(file_of(occurrence)).description.value


@pytest.mark.parametrize("days", [1, 3])
def test_what_lasts_all_day_has_days_and_no_times(days):
    first = datetime(2027, 3, 28, tzinfo=ZoneInfo("Europe/Oslo"))
    event = factories.an_event()
    row = factories.an_occurrence(event, starts_at=first, ends_at=first + timedelta(days=days))
    file = file_of(row)
    assert b"DTSTART;VALUE=DATE:20270328\r\n" in file
    assert f"DTEND;VALUE=DATE:202703{28 + days}\r\n".encode() in file
    assert event_in(file).dtstart.value == date(2027, 3, 28)


@pytest.mark.parametrize(
    "title",
    [
        "Kafé\r\nATTENDEE:mailto:x@example.org",
        "Kafé\nEND:VEVENT\nBEGIN:VEVENT",
        "Kafé\rATTENDEE:mailto:x@example.org",
        "Kafé\x0bATTENDEE:mailto:x@example.org",
        "Kafé\u2028ATTENDEE:mailto:x@example.org",
        "Kafé\x85ATTENDEE:mailto:x@example.org",
        'Kafé; "te", X=1\\n:',
    ],
)
def test_title_cannot_start_a_property_of_its_own(title):
    organisation = factories.an_organisation(title)
    occurrence = a_date(title, organisation=organisation, description=title)
    content = file_of(occurrence)
    event = event_in(content)
    assert set(event.contents) == {
        "uid", "dtstamp", "last-modified", "sequence", "dtstart", "dtend", "status",
        "url", "organizer", "summary", "description", "location", "categories",
    }  # fmt: skip
    # However a program takes lines apart, none begins with what was typed.
    starts = [line.split(":")[0] for line in content.decode("utf-8").replace("\r\n ", "").splitlines()]
    assert starts.count("ATTENDEE") == 0
    assert starts.count("BEGIN") == 2
    assert event.summary.value == " ".join(
        title.replace("\x0b", " ").replace("\x85", " ").replace("\u2028", " ").split()
    )


def test_cancelled_date_says_so_and_supersedes_the_earlier_file():
    occurrence = a_date()
    before = event_in(file_of(occurrence))
    cancel_date(occurrence=occurrence, user=None, now=NOW)
    after = event_in(file_of(occurrence, "en", now=NOW + timedelta(hours=1)))
    assert after.status.value == "CANCELLED"
    assert after.summary.value == "Cancelled: Språkkafé på biblioteket"
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.dtstamp.value > before.dtstamp.value


def test_postponed_date_is_tentative_and_says_so_and_moved_it_is_sure_again():
    occurrence = a_date()
    postpone_date(occurrence=occurrence, user=None, now=NOW)
    after = event_in(file_of(occurrence, "en"))
    assert (after.status.value, after.summary.value) == ("TENTATIVE", "Postponed: Språkkafé på biblioteket")
    move_date(occurrence=occurrence, starts_at=occurrence.starts_at + timedelta(days=7), user=None, now=NOW)
    moved = event_in(file_of(occurrence, "en"))
    assert (moved.status.value, moved.uid.value) == ("CONFIRMED", after.uid.value)
    assert int(moved.sequence.value) == int(after.sequence.value) + 1 == 2


def test_link_to_take_part_online_is_only_for_those_who_have_signed_up():
    occurrence = a_date(venue=None, online_url="https://video.example/rom", admission="sign_up")
    public, private = file_of(occurrence, "en"), file_of(occurrence, "en", for_participant=True)
    assert b"video.example" not in public
    assert event_in(public).location.value == "Online"
    assert event_in(private).location.value == "https://video.example/rom"


def address(occurrence: Occurrence, language: str = "uk", municipality: str = "heroy-nordland") -> str:
    return f"/{language}/{municipality}/events/{occurrence.public_id}/calendar.ics"


def test_calendar_file_is_for_everybody(client):
    response = client.get(address(a_date()))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; method=PUBLISH; charset=utf-8"
    assert event_in(response.content).summary.value == "Språkkafé på biblioteket"


def test_calendar_file_of_what_is_not_public_is_not_found_and_elsewhere_it_leads_on(client):
    hidden = factories.an_occurrence(factories.an_event(live=False))
    assert client.get(address(hidden)).status_code == 404
    assert client.get(address(a_date(), municipality="rana")).status_code == 301
    assert client.post(address(a_date())).status_code == 405


def test_calendar_file_takes_four_queries(client, django_assert_num_queries):
    occurrence = a_date()
    ProgrammeItem.objects.create(event=occurrence.event, starts=time(11), words="Bingo")
    with django_assert_num_queries(4):
        client.get(address(occurrence))


@pytest.mark.parametrize("for_participant", [True, False])
def test_link_to_take_part_is_nowhere_in_the_file_of_what_is_over_or_cancelled(for_participant):
    occurrence = a_date(venue=None, online_url="https://video.example/rom")
    options = {"for_participant": for_participant}
    assert b"video.example" in file_of(occurrence, **options)
    assert b"video.example" not in file_of(occurrence, now=STARTS + timedelta(hours=2), **options)
    Occurrence.objects.update(status="cancelled")
    event = event_in(file_of(occurrence, **options))
    assert event.location.value == "På nett"
    assert b"video.example" not in file_of(occurrence, **options)
