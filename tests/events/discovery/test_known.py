"""Whether it is on, in words: on cards and on the date's page, in each language, at the edges of days."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from events.discovery import weather
from events.discovery.known import confirmed, lines_of_card, lines_of_page
from events.is_it_on import SILENCE_IS_SAID, TIME_TO_ANSWER
from events.models import Occurrence, Responsible, WeatherWarning
from tests import factories

pytestmark = pytest.mark.django_db
# A Tuesday, noon in Norway; the café begins at 18:00.
NOW = datetime(2027, 1, 5, 11, 0, tzinfo=UTC)
EVENING = datetime(2027, 1, 5, 17, 0, tzinfo=UTC)
LIST = "/en/heroy-nordland/events/"
LANGUAGES = ("en", "nb", "nn", "uk", "ar")


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def date(heroy) -> Occurrence:
    organisation = factories.an_organisation(phone="75058000")
    return factories.an_occurrence(factories.an_event(organisation=organisation), starts_at=EVENING)


def kari(date: Occurrence, **fields) -> Responsible:
    fields = {"phone": "90000000", "shows_name": True, "shows_phone": True} | fields
    person = Responsible.objects.create(
        event=date.event, name="Kari Eksempel", email="kari@example.org", language="nb", **fields
    )
    state(date, responsible=person)
    return person


def state(date: Occurrence, **fields) -> Occurrence:
    for name, value in fields.items():
        setattr(date, name, value)
    date.save()
    return date


def a_warning(**fields) -> WeatherWarning:
    fields = {"kind": "wind", "colour": "orange"} | fields
    return WeatherWarning.objects.create(
        identifier=f"2.49.0.1.578.0.{WeatherWarning.objects.count()}",
        begins_at=EVENING - timedelta(hours=2),
        ends_at=EVENING + timedelta(hours=6),
        read_at=NOW,
        **fields,
    )


def on_card(date: Occurrence, now: datetime = NOW) -> list[str]:
    return [line.in_words for line in lines_of_card(date, now=now)]


def on_page(date: Occurrence, now: datetime = NOW) -> list[str]:
    return [line.in_words for line in lines_of_page(date, now=now)]


# --- The words ---------------------------------------------------------------------------------


TODAY = {
    "en": "Confirmed today by Kari · 12 came last time",
    "nb": "Bekreftet i dag av Kari · 12 kom sist",
    "nn": "Stadfesta i dag av Kari · 12 kom sist",
    "uk": "Підтверджено сьогодні: Kari · минулого разу було 12 учасників",
    "ar": "تم التأكيد اليوم: \u2068Kari\u2069 · حضر 12 شخصًا آخر مرة",
}
EARLIER = {
    "en": ("Confirmed yesterday by Kari", "Confirmed on Sunday 3 January by Kari"),
    "nb": ("Bekreftet i går av Kari", "Bekreftet søndag 3. januar av Kari"),
    "nn": ("Stadfesta i går av Kari", "Stadfesta søndag 3. januar av Kari"),
    "uk": ("Підтверджено вчора: Kari", "Підтверджено (неділя, 3 січня): Kari"),
    "ar": ("تم التأكيد أمس: \u2068Kari\u2069", "تم التأكيد (الأحد، 3 يناير): \u2068Kari\u2069"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_confirmed_says_when_by_whom_and_how_many_came(date, language):
    kari(date)
    state(date, confirmed_at=NOW, came_last=12)
    midnight = datetime(2027, 1, 4, 23, 0, tzinfo=UTC)
    yesterday, another_day = EARLIER[language]
    with override(language):
        assert on_card(date) == on_page(date) == [TODAY[language]]
        state(date, came_last=None, confirmed_at=midnight - timedelta(minutes=1))
        assert confirmed(date, now=NOW) == yesterday
        assert confirmed(date, now=midnight - timedelta(seconds=1)) != yesterday
        state(date, confirmed_at=midnight)
        assert confirmed(date, now=NOW) == TODAY[language].partition(" · ")[0]
        assert confirmed(date, now=NOW + timedelta(days=1)) == yesterday
        state(date, confirmed_at=midnight - timedelta(hours=25))
        assert confirmed(date, now=NOW) == another_day


def test_numbers_are_said_as_each_language_counts(date):
    state(date, confirmed_at=NOW)
    said = {
        ("nb", 1): "1 kom sist",
        ("uk", 1): "минулого разу був 1 учасник",
        ("uk", 3): "минулого разу були 3 учасники",
        ("ar", 1): "حضر شخص واحد آخر مرة",
        ("ar", 2): "حضر شخصان آخر مرة",
        ("ar", 5): "حضر 5 أشخاص آخر مرة",
    }
    for (language, number), words in said.items():
        with override(language):
            [line] = on_card(state(date, came_last=number))
            assert line.partition(" · ")[2] == words
    [line] = on_card(state(date, came_last=0))
    assert " · " not in line


def test_who_has_not_said_yes_is_not_named(date):
    kari(date, shows_name=False, shows_phone=False)
    with override("en"):
        assert on_card(state(date, confirmed_at=NOW)) == ["Confirmed today by Frivilligsentralen Møtestedet"]
        state(date, confirmed_at=None, asked_at=NOW - timedelta(days=1))
        assert on_page(date) == ["Not confirmed. Call Frivilligsentralen Møtestedet, 75\xa005\xa080\xa000."]


def test_silence_says_whom_to_call_once_there_is_no_time_left(date):
    kari(date)
    state(date, asked_at=NOW - timedelta(days=1))
    begins = date.starts_at - SILENCE_IS_SAID
    with override("en"):
        before = begins - timedelta(seconds=1)
        assert (on_card(date, before), len(on_page(date, before))) == ([], 1)
        assert on_card(date, begins) == ["Not confirmed. Call Kari, 900\xa000\xa0000."]
        [line] = lines_of_page(date, now=begins)
        assert (line.phone, line.tone) == ("+4790000000", "warning")
        state(date, asked_at=NOW)
        assert on_card(date, NOW + TIME_TO_ANSWER - timedelta(seconds=1)) == []
        assert on_card(date, NOW + TIME_TO_ANSWER) != []


def test_nobody_to_call_is_asked_in_another_way(date):
    date.organisation.phone = ""
    state(date, asked_at=NOW - timedelta(days=1))
    with override("en"):
        [line] = lines_of_card(date, now=NOW)
        assert (line.in_words, line.phone) == ("Not confirmed. Ask the organiser.", "")


def test_nobody_answered_in_a_while(date):
    state(date, is_silent=True)
    with override("en"):
        assert on_card(date) == [
            "Nobody has answered for this activity in a while. Call 75\xa005\xa080\xa000."
        ]
        assert on_card(state(date, confirmed_at=NOW)) == ["Confirmed today by Frivilligsentralen Møtestedet"]


@pytest.mark.parametrize("status", ["cancelled", "postponed", "over"])
def test_what_does_not_take_place_says_nothing(date, status):
    state(date, confirmed_at=NOW, warning=a_warning())
    assert len(on_card(date)) == 2
    if status == "over":
        date.ends_at = NOW
    else:
        state(date, status=status)
    assert (on_card(date), on_page(date), weather.shown_of(date, now=NOW)) == ([], [], None)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime(2026, 12, 24, 17, 0, tzinfo=UTC), "Christmas Eve: Many places are closed that day."),
        (datetime(2026, 12, 25, 17, 0, tzinfo=UTC), "Christmas Day: It is a public holiday."),
        (datetime(2027, 5, 16, 22, 30, tzinfo=UTC), "17 May, Norway's Constitution Day: It is a public"),
        (datetime(2027, 5, 18, 22, 30, tzinfo=UTC), None),
    ],
)
def test_holiday_that_is_not_confirmed_says_so_on_its_page(date, day, words):
    state(date, starts_at=day, ends_at=day + timedelta(hours=2))
    now = day - timedelta(days=2)
    with override("en"):
        assert [line.startswith(words) for line in on_page(date, now)] == ([True] if words else [])
        assert on_card(date, now) == []
        assert len(on_page(state(date, confirmed_at=now), now)) == 1


# --- The weather -------------------------------------------------------------------------------


def test_warning_says_colour_kind_and_times(date):
    state(date, warning=a_warning())
    said = {
        "en": "Orange warning: strong gusts of wind, 16:00–00:00",
        "nb": "Oransje farevarsel: kraftige vindkast, 16:00–00:00",
        "uk": "Помаранчеве попередження: сильні пориви вітру, 16:00–00:00",
    }
    for language, words in said.items():
        with override(language):
            assert on_card(date) == [words]
    for language in LANGUAGES:
        with override(language):
            assert all(weather.kind_in_words(WeatherWarning(kind=kind)) for kind in weather.KINDS)


def test_kind_without_words_is_said_by_the_institute(date):
    warning = a_warning(
        kind="sandstorm", colour="red", headline_en="Sandstorm, red level", headline_no="Sandstorm, rødt nivå"
    )
    state(date, warning=warning)
    with override("uk"):
        shown = weather.shown_of(date, now=NOW)
        assert (shown.headline, shown.language, shown.tone) == ("Sandstorm, red level", "en", "danger")
        assert on_card(date) == ["Червоне попередження, 16:00–00:00"]
    with override("nn"):
        assert weather.shown_of(date, now=NOW).headline == "Sandstorm, rødt nivå"


def test_warning_that_is_over_or_withdrawn_is_gone(date):
    warning = a_warning()
    state(date, warning=warning)
    assert weather.shown_of(date, now=NOW)
    warning.withdrawn_at = NOW
    assert weather.shown_of(date, now=NOW) is None
    warning.withdrawn_at, warning.ends_at = None, NOW
    assert weather.shown_of(date, now=NOW) is None


# --- The pages ---------------------------------------------------------------------------------


def test_number_on_a_card_is_a_link_of_its_own(client, date):
    kari(date)
    state(date, asked_at=NOW - timedelta(days=1))
    card = BeautifulSoup(client.get(LIST).content, "html.parser").select_one("article.mp-event")
    link = card.select_one("a[href='tel:+4790000000']")
    assert " ".join(link.text.split()) == "Call Kari, 900 00 000"
    assert not link.find_parent("a")
    assert link.has_attr("tabindex") is False


def test_page_shows_the_line_and_the_weather_with_its_source(client, date):
    kari(date)
    state(date, asked_at=NOW - timedelta(days=1), warning=a_warning(web="https://www.met.no/x"))
    page = BeautifulSoup(client.get(f"{LIST}{date.public_id}/").content, "html.parser")
    said = " ".join(page.select_one("main").text.split())
    assert "Not confirmed. Call Kari, 900 00 000" in said
    assert "Orange warning: strong gusts of wind Tuesday 5 January, 16:00 to 00:00" in said
    assert "Source: MET Norway CC BY 4.0" in said
    assert page.select_one("a[href='https://www.met.no/x']")
    assert page.select_one("main a[href='tel:+4790000000']")


@pytest.mark.parametrize("email", ["post@motestedet.example", ""])
def test_page_leads_to_who_can_be_asked(client, date, email):
    date.organisation.phone, date.organisation.email = "", email
    date.organisation.save()
    state(date, is_silent=True)
    page = BeautifulSoup(client.get(f"{LIST}{date.public_id}/").content, "html.parser")
    address = page.select_one(".mp-known a")["href"]
    assert address.endswith("/ask/" if email else "#host-heading")


def test_lines_cost_no_query(client, date):
    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    kari(date)
    page = f"{LIST}{date.public_id}/"
    client.get(LIST)
    plain = asked(LIST), asked(page)
    state(date, confirmed_at=NOW, came_last=4, warning=a_warning())
    assert (asked(LIST), asked(page)) == plain
    for _ in range(2):
        kari(state(factories.an_occurrence(starts_at=EVENING), confirmed_at=NOW, warning=a_warning()))
    assert (asked(LIST), asked(page)) == plain
    assert plain[0] <= 6
    assert plain[1] <= 10
