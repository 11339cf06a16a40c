"""What makes somebody go: the way there and home, what matters, a date with room, what else there is."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image

from core.models import Picture
from events.discovery.ways import ways_to
from events.facts import facts_of, five_facts
from events.models import Occurrence, ProgrammeItem
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/en/heroy-nordland/events/"


@pytest.fixture
def now():
    return timezone.now()


def page_of(client, occurrence: Occurrence, language: str = "en") -> BeautifulSoup:
    response = client.get(f"/{language}/heroy-nordland/events/{occurrence.public_id}/")
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser").main
    assert page
    return page


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (datetime(2027, 1, 12, 17, 0, tzinfo=UTC), 2),
        # summer time begins, and ends, in the night between
        (datetime(2027, 3, 27, 20, 0, tzinfo=UTC), 8),
        (datetime(2027, 10, 30, 20, 0, tzinfo=UTC), 8),
    ],
)
def test_the_journey_is_to_the_beginning_and_home_from_the_end_whatever_the_clocks_do(heroy, day, hours):
    venue = factories.a_venue("Møtestedet", latitude="65.97000", longitude="12.30000")
    ends_at = day + timedelta(hours=hours)
    ways = ways_to(factories.an_occurrence(factories.an_event(venue=venue), starts_at=day, ends_at=ends_at))
    assert ways
    there, home = asked(ways.there), asked(ways.home)
    assert datetime.fromtimestamp(int(there["date"]) / 1000, UTC) == day
    assert datetime.fromtimestamp(int(home["date"]) / 1000, UTC) == ends_at
    assert (there["timepickerMode"], home["timepickerMode"]) == ("arriveBefore", "departAfter")
    assert (there["stopLat"], there["stopLon"], there["stopLabel"]) == ("65.97000", "12.30000", "Møtestedet")
    assert (home["startLat"], home["startLon"]) == ("65.97000", "12.30000")


def test_without_a_position_the_maps_look_for_the_address_and_nobody_plans_a_journey(heroy):
    ways = ways_to(factories.an_occurrence())
    assert ways
    assert (ways.there, ways.home) == ("", "")
    assert asked(ways.google)["query"] == "Silvalveien 12, 8850 Herøy, Norge"
    online = factories.an_event(venue=None, online_url="https://video.example/rom")
    assert ways_to(factories.an_occurrence(online)) is None


def test_links_to_others_tell_them_nothing_of_where_one_comes_from(client, heroy):
    venue = factories.a_venue("Møtestedet", latitude="65.97", longitude="12.30")
    page = page_of(client, factories.an_occurrence(factories.an_event(venue=venue)))
    away = page.select("#place ~ * a[href^=http], a[href*=entur]")
    assert {link["rel"][0] for link in away} == {"noreferrer"}
    assert page.select("img[src^=http], iframe, script[src^=http]") == []


def test_five_facts_begin_with_whom_it_is_not_for_and_fit_the_kind(heroy):
    event = factories.an_event(
        category="tur-friluft", grade="medium", distance_km="8.0", ascent_m=520, women_only=True, food="meal"
    )
    assert [fact.kind for fact in five_facts(facts_of(event), category=event.category)] == [
        "women",
        "grade",
        "distance",
        "ascent",
        "price",
    ]


@pytest.mark.parametrize("grade", ["easy", "medium", "demanding", "expert"])
def test_the_grade_of_a_hike_is_explained_with_what_to_bring(client, heroy, grade):
    hike = factories.an_event(category="tur-friluft", grade=grade)
    section = page_of(client, factories.an_occurrence(hike)).find(id="hike").parent
    colour = {"easy": "Green", "medium": "Blue", "demanding": "Red", "expert": "Black"}[grade]
    assert section.p.get_text(strip=True).startswith(f"{colour} means")
    assert len(section.select("li")) == (4 if grade in ("easy", "medium") else 6)


def test_who_needs_an_interpreter_is_told_in_their_language(client, heroy):
    event = factories.an_event(category="ny-i-norge", interpreter_languages=["uk", "ar"])
    ProgrammeItem.objects.create(event=event, starts="18:20", words="Kommunen forteller")
    date = factories.an_occurrence(event)
    assert page_of(client, date, "uk").find(id="interpreters").get_text(strip=True) == (
        "Ви зможете слухати своєю мовою"
    )
    english = page_of(client, date)
    assert english.find(id="interpreters").get_text(strip=True) == "There are interpreters"
    assert english.find(string="Kommunen forteller").parent["lang"] == "nb"


def full(date: Occurrence) -> Occurrence:
    factories.a_signup(date, adults=date.event.capacity)
    return date


def test_a_full_date_leads_to_the_nearest_with_room(client, heroy, now):
    event = factories.an_event(admission="sign_up", capacity=2)
    first = full(factories.an_occurrence(event, starts_at=now + timedelta(days=1)))
    full(factories.an_occurrence(event, starts_at=now + timedelta(days=2)))
    third = factories.an_occurrence(event, starts_at=now + timedelta(days=3))
    page = page_of(client, first)
    assert page.find(id="instead").get_text(strip=True) == "There is room on another day"
    assert page.find(id="instead").find_next("a")["href"].endswith(f"{third.public_id}/")
    assert page.find(id="sign-up") is None


def test_where_no_date_has_room_something_similar_near_is_shown(client, heroy, now):
    event = factories.an_event(admission="sign_up", capacity=2)
    date = full(factories.an_occurrence(event, starts_at=now + timedelta(days=1)))
    assert page_of(client, date).find(id="instead").get_text(strip=True) == "No other date has room now"
    far = factories.a_municipality("1804", "Bodø", latitude="67.28", longitude="14.40")
    away = factories.an_event("Språkkafé i Bodø", municipality=far, venue=factories.a_venue(municipality=far))
    factories.an_occurrence(away, starts_at=now + timedelta(hours=5))
    near = factories.an_event("Språkkafé i nærheten")
    for days in (2, 3):
        factories.an_occurrence(near, starts_at=now + timedelta(days=days))
    factories.an_occurrence(factories.an_event("Tur", category="tur-friluft"))
    links = page_of(client, date).find(id="instead").parent.select("li strong")
    assert [link.get_text(strip=True) for link in links] == ["Språkkafé i nærheten", "Språkkafé i Bodø"]


def test_the_page_costs_ten_queries_at_the_most_with_one_and_three_of_everything(
    client, heroy, now, settings, tmp_path, django_assert_max_num_queries
):
    settings.MEDIA_ROOT = tmp_path
    venue = factories.a_venue("Møtestedet", latitude="65.97", longitude="12.30")
    organisation = factories.an_organisation()
    event = factories.an_event(
        admission="sign_up", capacity=2, venue=venue, organisation=organisation, picture=a_picture()
    )
    date = factories.an_occurrence(event, starts_at=now + timedelta(days=1))
    page_of(client, date)
    for number in range(1, 4):
        factories.an_occurrence(event, starts_at=now + timedelta(days=number + 1))
        other = factories.an_event(f"Annet {number}", organisation=organisation)
        factories.an_occurrence(other, starts_at=now + timedelta(days=number))
        event.co_organisers.add(factories.an_organisation(f"Lag {number}"))
        event.save()
        ProgrammeItem.objects.create(event=event, starts="18:00", words="Kaffe")
        if number in (1, 3):
            with django_assert_max_num_queries(10):
                assert len(page_of(client, date).find(id="others").parent.select("li")) == number
    for each in event.occurrences.all():
        full(each)
    with django_assert_max_num_queries(10):
        assert len(page_of(client, date).find(id="instead").parent.select("li")) == 3


def test_a_picture_is_shown_in_two_sizes_with_its_words_and_left_out_when_its_file_is_gone(
    client, heroy, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    date = factories.an_occurrence(factories.an_event(picture=a_picture()))
    shown = page_of(client, date).select_one("img.mp-eventpicture")
    assert (shown["alt"], shown["lang"], shown["srcset"].count(" ")) == ("Kopper på et bord", "nb", 3)
    gone = factories.an_occurrence(factories.an_event("Annet", picture=a_picture()))
    gone.event.picture.file.storage.delete(gone.event.picture.file.name)
    assert page_of(client, gone).select_one("img.mp-eventpicture") is None


def a_picture() -> Picture:
    content = BytesIO()
    Image.new("RGB", (1200, 700), (200, 80, 60)).save(content, "JPEG")
    file = ImageFile(ContentFile(content.getvalue()), name="kopper.jpg")
    return Picture.objects.create(title="Kopper", description="Kopper på et bord", file=file)


def test_all_dates_stand_in_pages(client, heroy, now):
    event = factories.an_event()
    rows = [factories.an_occurrence(event, starts_at=now + timedelta(days=day)) for day in range(1, 44)]
    address = f"{LIST}{rows[0].public_id}/dates/"
    first = BeautifulSoup(client.get(address).content, "html.parser").main
    later = first.find("a", string=lambda text: text and "Later dates" in text)["href"]
    second = BeautifulSoup(client.get(address + later).content, "html.parser").main
    assert [len(page.select(".mp-dates li")) for page in (first, second)] == [40, 3]
    wrong = client.get(f"{address}?after=zzz")
    assert (wrong.status_code, "Here is the beginning" in wrong.content.decode()) == (200, True)


def test_the_code_for_a_camera_is_made_here(client, heroy):
    answer = client.get(f"{LIST}{factories.an_occurrence().public_id}/qr.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert answer.content.startswith(b"<?xml")
    assert b"style=" not in answer.content
