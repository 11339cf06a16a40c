"""What is near: to a village in the address, or to where somebody stands, which nothing keeps."""

import logging
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.utils import timezone

from events.discovery import near
from events.models import Occurrence
from organisations.models import Place
from tests import factories
from tests.markup import texts

pytestmark = pytest.mark.django_db
NEAR = "/en/heroy-nordland/events/near/"
HERE = {"lat": "65.97", "lon": "12.30"}


@pytest.fixture
def three(heroy) -> list[int]:
    """Dates in Herøy itself, in a village ten kilometres north, and in Rana; one in Oslo is too far away."""
    now = timezone.now()
    far = factories.a_municipality("1833", "Rana", slug="rana", latitude="66.31", longitude="14.14")
    oslo = factories.a_municipality("0301", "Oslo", slug="oslo", latitude="59.91", longitude="10.75")
    dates = []
    for place, latitude, longitude in (
        (heroy, "65.97", "12.30"),
        (heroy, "66.07", "12.30"),
        (far, None, None),
        (oslo, None, None),
    ):
        venue = factories.a_venue(
            f"Sted {len(dates)}", municipality=place, latitude=latitude, longitude=longitude
        )
        event = factories.an_event(organisation=factories.an_organisation(municipality=place), venue=venue)
        # The furthest away is the soonest, and each has two dates.
        for days in (0, 7):
            start = now + timedelta(days=9 - len(dates) + days)
            date = factories.an_occurrence(event, starts_at=start)
            if not days:
                dates.append(date.pk)
    return dates[:3]


def pks(response) -> list[int]:
    return [card.occurrence.pk for card in response.context["cards"]]


def test_where_somebody_stands_is_the_beginning_of_the_list(client, three):
    response = client.post(NEAR, HERE)
    assert pks(response) == three
    assert [card.distance for card in response.context["cards"]] == ["", "11", "91"]
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert pks(client.post(f"{NEAR}?only=women", HERE)) == []


def test_a_position_is_in_no_address_log_or_session(client, three, caplog):
    caplog.set_level(logging.DEBUG)
    answer = client.post(f"{NEAR}?only=free", HERE | {"lat": "65.971234", "lon": "12.301234"})
    assert pks(answer) == three
    assert "65.97" not in caplog.text
    # A moment in the log may be twelve seconds past the minute.
    assert re.search(r"(?<!:)12\.3", caplog.text) is None
    assert not Session.objects.exists()
    page = answer.content.decode()
    assert "65.9712" not in page
    assert all("65.9" not in link and "12.3" not in link and "lat=" not in link for link in links(page))


def links(page: str) -> list[str]:
    return [
        str(each.get("href") or each.get("action") or "")
        for each in BeautifulSoup(page, "html.parser").select(".mp-main a, .mp-main form")
    ]


def test_it_goes_on_by_a_button_that_asks_again(client, heroy):
    now = timezone.now()
    venue = factories.a_venue(latitude="65.97", longitude="12.30")
    organisation = factories.an_organisation()
    dates = [
        factories.an_occurrence(
            factories.an_event(f"Nummer {number}", organisation=organisation, venue=venue),
            starts_at=now + timedelta(days=1, minutes=number),
        ).pk
        for number in range(22)
    ]
    first = client.post(NEAR, HERE)
    page = first.content.decode()
    assert 'name="skip" value="20"' in page
    assert 'name="lat" value="65.97"' in page
    rest = client.post(NEAR, HERE | {"skip": "20"})
    assert pks(first) + pks(rest) == dates
    assert 'name="skip"' not in rest.content.decode()
    # Behind the end, as after things have ended meanwhile, it begins again.
    assert pks(client.post(NEAR, HERE | {"skip": "400"})) == pks(first)


def test_it_ends_where_no_more_can_be_left_out(heroy):
    position = near.Position(65.97, 12.30)
    venue = factories.a_venue(latitude="65.97", longitude="12.30")
    organisation = factories.an_organisation()
    start = timezone.now() + timedelta(days=1)
    for number in range(21):
        event = factories.an_event(f"Nummer {number}", organisation=organisation, venue=venue)
        factories.an_occurrence(event, starts_at=start)
    found = Occurrence.objects.all()
    assert near.page_from(found, position, skip=0, now=timezone.now()).skip == near.PAGE_SIZE
    assert near.page_from(found, position, skip=20, now=timezone.now()).skip == 0


def test_what_is_beside_one_is_near_whoever_invites_to_it(client, heroy):
    far = factories.a_municipality("0301", "Oslo", slug="oslo", latitude="59.91", longitude="10.75")
    organisation = factories.an_organisation(municipality=far)
    venue = factories.a_venue("Her", municipality=far, latitude="65.97", longitude="12.31")
    date = factories.an_occurrence(factories.an_event(organisation=organisation, venue=venue))
    assert pks(client.post(NEAR, HERE)) == [date.pk]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "We could not find out where you are. Here is the whole list."),
        ({"lat": "x", "lon": "12"}, "We could not find out where you are. Here is the whole list."),
        ({"lat": "nan", "lon": "inf"}, "We could not find out where you are. Here is the whole list."),
        ({"lat": "9" * 400, "lon": "1"}, "It looks as if you are not in Norway now. Here is the whole list."),
        ({"lat": "52.5", "lon": "13.4"}, "It looks as if you are not in Norway now. Here is the whole list."),
        (
            {"lat": "75.00", "lon": "5.00"},
            "We found nothing that fits within 100 kilometres of where you are. Here is the whole list.",
        ),
    ],
)
def test_a_position_that_leads_nowhere_is_answered_in_words(client, heroy, sent, said):
    date = factories.an_occurrence()
    response = client.post(NEAR, sent)
    assert response.status_code == 200
    assert pks(response) == [date.pk]
    assert texts(response.content.decode(), ".ds-alert") == [said]


def test_going_back_to_it_is_the_list(client, heroy):
    response = client.get(f"{NEAR}?only=free")
    assert response.headers["Location"] == "/en/heroy-nordland/events/?only=free"
    assert client.post("/en/atlantis/events/near/", HERE).status_code == 404


@pytest.mark.parametrize(
    ("text", "number"), [("20", 20), ("-1", 0), ("²", 0), ("99999", 0), ("x", 0), ("", 0)]
)
def test_how_many_were_shown_is_a_number_that_can_be(text, number):
    assert near.read_skip(text) == number


def test_a_village_in_the_address_is_where_the_list_begins(
    client, heroy, three, django_assert_max_num_queries
):
    Place.objects.create(
        kind="town", slug="nordvik", name="Nordvik", municipality=heroy, latitude="66.07", longitude="12.30"
    )
    address = "/en/heroy-nordland/events/?near=nordvik"
    client.get(address)
    with django_assert_max_num_queries(6):
        response = client.get(address)
    assert pks(response) == [three[1], three[0]]
    assert [option.label for option in response.context["bar"].chosen] == ["Nearest to Nordvik"]
    unknown = client.get("/en/heroy-nordland/events/?near=atlantis")
    assert texts(unknown.content.decode(), ".ds-alert") == [
        "We do not know the place “atlantis”. Here is the whole list."
    ]
