"""A list whose statements are kept has what one has whose statements are made for it, at any moment."""

from datetime import timedelta
from itertools import product

import pytest
from django.http import QueryDict

from core.clock import local_day
from events.discovery import lists
from events.discovery.filters import counting, read_filters
from events.discovery.filters.matching import Place
from tests import factories
from tests.core.clock import NOW

pytestmark = pytest.mark.django_db
# NOW is 13:00 in Norway.
MOMENTS = [timedelta(), timedelta(hours=4), timedelta(hours=10, minutes=59), timedelta(days=1, hours=6)]
CHOICES = [
    "",
    "category=sprakkafe",
    "day=today",
    "day=tonight",
    "day=week&time=evening",
    "from=2027-01-06&to=2027-01-09",
    "only=free&only=drop_in",
    "language=uk",
    "level=a1",
    "scope=neighbours",
    "scope=county",
    "scope=online",
]


@pytest.fixture
def place(heroy) -> Place:
    cafe = factories.an_event(spoken_languages=["no", "uk"])
    hike = factories.an_event("Tur", category="tur-friluft", price_nok=50)
    elsewhere = factories.a_municipality("1804", "Bodø")
    there = factories.an_event(organisation=factories.an_organisation("Turlaget", municipality=elsewhere))
    for number in range(24):
        starts_at = NOW + timedelta(hours=5 * number - 9)
        long = timedelta(hours=30 if number % 5 == 4 else 2)
        event = (cafe, hike, there)[number % 3]
        factories.an_occurrence(event, starts_at=starts_at, ends_at=starts_at + long)
    factories.a_standing_place(organisation=cafe.organisation)
    return Place(heroy)


def shown(place: Place, choice: str, now) -> list:
    filters = read_filters(QueryDict(choice), today=local_day(now))
    make_page = lists.page_by_series if filters.by_series else lists.page_by_date
    page = make_page(place, filters, now=now)
    counts = counting.count(place, filters, now=now, today=local_day(now))
    scopes, places = counting.count_scopes(place, filters, now=now)
    cards = [
        (card.occurrence.pk, [each.public_id for each in card.next_dates], card.more) for card in page.cards
    ]
    groups = sorted(map(repr, ((each.category, each.number, sorted(each.days)) for each in counts.groups)))
    return [cards, page.next_key, groups, scopes, [(each.pk, sorted(each.holds)) for each in places]]


@pytest.mark.parametrize("view", ["", "&view=series"])
def test_kept_statements_find_what_others_find(place, monkeypatch, view):
    asked = [*product(CHOICES, MOMENTS)]
    # Every statement was made at the first moment, and is asked at all of them.
    kept = [shown(place, choice + view, NOW + after) for choice, after in asked]

    def made(key, make, *, now):
        return list(make(now))

    for module in (lists, counting):
        monkeypatch.setattr(module, "prepared_for", made)
    assert kept == [shown(place, choice + view, NOW + after) for choice, after in asked]
    assert any(each[0] for each in kept)


def test_a_moment_later_what_has_ended_is_gone(place):
    first = shown(place, "", NOW)[0]
    assert len(shown(place, "", NOW + timedelta(hours=10))[0]) < len(first)


def test_words_and_deeper_pages_are_not_kept(place):
    for choice in ("q=kaffe", f"after={lists.Key(NOW, 1).encode()}"):
        filters = read_filters(QueryDict(choice), today=local_day(NOW))
        assert lists.key_of(place, filters, now=NOW) is None
