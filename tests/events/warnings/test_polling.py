"""MET is asked politely, what it says becomes the warnings of dates, and no fault of its breaks anything."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from celery import current_app
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from structlog.testing import capture_logs

from config.devweather import MadeUp
from core.models import JobRun
from events.models import Occurrence, WeatherWarning
from events.signals import dates_warned
from events.warnings import fetching
from events.warnings.fetching import NoAnswerError, fetch, user_agent
from events.warnings.reading import read_message
from events.warnings.services import STATE, forget, poll
from tests import factories
from tests.events.warnings.metalerts import NORDLAND, OSLO, MetAlerts
from tests.proving import at_once
from tests.servers import wait_until

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
TODAY = {"begins": NOW, "ends": NOW + timedelta(hours=16)}
A_ROUND = timedelta(minutes=12)
FIRST, SECOND = "2.49.0.1.578.0.20261126060000.001", "2.49.0.1.578.0.20261126090000.002"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;">]><rss><channel>&d;</channel></rss>"""
READS_FILES = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>'


@pytest.fixture
def date(db) -> Occurrence:
    return factories.an_occurrence(starts_at=EVENING)


@pytest.fixture
def told() -> list[list[int]]:
    heard: list[list[int]] = []

    def hear(occurrence_ids, **kwargs):
        heard.append(occurrence_ids)

    dates_warned.connect(hear)
    yield heard
    dates_warned.disconnect(hear)


def colour(date: Occurrence) -> str | None:
    date.refresh_from_db()
    return date.warning and date.warning.colour


def test_warning_becomes_the_date_s_and_who_listens_is_told_once(met: MetAlerts, date, told):
    met.put(FIRST, **TODAY)
    poll(now=NOW)
    assert colour(date) == "orange"
    warning = date.warning
    assert (warning.identifier, warning.kind, warning.area_name) == (FIRST, "blowingSnow", "Helgeland")
    assert (warning.headline_no, warning.headline_en) == ("Kraftig snøfokk", "Heavy blowing snow")
    assert (warning.begins_at, warning.ends_at) == (TODAY["begins"], TODAY["ends"])
    assert warning.web.startswith("https://www.met.no/")
    poll(now=NOW + A_ROUND)
    assert told == [[date.pk]]
    assert met.fetched() == [FIRST]


def test_who_asks_says_so_and_what_is_known_is_not_sent_again(met, date):
    met.put(FIRST, **TODAY)
    poll(now=NOW)
    poll(now=NOW + A_ROUND)
    (_path, first), (_cap, _headers), (_again, second) = met.asked
    assert first["User-Agent"] == "Moteplass (+https://moteplass.no) drift@moteplass.no" == user_agent()
    assert "gzip" in first["Accept-Encoding"]
    assert "If-None-Match" not in first
    assert second["If-None-Match"]
    assert second["If-Modified-Since"] == "Thu, 26 Nov 2026 06:00:00 GMT"
    assert colour(date) == "orange"


def test_nobody_is_asked_more_often_than_every_ten_minutes_also_without_the_cache(met, db):
    for minute in range(31):
        cache.delete(STATE)
        poll(now=NOW + timedelta(minutes=minute))
    assert len(met.asked) == 4
    assert JobRun.objects.get(name="metalerts").succeeded


def test_expires_is_waited_for_but_not_for_ever(met, db):
    met.expires = NOW + timedelta(minutes=45)
    poll(now=NOW)
    poll(now=NOW + timedelta(minutes=40))
    assert len(met.asked) == 1
    met.expires = NOW + timedelta(days=3650)
    poll(now=NOW + timedelta(minutes=47))
    poll(now=NOW + timedelta(minutes=110))
    assert len(met.asked) == 3


def test_off_asks_nobody_and_what_is_over_goes_all_the_same(met, date, settings):
    met.put(FIRST, **TODAY)
    poll(now=NOW)
    settings.METALERTS_URL = ""
    cache.delete(STATE)
    poll(now=NOW + timedelta(hours=20))
    assert len(met.asked) == 2
    assert colour(date) is None


def test_yellow_is_not_fetched_and_a_yellow_file_is_not_kept(met, date):
    met.put(FIRST, colour="yellow", **TODAY)
    met.put(SECOND, colour="yellow", **TODAY)
    met.titles[SECOND] = "Snøfokk"
    poll(now=NOW)
    poll(now=NOW + A_ROUND)
    assert met.fetched() == [SECOND]
    assert not WeatherWarning.objects.exists()


def test_what_is_no_real_message_warns_of_nothing(met, date):
    met.put(FIRST, status="Test", **TODAY)
    met.put(SECOND, begins=TODAY["ends"], ends=TODAY["begins"])
    poll(now=NOW)
    assert colour(date) is None


