"""What a county reads: what is shown instead of what is not, how soon, and which municipalities lack what."""

import json
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from newcomers.participation.areas import Place
from newcomers.participation.periods import period_of
from newcomers.participation.reading import _steps
from newcomers.tallies import editions
from newcomers.tallies.choices import OF_DATES, Area
from newcomers.tallies.models import ArrivalTally
from tests import factories
from tests.newcomers.participation.making import AUTUMN, NOW, figures_of, many, met, publish, read_csv


@pytest.fixture(autouse=True)
def _english_in_november():
    with translation.override("en"), time_machine.travel(NOW, tick=False):
        yield


def true_numbers(data, name: str = "") -> list[str]:
    """Where a file for programs has a plain number of something that splits people."""
    if isinstance(data, dict):
        return [found for key, value in data.items() for found in true_numbers(value, key)]
    if isinstance(data, list):
        return [found for value in data for found in true_numbers(value, name)]
    return [name] if isinstance(data, int) and name in {str(measure) for measure in OF_DATES} else []


@pytest.mark.parametrize("area", ["1818", "county-18", "norway"])
def test_no_file_or_page_reads_a_true_number_that_splits_people(client, adviser, heroy, area):
    """They were beside the protected ones, among what is exact: what nobody reads cannot be written."""
    met(heroy, adults=30, newcomers=2, newcomers_first=1, first_timers=3)
    publish()
    client.force_login(adviser)
    data = json.loads(client.get(reverse("figures_json"), {"area": area, **AUTUMN}).content)
    assert true_numbers(data) == []
    figures = client.get(reverse("figures"), {"area": area, **AUTUMN}).context["figures"]
    parts = [part.exact for found in figures.parts.values() for part in found]
    rows = [row.exact for row in figures.rows]
    points = [point.exact for point in figures.trend]
    for exact in (figures.exact, figures.before, figures.coverage, *parts, *rows, *points):
        assert not exact.keys() & {str(measure) for measure in OF_DATES}


def test_number_that_is_not_there_yet_or_never_is_not_called_too_small(client, adviser, heroy):
    many(heroy, newcomers=14, first=9)
    many(factories.a_municipality("1804", "Bodø", is_active=True), newcomers=14, first=9)
    publish()
    client.force_login(adviser)
    for asked, words in (
        ({"area": "county-18", "period": "2026"}, "ten days after the period has ended"),
        ({"area": "1804", "period": "2026-09"}, "by quarter for a municipality"),
        ({"area": "county-18", "period": "2020"}, "Nobody counted newcomers here"),
    ):
        page = client.get(reverse("figures"), asked)
        assert words in page.content.decode()
        assert "too small to be shown" not in page.content.decode()


def test_month_of_a_municipality_steps_up_to_its_own_quarter(heroy):
    many(heroy)
    many(factories.a_municipality("1804", "Bodø", is_active=True))
    many(factories.a_municipality("1833", "Rana", is_active=True))
    publish()
    shown = figures_of(heroy, "2026-09").first_visits
    assert (shown.area, shown.code, shown.period.key) == ("municipality", "1818", "2026-Q3")
    assert figures_of(heroy, "2026-10").first_visits.period.key == "2026-Q3"


def test_hidden_year_steps_up_to_the_county_and_not_to_the_year_before():
    edition = date(2026, 10, 1)
    place = Place(Area.MUNICIPALITY, "1818", "Herøy", county="18")
    for asked, own in (
        ("2025", []),
        ("2026", ["2025"]),
        ("2025-Q3", ["2025"]),
        ("2026-09", ["2026-Q3", "2025"]),
        ("2026-10", ["2026-Q3", "2025"]),
    ):
        steps = _steps(place, period_of(asked), edition)
        assert [each.key for area, _code, each in steps if area == "municipality"] == own
        assert (str(Area.COUNTY), "18", period_of(asked)) in steps


def test_coverage_is_of_what_is_shown(heroy):
    many(heroy)
    many(factories.a_municipality("1804", "Bodø", is_active=True))
    many(factories.a_municipality("1833", "Rana", is_active=True))
    small = factories.a_municipality("1856", "Røst", is_active=True)
    met(small, adults=3, newcomers=1, newcomers_first=1, first_timers=1)
    publish()
    figures = figures_of(small)
    assert (figures.first_visits.area, figures.exact["meetings"]) == ("county", 1)
    assert figures.coverage["asked_meetings"] == 28


def test_what_is_missing_names_those_where_nothing_takes_place_too(client, adviser, heroy):
    met(heroy)
    small = factories.a_municipality("1856", "Røst", is_active=True)
    publish()
    client.force_login(adviser)
    figures = client.get(reverse("figures"), {"area": "county-18", **AUTUMN}).context["figures"]
    missing = dict(figures.missing)
    assert small.full_name in missing["for_children"]
    assert missing["dates"] == [small.full_name]


def test_municipality_that_has_not_opened_is_named_as_unknown(client, adviser, heroy):
    met(heroy)
    small = factories.a_municipality("1856", "Røst", is_active=False)
    publish()
    client.force_login(adviser)
    page = client.get(reverse("figures"), {"area": "county-18", **AUTUMN})
    assert page.context["figures"].absent == [small.full_name]
    assert "Not open here yet" in page.content.decode()


def test_rows_of_a_month_say_of_which_quarter_newcomers_are(client, adviser, heroy):
    met(heroy)
    publish()
    client.force_login(adviser)
    line = read_csv(client, {"area": "county-18", "period": "2026-09"})[1]
    assert (line["Period"], line["Newcomers are of the period"]) == ("2026-09", "2026-Q3")


def test_county_reads_in_words_how_soon_newcomers_find_something(client, adviser, heroy):
    others = [factories.a_municipality(f"18{number}", f"Kommune {number}") for number in (40, 41, 42)]
    for place in (heroy, *others):
        for measure, number in (("packages", 60), ("asked_1", 50), ("answered_1", 40), ("found_1", 30)):
            ArrivalTally.objects.create(
                municipality=place, quarter=date(2026, 4, 1), measure=measure, there=number
            )
    editions.publish(now=NOW)
    client.force_login(adviser)
    page = client.get(reverse("figures"), {"area": "county-18", **AUTUMN})
    [soon] = page.context["figures"].soon
    assert (soon.months, soon.period.key, soon.percent) == (1, "2026-Q2", 75)
    text = " ".join(page.content.decode().split())
    assert "who answered had found something: 75 per cent" in text
