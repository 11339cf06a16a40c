"""The public list: what a visitor finds, and what they are told."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.clock import midnight
from events.choices import Category
from events.dates.rule import rule
from events.discovery import lists
from events.models import Occurrence
from organisations.models import Municipality
from tests import factories
from tests.markup import texts

pytestmark = pytest.mark.django_db
LIST = "/en/heroy-nordland/events/"


@pytest.fixture
def now():
    return timezone.now()


def noon(now: datetime, days: int) -> datetime:
    """Local noon that many days on: a day more on the clock is not always 24 hours."""
    local = timezone.localtime(now, factories.OSLO).replace(hour=12, minute=0, second=0, microsecond=0)
    return (local + timedelta(days=days)).astimezone(UTC)


def pks(response) -> list[int]:
    return [card.occurrence.pk for card in response.context["cards"]]


def page_of(occurrence: Occurrence, language: str = "en") -> str:
    return f"/{language}/heroy-nordland/events/{occurrence.public_id}/"


# --- The list ----------------------------------------------------------------------------------


def test_list_has_the_public_dates_of_the_municipality_in_order(client, heroy, now):
    later = factories.an_occurrence(starts_at=noon(now, 3))
    sooner = factories.an_occurrence(starts_at=noon(now, 1))
    running = factories.an_occurrence(starts_at=now - timedelta(hours=1))
    factories.an_occurrence(starts_at=now - timedelta(hours=3))
    factories.an_occurrence(factories.an_event(live=False))
    elsewhere = factories.a_municipality("1515", "Herøy")
    factories.an_occurrence(
        factories.an_event(organisation=factories.an_organisation(municipality=elsewhere))
    )
    response = client.get(LIST)
    assert pks(response) == [running.pk, sooner.pk, later.pk]
    assert [day.away for day in response.context["days"]] == [0, 1, 3]


def test_list_filters_by_category_and_day(client, heroy, now):
    cafe = factories.an_event()
    hike = factories.an_event("Tur", category=Category.OUTDOORS)
    tomorrow = factories.an_occurrence(cafe, starts_at=noon(now, 1))
    factories.an_occurrence(cafe, starts_at=noon(now, 2))
    factories.an_occurrence(hike, starts_at=noon(now, 1))
    response = client.get(LIST, {"category": "sprakkafe", "day": "tomorrow"})
    assert pks(response) == [tomorrow.pk]
    assert response.context["filters"].is_narrowed


def test_list_keeps_an_exhibition_on_each_of_its_days(client, heroy, now):
    event = factories.an_event()
    long = factories.an_occurrence(event, starts_at=now - timedelta(days=2), ends_at=now + timedelta(days=5))
    day = timezone.localdate(now) + timedelta(days=3)
    response = client.get(LIST, {"day": day.isoformat()})
    assert pks(response) == [long.pk]
    assert [timezone.localdate(group.moment) for group in response.context["days"]] == [day]


def test_an_evening_past_midnight_is_on_the_day_it_began_on(client, heroy, now):
    """Who asked for Wednesday was shown Tuesday's evening, 22:00 to 01:00, as Wednesday's."""
    day = timezone.localdate(now) + timedelta(days=3)
    starts = midnight(day) + timedelta(hours=22)
    evening = factories.an_occurrence(
        factories.an_event(), starts_at=starts, ends_at=starts + timedelta(hours=3)
    )
    assert pks(client.get(LIST, {"day": day.isoformat()})) == [evening.pk]
    assert pks(client.get(LIST, {"day": (day + timedelta(days=1)).isoformat()})) == []
    with time_machine.travel(starts + timedelta(hours=2, minutes=30), tick=False):
        assert pks(client.get(LIST, {"day": "today"})) == [evening.pk]
        assert pks(client.get(LIST, {"day": "week"})) == [evening.pk]


def test_what_lasts_all_day_has_no_time_in_the_list_or_on_its_page(client, heroy, now):
    first = midnight(timezone.localdate(now) + timedelta(days=3))
    date = factories.an_occurrence(factories.an_event(), starts_at=first, ends_at=first + timedelta(days=2))
    for address in (LIST, page_of(date)):
        page = re.sub(r'datetime="[^"]*"', "", client.get(address).content.decode())
        assert "00:00" not in page
    assert "All day" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"category": "bingo'--"}, 1),
        ({"day": "yesterday"}, 1),
        ({"day": "2020-01-01"}, 1),
        ({"day": "9999-12-31"}, 1),
        ({"day": "2026-02-30"}, 1),
        ({"after": "garbage"}, 1),
        ({"after": "ÆØÅ"}, 1),
        ({"after": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5LjE"}, 1),
        ({"after": "MS45OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}, 1),
        ({"category": "x", "day": "x", "after": "="}, 3),
        ({"view": "nonsense", "page": "9"}, 0),
    ],
)
def test_list_leaves_out_what_it_cannot_use_and_says_so(client, heroy, query, number):
    shown = factories.an_occurrence()
    response = client.get(LIST, query)
    assert response.status_code == 200
    assert pks(response) == [shown.pk]
    assert len(texts(response.content.decode(), ".ds-alert")) == number


@pytest.mark.parametrize("view", ["", "series"])
def test_list_is_paged_without_losing_or_repeating(client, heroy, now, view):
    # Two start at the same moment, on either side of the page's end.
    days = [*range(1, lists.PAGE_SIZE + 1), *range(lists.PAGE_SIZE, 2 * lists.PAGE_SIZE + 1)]
    organisation = factories.an_organisation()
    dates = [
        factories.an_occurrence(
            factories.an_event(organisation=organisation), starts_at=now + timedelta(days=day)
        )
        for day in days
    ]
    seen: list[int] = []
    url = f"{LIST}?view={view}"
    while url:
        response = client.get(url)
        seen += pks(response)
        url = LIST + response.context["next_url"] if response.context["next_url"] else ""
    assert seen == [date.pk for date in dates]


def test_list_keeps_the_filters_on_the_next_page(client, heroy, now):
    event = factories.an_event()
    for minutes in range(lists.PAGE_SIZE + 1):
        factories.an_occurrence(event, starts_at=now + timedelta(hours=30, minutes=minutes))
    next_url = client.get(LIST, {"category": "sprakkafe", "day": "week"}).context["next_url"]
    assert next_url.startswith("?category=sprakkafe&day=week&after=")


def test_list_shows_a_cancelled_date_as_cancelled(client, heroy):
    factories.an_occurrence(status=Occurrence.Status.CANCELLED)
    content = client.get(LIST).content.decode()
    assert "data-cancelled" in content
    assert "Cancelled" in content


def test_list_that_is_empty_leads_on(client, heroy):
    near = factories.a_municipality("1833", "Rana", slug="rana", latitude="66.31", longitude="14.14")
    far = factories.a_municipality("0301", "Oslo", slug="oslo", latitude="59.91", longitude="10.75")
    nothing_on = factories.a_municipality("1820", "Alstahaug", slug="alstahaug")
    for place in (near, far):
        factories.an_occurrence(
            factories.an_event(organisation=factories.an_organisation(municipality=place))
        )
    response = client.get(LIST, {"day": "today"})
    assert response.context["neighbours"] == [near, far]
    assert nothing_on not in response.context["neighbours"]
    content = response.content.decode()
    assert 'href="/en/rana/events/"' in content


def test_list_of_series_has_three_dates_and_the_number_of_the_others(client, heroy, now):
    event = factories.an_event()
    until = datetime.combine(timezone.localdate(now) + timedelta(weeks=11, days=1), datetime.max.time())
    factories.a_series(event, now=now, recurrence=rule(frequency="WEEKLY", interval=1, until=until))
    single = factories.an_occurrence(starts_at=now + timedelta(days=2))
    cards = client.get(LIST, {"view": "series"}).context["cards"]
    assert [(len(card.next_dates), card.more) for card in cards] == [(3, 9), (1, 0)]
    assert cards[1].occurrence == single
    assert "+9 more" in client.get(LIST, {"view": "series"}).content.decode()


@pytest.mark.parametrize(("view", "queries"), [("", 5), ("series", 5)])
def test_list_costs_the_same_for_one_and_three(client, heroy, now, django_assert_num_queries, view, queries):
    url = f"{LIST}?view={view}"
    factories.an_occurrence()
    client.get(url)
    with django_assert_num_queries(queries):
        assert len(pks(client.get(url))) == 1
    for name in ("Bokgruppe", "Turgruppe"):
        factories.an_occurrence(factories.an_event(name, venue=factories.a_venue(name)))
    with django_assert_num_queries(queries):
        assert len(pks(client.get(url))) == 3


def test_list_of_an_unknown_municipality_offers_the_search(client, heroy):
    response = client.get("/uk/atlantis/events/")
    assert response.status_code == 404
    assert 'href="/uk/find/"' in response.content.decode()


def test_list_of_a_municipality_that_is_not_here_yet_says_so(client):
    factories.a_municipality("1820", "Alstahaug", slug="alstahaug", is_active=False)
    response = client.get("/en/alstahaug/events/")
    assert response.status_code == 404
    assert "Alstahaug is not here yet" in response.content.decode()
    assert 'href="/en/find/"' in response.content.decode()


def test_list_in_arabic_is_right_to_left_and_keeps_norwegian_names_whole(client, heroy):
    factories.an_occurrence(factories.an_event(admission="sign_up"))
    content = client.get("/ar/heroy-nordland/events/").content.decode()
    assert '<html lang="ar" dir="rtl">' in content
    assert '<bdi lang="nb" dir="ltr">Språkkafé på biblioteket</bdi>' in content
    assert '<bdi lang="nb" dir="ltr">Herøy folkebibliotek</bdi>' in content
    assert "التسجيل أولًا" in content


# --- Days, in the calendar of the place --------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "day", "expected"),
    [
        (date(2026, 11, 23), "weekend", (date(2026, 11, 28), date(2026, 11, 29))),
        (date(2026, 11, 28), "weekend", (date(2026, 11, 28), date(2026, 11, 29))),
        (date(2026, 11, 29), "weekend", (date(2026, 11, 29), date(2026, 11, 29))),
        (date(2026, 11, 23), "week", (date(2026, 11, 23), date(2026, 11, 29))),
        (date(2026, 11, 23), "2026-12-24", (date(2026, 12, 24), date(2026, 12, 24))),
    ],
)
def test_day_names_its_days(today, day, expected):
    assert lists.days_of(day, today=today) == expected


def test_day_of_the_clock_change_is_whole(heroy):
    """29 March 2027 has 23 hours in Oslo; 00:30 and 23:30 are both of it."""
    early = factories.an_occurrence(starts_at=datetime(2027, 3, 27, 23, 30, tzinfo=UTC))
    late = factories.an_occurrence(starts_at=datetime(2027, 3, 28, 21, 30, tzinfo=UTC))
    after = factories.an_occurrence(starts_at=datetime(2027, 3, 28, 22, 30, tzinfo=UTC))
    filters = lists.read_filters({"day": "2027-03-28"}, today=date(2027, 3, 1))
    now = datetime(2027, 3, 1, tzinfo=UTC)
    found = lists.matching(Municipality.objects.get(pk=heroy.pk), filters, now=now)
    assert list(found) == [early, late]
    assert after not in found


def test_place_in_the_list_survives_the_address():
    key = lists.Key(datetime(2026, 11, 23, 17, 0, 0, 123456, tzinfo=UTC), 42)
    assert lists.Key.decode(key.encode()) == key


def test_what_was_asked_for_and_is_not_understood_is_named(client, heroy):
    factories.an_occurrence()
    response = client.get(LIST, {"category": "sjakk", "day": "31.02.2027"})
    assert list(response.context["filters"].ignored) == [
        "We do not know the kind of activity “sjakk”. Here are all kinds.",
        "We cannot show the day “31.02.2027”. Here is everything that is coming.",
    ]


def test_a_kind_that_nothing_fits_is_still_the_one_that_is_chosen(client, heroy):
    """The form said "all kinds" while the list was cut to one."""
    factories.an_occurrence()
    response = client.get(LIST, {"category": Category.GAMES})
    assert response.context["cards"] == []
    assert [option.label for option in response.context["bar"].chosen] == ["Games"]
    assert "Remove: Games" in texts(response.content.decode(), ".mp-filterbar [data-chosen]")