def test_update_takes_the_place_and_graver_is_told(met, date, told):
    met.put(FIRST, **TODAY)
    poll(now=NOW)
    met.put(SECOND, colour="red", message="Update", replaces=(FIRST,), **TODAY)
    # A feed that still has the old one, too.
    poll(now=NOW + A_ROUND)
    assert colour(date) == "red"
    assert told == [[date.pk], [date.pk]]
    assert list(WeatherWarning.objects.in_force(NOW).values_list("identifier", flat=True)) == [SECOND]
    poll(now=NOW + 2 * A_ROUND)
    met.drop(FIRST)
    poll(now=NOW + 3 * A_ROUND)
    assert list(WeatherWarning.objects.in_force(NOW).values_list("identifier", flat=True)) == [SECOND]
    third = SECOND.replace("002", "003")
    met.drop(SECOND)
    met.put(third, message="Update", replaces=(FIRST, SECOND), **TODAY)
    poll(now=NOW + 4 * A_ROUND)
    # Milder again: the card says so, and nobody is told.
    assert colour(date) == "orange"
    assert len(told) == 2


@pytest.mark.parametrize("how", ["cancelled", "gone", "made green"])
def test_what_is_withdrawn_leaves_the_date(met, date, told, how):
    met.put(FIRST, **TODAY)
    poll(now=NOW)
    if how == "cancelled":
        met.put(SECOND, message="Cancel", replaces=(FIRST,), colour="orange", **TODAY)
    elif how == "made green":
        met.put(SECOND, message="Update", replaces=(FIRST,), colour="green", **TODAY)
        met.drop(FIRST)
    else:
        met.drop(FIRST)
    before = Occurrence.objects.filter(pk=date.pk).values("sequence", "restated", "changed_at").get()
    poll(now=NOW + A_ROUND)
    assert colour(date) is None
    assert told == [[date.pk]]
    assert Occurrence.objects.filter(pk=date.pk).values("sequence", "restated", "changed_at").get() == before


def test_warning_that_comes_back_is_back(met, date):
    met.put(FIRST, **TODAY)
    poll(now=NOW)
    file = met.files.pop(FIRST)
    poll(now=NOW + A_ROUND)
    met.files[FIRST] = file
    poll(now=NOW + 2 * A_ROUND)
    assert colour(date) == "orange"


def test_red_over_orange(met, date, told):
    met.put(FIRST, colour="red", **TODAY)
    met.put(SECOND, **TODAY)
    poll(now=NOW)
    assert colour(date) == "red"
    met.drop(FIRST)
    poll(now=NOW + A_ROUND)
    assert colour(date) == "orange"
    assert told == [[date.pk]]


@pytest.mark.parametrize("status", [429, 403, 500, 503])
def test_server_that_says_no_is_left_alone(met, date, status):
    met.put(FIRST, **TODAY)
    poll(now=NOW)
    met.instead["/current.rss"] = status
    for minutes in (12, 31, 33):
        poll(now=NOW + timedelta(minutes=minutes))
    assert len(met.asked) == 4
    assert not JobRun.objects.get(name="metalerts").succeeded
    # What was known stays until it is over.
    assert colour(date) == "orange"


def test_the_longer_it_says_no_the_longer_it_is_left_alone(met, db):
    met.instead["/current.rss"] = 503
    asked_at = []
    for minute in range(0, 1500, 10):
        before = len(met.asked)
        poll(now=NOW + timedelta(minutes=minute))
        if len(met.asked) > before:
            asked_at.append(minute)
    assert asked_at == [0, 20, 60, 140, 300, 620, 980, 1340]


def test_retry_after_is_heard(met, db):
    met.instead["/current.rss"] = 429
    met.headers["Retry-After"] = str(3 * 3600)
    poll(now=NOW)
    poll(now=NOW + timedelta(hours=2))
    assert len(met.asked) == 1


def test_server_that_is_away(met, date, settings):
    settings.METALERTS_URL = "http://127.0.0.1:1/current.rss"
    with capture_logs() as log:
        poll(now=NOW)
    assert [line["event"] for line in log] == ["weather_not_answered"]


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        READS_FILES,
        b"",
        b"\x00\x01\x02nonsense",
        b"<html><body>Velkommen til gjestenettet</body></html>",
        b"<rss><channel><item>",
        '<?xml version="1.0" encoding="UTF-8"?><rss><channel><title>Snøfokk'.encode("latin-1"),
        b'<?xml version="1.0" encoding="klingon"?><rss><channel></channel></rss>',
        b"<a>" * 20_000,
    ],
    ids=["bomb", "file", "empty", "nonsense", "portal", "truncated", "encoding", "unknown encoding", "deep"],
)
@pytest.mark.parametrize("where", ["/current.rss", SECOND], ids=["feed", "file"])
def test_what_cannot_be_read_changes_nothing(met, date, where, body):
    met.put(FIRST, **TODAY)
    poll(now=NOW)
    met.put(SECOND, colour="red", **TODAY)
    met.drop(FIRST)
    met.instead[where] = body
    with capture_logs() as log:
        poll(now=NOW + A_ROUND)
    assert [line["event"] for line in log] == [
        "weather_feed_unreadable" if where == "/current.rss" else "weather_warning_unreadable"
    ]
    # What is missing may be what takes the place of the old one.
    assert colour(date) == "orange"
    del met.instead[where]
    poll(now=NOW + 2 * A_ROUND)
    assert colour(date) == "red"


