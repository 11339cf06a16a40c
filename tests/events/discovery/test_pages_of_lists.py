"""Pages of a list, one after the other, are all of it: by date and by series, whatever begins at once."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from events.discovery import lists
from events.discovery.filters import Filters
from events.discovery.filters.matching import Place
from events.models import Occurrence
from tests import factories
from tests.core.clock import NOW

pytestmark = pytest.mark.django_db
# So many that there are two pages by series; many begin at the same moment.
SERIES, MOMENTS = 47, 5


@pytest.fixture
def heroy():
    return factories.a_municipality()


@pytest.fixture
def dates(heroy) -> list[Occurrence]:
    """Series of one to five dates each, of which some are called off, hidden, silent, over or elsewhere."""
    elsewhere = factories.a_municipality("1804", "Bodø")
    organisations = [factories.an_organisation(municipality=place) for place in (heroy, elsewhere)]
    venues = [factories.a_venue(municipality=place) for place in (heroy, elsewhere)]
    rows = []
    for number in range(SERIES):
        away = number % 9 == 8
        event = factories.an_event(organisation=organisations[away], venue=venues[away])
        series = factories.a_series(event, now=NOW)
        series.occurrences.all().delete()
        for step in range(1 + number % 5):
            rows.append(_date(series, event, number, step))
    return Occurrence.objects.bulk_create(rows)


def _date(series, event, number: int, step: int) -> Occurrence:
    starts_at = NOW + timedelta(days=7 * step - 3, hours=number % MOMENTS)
    return Occurrence(
        series=series,
        event=event,
        organisation=event.organisation,
        municipality=event.municipality,
        venue=event.venue,
        category=event.category,
        original_slot=f"{step:015}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        status="cancelled" if (number + step) % 7 == 6 else "scheduled",
        is_public=(number + step) % 11 != 10,
        is_silent=number % 13 == 12,
    )


def listed(heroy, dates: list[Occurrence], *, scheduled: bool) -> list[Occurrence]:
    """What the list is about, found here in plain Python."""
    found = [
        date
        for date in dates
        if date.municipality_id == heroy.pk and date.is_public and not date.is_silent and date.ends_at > NOW
        if date.status == "scheduled" or not scheduled
    ]
    return sorted(found, key=lambda date: (date.starts_at, date.pk))


def all_pages(make_page, heroy, *, by_series: bool) -> list[list[lists.Card]]:
    pages, after = [], None
    while True:
        page = make_page(heroy, Filters(by_series=by_series, after=after), now=NOW)
        pages.append(page.cards)
        if page.next_key is None:
            return pages
        after = lists.Key.decode(page.next_key.encode())


def test_pages_by_series_are_each_series_with_its_next_dates(heroy, dates):
    by_series: dict[int, list[Occurrence]] = defaultdict(list)
    for date in listed(heroy, dates, scheduled=True):
        by_series[date.series_id].append(date)
    wanted = [
        (each[0].pk, [(date.starts_at, date.public_id) for date in each[:3]], max(0, len(each) - 3))
        for each in sorted(by_series.values(), key=lambda each: (each[0].starts_at, each[0].pk))
    ]
    pages = all_pages(lists.page_by_series, Place(heroy), by_series=True)
    assert [len(page) for page in pages] == [20, len(wanted) - 20]
    found = [
        (card.occurrence.pk, [(date.starts_at, date.public_id) for date in card.next_dates], card.more)
        for page in pages
        for card in page
    ]
    assert found == wanted
    # Some begin in the same moment, and are told apart by their number.
    assert len({card.starts_at for page in pages for card in page}) < len(wanted) // 2


def test_pages_by_date_are_every_date_once(heroy, dates):
    wanted = [date.pk for date in listed(heroy, dates, scheduled=False)]
    pages = all_pages(lists.page_by_date, Place(heroy), by_series=False)
    assert [card.occurrence.pk for page in pages for card in page] == wanted
    assert len(pages) > 3


def test_after_a_key_comes_what_an_or_would_find(heroy, dates):
    """Compared as a row; the condition that it stands for is written out here."""
    ordered = sorted(dates, key=lambda date: (date.starts_at, date.pk))
    assert any(one.starts_at == other.starts_at for one, other in pairwise(ordered))
    for date in ordered[::7]:
        found = Occurrence.objects.after_key(date.starts_at, date.pk).order_by("starts_at", "pk")
        wanted = [
            each.pk
            for each in ordered
            if each.starts_at > date.starts_at or (each.starts_at == date.starts_at and each.pk > date.pk)
        ]
        assert list(found.values_list("pk", flat=True)) == wanted


def test_next_dates_of_a_card_are_in_utc(heroy, dates):
    page = lists.page_by_series(Place(heroy), Filters(by_series=True), now=NOW)
    times: list[datetime] = [date.starts_at for card in page.cards for date in card.next_dates]
    assert {time.utcoffset() for time in times} == {timedelta(0)}
    with timezone.override("Asia/Tokyo"):
        again = lists.page_by_series(Place(heroy), Filters(by_series=True), now=NOW)
    assert [date.starts_at for card in again.cards for date in card.next_dates] == times
