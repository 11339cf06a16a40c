"""Calendars to subscribe to: the same bytes until something changes, and then what changed, counted up."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from core.models import User
from events.dates.services import cancel_date, move_date, sync_occurrences, undo
from events.exchange import feeds
from events.models import ChangeOfDates, Event, EventText, ProgrammeItem
from events.moderation.services import take_down
from organisations.models import Organisation, Venue
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 2, 9, 30, tzinfo=UTC)
STARTS = datetime(2027, 1, 5, 17, 0, tzinfo=UTC)
_hours = count(1)
MUNICIPALITY = "/nb/heroy-nordland/events/calendar.ics"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def weekly() -> Event:
    """An activity with three dates, a week apart."""
    event = factories.an_event()
    for week in range(3):
        factories.an_occurrence(event, starts_at=STARTS + timedelta(weeks=week))
    return event


def address(event: Event, language: str = "nb") -> str:
    return f"/{language}/{event.municipality.slug}/events/all/{event.pk}/calendar.ics"


def dates_in(content: bytes) -> dict:
    """Read by both libraries, which must agree: {UID: what icalendar has}."""
    theirs = vobject.readOne(content.decode())
    theirs.validate(raiseException=True)
    ours = {str(each["uid"]): each for each in Calendar.from_ical(content).walk("VEVENT")}
    assert {each.uid.value for each in theirs.contents.get("vevent", [])} == set(ours)
    return ours


def read(client: Client, path: str) -> dict:
    response = client.get(path)
    assert response.status_code == 200, path
    return dates_in(response.content)


def told(event: Event, change) -> list[tuple[str, int, str]]:
    """(status, how much the sequence rose, title) of each date of `event` in a calendar after `change()`."""
    client = Client()
    before = read(client, address(event))
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=next(_hours)), tick=False):
        change()
        after = read(client, address(event))
    rows = []
    for uid, each in before.items():
        newer = after[uid]
        risen = int(newer["sequence"]) - int(each["sequence"])
        assert (newer["last-modified"].dt > each["last-modified"].dt) == bool(risen)
        assert newer["dtstamp"].dt == newer["last-modified"].dt
        assert (newer.to_ical() == each.to_ical()) == (not risen)
        rows.append((str(newer["status"]), risen, str(newer["summary"])))
    return rows


KEPT = ("CONFIRMED", 0, "Språkkafé på biblioteket")
RAISED = ("CONFIRMED", 1, "Språkkafé på biblioteket")


def test_each_feed_holds_what_is_its_own_with_the_uid_of_the_single_file(client, weekly):
    other = factories.an_occurrence(
        factories.an_event(
            "Tur",
            venue=factories.a_venue("Samfunnshuset"),
            organisation=factories.an_organisation("Turlaget"),
        ),
        starts_at=STARTS,
    )
    own = {f"{each.public_id}@localhost" for each in weekly.occurrences.all()}
    organisation = weekly.organisation
    assert set(read(client, MUNICIPALITY)) == {*own, f"{other.public_id}@localhost"}
    assert set(read(client, address(weekly))) == own
    assert set(read(client, f"/nb/heroy-nordland/organisations/{organisation.slug}/calendar.ics")) == own
    assert set(read(client, f"/nb/heroy-nordland/places/{weekly.venue_id}/calendar.ics")) == own
    single = client.get(f"/nb/heroy-nordland/events/{other.public_id}/calendar.ics")
    assert set(dates_in(single.content)) == {f"{other.public_id}@localhost"}


def test_feed_is_the_same_to_the_last_byte_until_the_end_of_what_it_holds(client, weekly):
    first = client.get(MUNICIPALITY)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        later = Client().get(MUNICIPALITY)
    assert later.content == first.content
    assert b"RRULE" not in first.content
    assert b"METHOD" not in first.content


def test_feed_says_its_name_language_and_when_to_ask_again(client, weekly):
    factories.an_occurrence(factories.an_event("Tur", category="tur-friluft"), starts_at=STARTS)
    lines = client.get(f"/uk{MUNICIPALITY[3:]}?category=tur-friluft").content.decode().split("\r\n")
    name = "Заходи в комуні Herøy: Походи й природа"
    found = {line.split(":")[0] for line in lines}
    assert {"NAME;LANGUAGE=uk", "X-WR-CALNAME", "X-WR-TIMEZONE", "REFRESH-INTERVAL;VALUE=DURATION"} <= found
    assert "X-PUBLISHED-TTL:PT4H" in lines
    calendar = Calendar.from_ical("\r\n".join(lines))
    assert str(calendar["x-wr-calname"]).startswith(name.split(":")[0])
    assert len(calendar.walk("VEVENT")) == 1


def test_words_are_in_the_language_of_the_address_and_in_any_script(client, weekly):
    arabic = "مقهى اللغة في المكتبة: نشرب القهوة ونتحدث النرويجية معًا، والجميع مرحب بهم"
    EventText.objects.create(event=weekly, language="ar", title=arabic, state="human")
    content = client.get(address(weekly, "ar")).content
    assert {str(each["summary"]) for each in dates_in(content).values()} == {arabic}
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    response = client.get(address(weekly, "uk"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert {str(each["summary"]) for each in dates_in(response.content).values()} == {
        "Språkkafé på biblioteket"
    }


def test_times_are_utc_over_a_change_of_clock_and_all_day_is_days(client):
    event = factories.an_event()
    oslo = ZoneInfo("Europe/Oslo")
    for day in (22, 29):
        factories.an_occurrence(event, starts_at=datetime(2027, 3, day, 18, tzinfo=oslo))
    first = datetime(2027, 3, 28, tzinfo=oslo)
    factories.an_occurrence(event, starts_at=first, ends_at=datetime(2027, 3, 29, tzinfo=oslo))
    starts = sorted(str(each["dtstart"].dt) for each in read(client, address(event)).values())
    assert starts == ["2027-03-22 17:00:00+00:00", str(date(2027, 3, 28)), "2027-03-29 16:00:00+00:00"]


def test_change_of_one_date_is_told_of_it_alone(weekly, organiser):
    first = weekly.occurrences.first()
    later = first.starts_at + timedelta(hours=1)
    assert told(
        weekly, lambda: move_date(occurrence=first, starts_at=later, user=organiser, now=after())
    ) == [
        RAISED,
        KEPT,
        KEPT,
    ]
    assert told(weekly, lambda: cancel_date(occurrence=first, user=organiser, now=after())) == [
        ("CANCELLED", 1, "Avlyst: Språkkafé på biblioteket"),
        KEPT,
        KEPT,
    ]


def after() -> datetime:
    return datetime.now(UTC)


def publish(event: Event) -> None:
    """As Wagtail does: the event is saved, and its dates follow."""
    event.save()
    sync_occurrences(event=event, now=after())


def test_new_words_facts_or_programme_are_told_and_published_again_unchanged_nothing_is(weekly):
    publish(weekly)
    assert told(weekly, lambda: publish(weekly)) == [KEPT] * 3

    def rewrite():
        EventText.objects.filter(event=weekly).update(title="Kafé")
        publish(Event.objects.get(pk=weekly.pk))

    assert told(weekly, rewrite) == [("CONFIRMED", 1, "Kafé")] * 3

    def translate():
        EventText.objects.create(event=weekly, language="en", title="Café", state="human")
        publish(Event.objects.get(pk=weekly.pk))

    # Who reads another language sees their entries touched once more, which harms nothing.
    assert told(weekly, translate) == [("CONFIRMED", 1, "Kafé")] * 3

    def add_a_fact():
        ProgrammeItem.objects.create(event=weekly, starts=time(11), words="Bingo")
        event = Event.objects.get(pk=weekly.pk)
        event.food = "coffee"
        publish(event)

    assert told(weekly, add_a_fact) == [("CONFIRMED", 1, "Kafé")] * 3


def test_new_place_address_of_the_place_or_name_of_the_organiser_is_told(weekly):
    def move_place():
        event = Event.objects.get(pk=weekly.pk)
        event.venue = factories.a_venue("Samfunnshuset")
        publish(event)

    publish(weekly)
    assert told(weekly, move_place) == [RAISED] * 3

    def save(row, **fields):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()

    venue, organisation = Venue.objects.get(name="Samfunnshuset"), Organisation.objects.get()
    assert told(weekly, lambda: save(venue, address="Storgata 1")) == [RAISED] * 3
    assert told(weekly, lambda: save(venue, latitude="65.97", longitude="12.3")) == [RAISED] * 3
    assert told(weekly, lambda: save(venue, latitude="65.97000", directions="Bak huset")) == [KEPT] * 3
    assert told(weekly, lambda: save(organisation, name="Nye Møtestedet")) == [RAISED] * 3
    assert told(weekly, lambda: save(organisation, is_trusted=True)) == [KEPT] * 3


def test_undo_of_a_change_counts_on_and_what_was_restated_meanwhile_does_not_stop_it(weekly, organiser):
    first = weekly.occurrences.first()
    cancel_date(occurrence=first, user=organiser, now=NOW)
    venue = weekly.venue
    venue.address = "Storgata 1"
    venue.save()
    change = ChangeOfDates.objects.get()
    assert told(weekly, lambda: undo(change_id=change.pk, user=organiser, now=after())) == [
        RAISED,
        KEPT,
        KEPT,
    ]


def test_what_has_ended_is_not_restated(weekly, client):
    past = factories.an_occurrence(weekly, starts_at=NOW - timedelta(days=3))
    weekly.venue.address = "Storgata 1"
    weekly.venue.save()
    past.refresh_from_db()
    assert (past.restated, past.sequence) == (0, 0)


def test_taken_down_and_what_lies_outside_the_time_is_gone(client, weekly, organiser):
    event = factories.an_event("Tur")
    for days in (-31, -29, 190, 370):
        factories.an_occurrence(event, starts_at=NOW + timedelta(days=days))
    starts = sorted((each["dtstart"].dt - NOW).days for each in read(client, address(event)).values())
    assert starts == [-29, 190]
    take_down(event=event, user=organiser, now=timezone.now())
    assert client.get(address(event)).status_code == 404
    assert len(read(client, MUNICIPALITY)) == 3


def test_what_is_cancelled_stays_for_a_month_and_again_in_the_month_that_it_is_about(client, weekly):
    far = factories.an_occurrence(weekly, starts_at=NOW + timedelta(days=120))
    cancel_date(occurrence=far, user=None, now=NOW)

    def is_there(days: int) -> bool:
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            return any(each["status"] == "CANCELLED" for each in read(client, address(weekly)).values())

    assert [is_there(days) for days in (0, 29, 40, 89, 95, 149, 151)] == [
        True, True, False, False, True, True, False
    ]  # fmt: skip


def test_answer_is_not_made_again_for_who_has_it_and_changes_with_the_data(client, weekly):
    first = client.get(MUNICIPALITY)
    assert first["Cache-Control"] == "public, no-cache"
    assert not first.cookies
    again = client.get(MUNICIPALITY, headers={"if-none-match": first["ETag"]})
    by_time = client.get(MUNICIPALITY, headers={"if-modified-since": first["Last-Modified"]})
    assert [again.status_code, by_time.status_code] == [304, 304]
    assert again.content == by_time.content == b""
    assert client.head(MUNICIPALITY)["ETag"] == first["ETag"]
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        take_down(event=weekly, user=None, now=timezone.now())
        gone = client.get(MUNICIPALITY, headers={"if-none-match": first["ETag"]})
        # What is gone leaves no newer date behind, and is news all the same.
        by_time = client.get(MUNICIPALITY, headers={"if-modified-since": first["Last-Modified"]})
    assert dates_in(gone.content) == dates_in(by_time.content) == {}


def test_who_has_it_costs_one_statement_and_who_has_not_a_few(client, weekly, django_assert_num_queries):
    for number in (1, 3):
        for each in range(1, number):
            event = factories.an_event(
                f"Tur {each}",
                venue=factories.a_venue(f"Hus {each}"),
                organisation=factories.an_organisation(f"Lag {each}"),
            )
            factories.an_occurrence(event, starts_at=STARTS)
        with django_assert_num_queries(10):
            made = client.get(MUNICIPALITY)
        with django_assert_num_queries(1):
            client.get(MUNICIPALITY, headers={"if-none-match": made["ETag"]})
        with django_assert_num_queries(1):
            assert client.get(MUNICIPALITY).content == made.content


def test_link_to_take_part_is_in_a_feed_only_where_anybody_may_have_it(client):
    for admission in ("drop_in", "sign_up"):
        event = factories.an_event(
            venue=None, online_url=f"https://video.example/{admission}", admission=admission
        )
        factories.an_occurrence(event, starts_at=STARTS)
    content = client.get(MUNICIPALITY).content.replace(b"\r\n ", b"")
    assert b"video.example/drop_in" in content
    assert b"video.example/sign_up" not in content


def test_bad_addresses_have_an_answer(client, weekly):
    closed = factories.a_municipality("1804", "Bodø", is_active=False)
    other = factories.a_municipality("1833", "Rana")
    hidden = factories.an_event(live=False)
    wrong = {
        "/nb/nowhere/events/calendar.ics": 404,
        f"/nb/{closed.slug}/events/calendar.ics": 404,
        f"{MUNICIPALITY}?category=xyz": 422,
        f"{MUNICIPALITY}?category={'x' * 5000}": 422,
        f"/nb/nowhere/events/all/{weekly.pk}/calendar.ics": 301,
        f"/nb/{other.slug}/events/all/{weekly.pk}/calendar.ics": 301,
        address(hidden): 404,
        f"/nb/heroy-nordland/events/all/{10**30}/calendar.ics": 404,
        f"/nb/heroy-nordland/places/{10**30}/calendar.ics": 404,
        f"/nb/{other.slug}/places/{weekly.venue_id}/calendar.ics": 404,
        f"/nb/{other.slug}/organisations/{weekly.organisation.slug}/calendar.ics": 404,
        f"/nb/{other.slug}/events/calendar.ics": 200,
    }
    assert {path: client.get(path).status_code for path in wrong} == wrong
    assert client.post(MUNICIPALITY).status_code == 405


def test_feed_without_cache_is_the_same(client, weekly, no_cache):
    first, second = client.get(MUNICIPALITY), client.get(MUNICIPALITY)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]


def test_who_is_logged_in_gets_what_everybody_gets(client, weekly, organiser: User):
    anonymous = client.get(MUNICIPALITY)
    client.force_login(organiser)
    mine = client.get(MUNICIPALITY)
    assert (mine.content, mine["Cache-Control"]) == (anonymous.content, "public, no-cache")
    assert not mine.cookies


def test_calendar_is_cut_where_it_would_be_too_long(weekly):
    feed = feeds.event_feed("heroy-nordland", weekly.pk, language="nb", now=NOW)
    made = feeds.feed_calendar(feed, url="https://moteplass.example/a.ics", now=NOW, most=2)
    starts = [each["dtstart"].dt for each in dates_in(made).values()]
    assert starts == [STARTS, STARTS + timedelta(weeks=1)]