def test_file_that_can_never_be_read_is_left_alone(met, date):
    met.put(FIRST, **TODAY)
    met.put(SECOND, colour="red", **TODAY)
    met.instead[SECOND] = b"nonsense"
    for number in range(6):
        poll(now=NOW + number * A_ROUND)
    assert met.fetched() == [FIRST, SECOND, SECOND, SECOND]
    met.drop(FIRST)
    poll(now=NOW + 6 * A_ROUND)
    assert colour(date) is None


def test_what_is_large_when_it_is_unpacked_is_not_unpacked(met, date):
    met.instead["/current.rss"] = gzip.compress(b"<rss>" + b" " * 50_000_000)
    with pytest.raises(NoAnswerError, match="too large"):
        fetch(met.url)
    poll(now=NOW)
    assert not WeatherWarning.objects.exists()


def test_answer_that_is_cut_short(met, date):
    met.put(FIRST, **TODAY)
    met.hangs_up = True
    with pytest.raises(NoAnswerError):
        fetch(met.url)


def test_answer_by_the_drop_has_an_end(met, date):
    met.slow_seconds = 0.05
    with pytest.raises(NoAnswerError, match="too slow"):
        fetch(met.url, seconds=0.2)


def test_links_lead_to_nobody_else(met, date):
    met.put(FIRST, **TODAY)
    met.link_host = "http://127.0.0.1:1"
    poll(now=NOW)
    assert met.fetched() == []
    assert fetching.is_ours_to_follow("https://alert.met.no/x", start="https://api.met.no/y")
    for elsewhere in ("https://met.no.example/x", "http://api.met.no/x", "file:///etc/passwd", "//[", ""):
        assert not fetching.is_ours_to_follow(elsewhere, start="https://api.met.no/y")


def test_emptied_table_is_filled_again(met, date):
    met.put(FIRST, **TODAY)
    poll(now=NOW)
    WeatherWarning.objects.all().delete()
    poll(now=NOW + A_ROUND)
    assert colour(date) == "orange"


def test_old_warnings_go(met, date):
    met.put(FIRST, **TODAY)
    poll(now=NOW)
    assert forget(now=NOW + timedelta(days=3)) == 0
    assert forget(now=NOW + timedelta(days=9)) == 1
    assert colour(date) is None


def test_change_of_clock_is_none_of_its_business(met, db):
    """The night to 25 October 2026: 02:30 in Oslo is there twice."""
    night = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    dates = [factories.an_occurrence(starts_at=night + timedelta(hours=hours)) for hours in (2, 4, 6, 8)]
    zone = (
        datetime.fromisoformat("2026-10-25T02:30:00+02:00"),
        datetime.fromisoformat("2026-10-25T02:30:00+01:00"),
    )
    met.put(FIRST, begins=zone[0], ends=zone[1])
    poll(now=night)
    # 00:30 to 01:30 UTC: 22–24 and 02–04 are outside, 00–02 is touched.
    assert [colour(date) for date in dates] == [None, "orange", None, None]


def test_several_areas(met, date):
    met.put(FIRST, areas=(OSLO, NORDLAND), **TODAY)
    poll(now=NOW)
    assert len(date.__class__.objects.get(pk=date.pk).warning.areas) == 2


def test_date_that_somebody_changes_gets_it_with_the_next_round(met, transactional_db):
    """Nobody waits for anybody: the row is locked, and left alone."""
    date = factories.an_occurrence(starts_at=EVENING)
    met.put(FIRST, **TODAY)
    with transaction.atomic():
        Occurrence.objects.select_for_update().get(pk=date.pk)
        [_done] = at_once(lambda now: poll(now=now), [NOW])
    assert colour(date) is None
    poll(now=NOW + A_ROUND)
    assert colour(date) == "orange"


def test_of_many_that_start_together_one_asks(met, transactional_db):
    at_once(lambda now: poll(now=now), [NOW] * 4)
    assert len(met.asked) == 1


def test_worker_asks(met_of_workers, celery_worker_process):
    """The task that beat starts, in a real worker."""
    now = timezone.now()
    date = factories.an_occurrence(starts_at=now + timedelta(hours=3))
    met_of_workers.put(FIRST, begins=now, ends=now + timedelta(hours=6))
    current_app.send_task("events.poll_warnings")
    wait_until(lambda: colour(date) == "orange", 30)


def test_what_the_first_look_makes_up_is_read_as_met_s(db):
    made_up = MadeUp("made-up.1", "red", "Herøy", 65.97, 12.3, NOW)
    fields = read_message(made_up.cap().encode()).fields
    assert fields["colour"] == "red"
    assert (fields["headline_no"], fields["area_name"]) == ("Oppdiktet varsel", "Herøy")
