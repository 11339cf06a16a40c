"""Which dates lie under a warning: by map, clock and kind, in as many statements for one as for thirty."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.choices import Category
from events.models import Occurrence, WeatherWarning
from events.signals import dates_warned
from events.warnings.matching import match
from organisations.models import Place
from tests import factories
from tests.events.warnings.metalerts import NORDLAND, OSLO

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_warning(*areas, colour: str = "orange", **fields) -> WeatherWarning:
    fields = {"begins_at": NOON, "ends_at": NOON + 6 * HOUR, "read_at": NOW, "kind": "wind"} | fields
    turned = [[[longitude, latitude] for latitude, longitude in area] for area in areas or (NORDLAND,)]
    number = WeatherWarning.objects.count()
    return WeatherWarning.objects.create(identifier=f"w{number}", colour=colour, areas=turned, **fields)


def a_date(starts_at: datetime = NOON, *, hours: int = 2, **of_event) -> Occurrence:
    event = factories.an_event(**of_event)
    return factories.an_occurrence(event, starts_at=starts_at, ends_at=starts_at + hours * HOUR)


def at(latitude: str, longitude: str) -> Occurrence:
    number = Occurrence.objects.count()
    venue = factories.a_venue(f"Huset {number}", latitude=latitude, longitude=longitude)
    return a_date(venue=venue)


def warned() -> set[int]:
    return set(Occurrence.objects.exclude(warning=None).values_list("pk", flat=True))


@pytest.mark.django_db
class TestWhere:
    def test_by_the_place(self):
        here, elsewhere = at("66.00000", "12.30000"), at("59.90000", "10.75000")
        a_warning()
        match(now=NOW)
        assert warned() == {here.pk}
        assert elsewhere.municipality == here.municipality

    def test_by_the_municipality_where_the_place_has_no_position(self):
        date = a_date()
        a_warning()
        match(now=NOW)
        assert warned() == {date.pk}

    def test_by_the_postcode_before_the_municipality(self):
        """A long municipality: its centre is under the warning, the village at its other end is not."""
        date = a_date(venue=factories.a_venue(postcode="8850"))
        Place.objects.create(
            kind="postcode", slug="8850", name="8850", municipality=date.municipality,
            latitude="68.50", longitude="12.00",
        )  # fmt: skip
        a_warning()
        match(now=NOW)
        assert warned() == set()

    def test_the_edge_is_inside(self):
        edge, corner = at("65.00000", "12.00000"), at("68.00000", "16.00000")
        beyond = at("64.99990", "12.00000")
        a_warning()
        match(now=NOW)
        assert warned() == {edge.pk, corner.pk}
        assert beyond.pk not in warned()

    def test_any_of_several_areas_and_none_of_a_hollow(self):
        """A horseshoe: what lies between its arms is outside."""
        horseshoe = [(65, 11), (68, 11), (68, 16), (65, 16), (65, 15), (67, 15), (67, 12), (65, 12), (65, 11)]
        arm, hollow, oslo = at("66.0", "11.5"), at("66.0", "13.0"), at("59.9", "10.75")
        a_warning(horseshoe, OSLO)
        match(now=NOW)
        assert warned() == {arm.pk, oslo.pk}
        assert hollow.pk not in warned()

    def test_online_is_nowhere_and_also_online_is_somewhere(self):
        link = "https://meet.example/cafe"
        a_date(venue=None, online_url=link)
        both = a_date(online_url=link)
        a_warning()
        match(now=NOW)
        assert warned() == {both.pk}


@pytest.mark.django_db
class TestWhen:
    def test_what_overlaps(self):
        touched = [
            a_date(NOON - HOUR),  # under way when it begins
            a_date(NOON + 5 * HOUR),  # begins within, ends after
            a_date(NOON - 3 * HOUR, hours=12),  # begins before, ends after
        ]
        a_date(NOON - 2 * HOUR)
        a_date(NOON + 6 * HOUR)
        a_date(NOON + timedelta(days=1))
        a_warning()
        match(now=NOW)
        assert warned() == {date.pk for date in touched}

    def test_what_is_over_has_no_warning_any_longer(self):
        date = a_date(NOON)
        a_warning()
        match(now=NOW)
        match(now=NOON + HOUR)
        assert warned() == {date.pk}
        match(now=NOON + 3 * HOUR)
        assert warned() == set()

    def test_date_that_is_made_or_moved_later_gets_it_with_the_next_round(self):
        a_warning()
        match(now=NOW)
        made, moved = a_date(), a_date(NOON + timedelta(days=3))
        match(now=NOW)
        assert warned() == {made.pk}
        Occurrence.objects.filter(pk=moved.pk).update(starts_at=NOON, ends_at=NOON + HOUR)
        Occurrence.objects.filter(pk=made.pk).update(
            starts_at=NOON + timedelta(days=3), ends_at=NOON + timedelta(days=3, hours=1)
        )
        match(now=NOW)
        assert warned() == {moved.pk}


@pytest.mark.django_db
class TestWhich:
    def test_only_what_is_public_and_takes_place(self):
        hidden, cancelled = a_date(live=False), a_date()
        Occurrence.objects.filter(pk=cancelled.pk).update(status="cancelled")
        a_warning()
        match(now=NOW)
        assert warned() == set()
        assert hidden.warning is None

    def test_forest_fire_is_for_those_outdoors(self):
        a_date()
        hike = a_date(category=Category.OUTDOORS)
        a_warning(kind="forestFire")
        match(now=NOW)
        assert warned() == {hike.pk}

    def test_gravest_wins_and_of_two_alike_the_one_that_is_there(self):
        date = a_date()
        first = a_warning()
        match(now=NOW)
        a_warning(begins_at=NOON - HOUR)
        match(now=NOW)
        date.refresh_from_db()
        assert date.warning == first
        red = a_warning(colour="red")
        match(now=NOW)
        date.refresh_from_db()
        assert date.warning == red

    def test_nothing_else_of_a_date_is_touched(self):
        date = a_date()
        a_warning()
        before = Occurrence.objects.filter(pk=date.pk).values().get()
        match(now=NOW)
        after = Occurrence.objects.filter(pk=date.pk).values().get()
        assert {name for name in after if after[name] != before[name]} == {"warning_id"}


@pytest.mark.django_db
def test_warning_over_half_the_county_costs_as_much_as_one_over_a_village():
    """At 1 and at 30 dates: the warnings, what differs, what is written."""
    event = factories.an_event()
    for number in (1, 29):
        for minute in range(number):
            factories.an_occurrence(event, starts_at=NOON + timedelta(minutes=number + minute))
        Occurrence.objects.update(warning=None)
        if number == 1:
            a_warning(NORDLAND, OSLO)
        with CaptureQueriesContext(connection) as queries:
            told = match(now=NOW)
        asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
        assert len(asked) == 3
    assert len(told) == 30 == len(warned())


@pytest.mark.django_db
def test_listener_that_fails_leaves_nothing_behind():
    date = a_date()
    a_warning()

    def fail(**kwargs):
        raise RuntimeError

    dates_warned.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            match(now=NOW)
    finally:
        dates_warned.disconnect(fail)
    assert warned() == set()
    match(now=NOW)
    assert warned() == {date.pk}
