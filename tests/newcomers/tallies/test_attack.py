"""Linear programmes over everything that is published leave each hidden number at least five possible values,
also to an organisation that knows its own counts, and to a host who may read all of its municipality."""

import random
import sys
from datetime import UTC, date, datetime

import pytest
from django.db.models import Q

from newcomers.tallies import editions
from newcomers.tallies.choices import OF_DATES, Measure
from newcomers.tallies.models import Figure
from tests.newcomers.tallies import worlds
from tests.newcomers.tallies.attacker import Attack, Found
from tests.proving import rounds

pytestmark = pytest.mark.django_db

THRESHOLD = 5
# All of 2025 is over.
NOW = datetime(2026, 2, 20, 3, tzinfo=UTC)
LINKED = (Measure.NEWCOMERS, Measure.FIRST_VISITS, Measure.FIRST_TIMERS)


def too_few(found: list[Found]) -> list[str]:
    """What leaves fewer than five values, where the heads that everybody sees leave as many."""
    return [
        f"{each.figure}: {each.values} values to {each.insider or 'a stranger'}"
        for each in found
        if each.values < min(THRESHOLD, each.at_most)
    ]


def everything(attack: Attack, chance: random.Random, *, most: int, insiders: int = 2) -> list[Found]:
    """Each hidden number, or a sample, attacked by a stranger and by those who know most."""
    hidden = attack.hidden()
    most = rounds(short=most, whole=len(hidden))
    chosen = hidden if len(hidden) <= most else chance.sample(hidden, most)
    found = []
    for figure, terms in chosen:
        for who in (None, *attack.insiders(figure, terms, insiders)):
            found.append(attack.work_out(figure, terms, who))
    return found


def say(capsys, found: list[Found], what: str) -> None:
    """The attacker's result: the fewest values that are left, where the heads leave as many."""
    open_ones = [each.values for each in found if each.at_most >= THRESHOLD]
    few = sum(each.at_most < THRESHOLD for each in found)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{what}: {len(found)} attacks on hidden numbers, at least {min(open_ones)} possible values; "
            f"{few} where fewer heads than that had come, each of which stays possible\n"
        )


@pytest.mark.parametrize(("seed", "shape"), [(0, (1, 6)), (1, (1, 8)), (2, (2, 5)), (3, (3, 4))])
def test_hidden_numbers_of_dates_stay_hidden(seed, shape, capsys):
    chance = random.Random(seed)
    worlds.dates(worlds.places(*shape), chance)
    editions.publish(now=NOW)
    found = everything(Attack(THRESHOLD).knows_dates(LINKED), chance, most=40)
    assert found
    say(capsys, found, f"dates, {shape[0]} x {shape[1]} municipalities")
    assert too_few(found) == []


@pytest.mark.parametrize(("seed", "shape"), [(4, (1, 7)), (5, (3, 4))])
def test_hidden_numbers_of_a_first_year_stay_hidden(seed, shape, capsys):
    """A country that began in September has a year, of what it has: the quarters before are noughts."""
    chance = random.Random(seed)
    worlds.dates(worlds.places(*shape), chance, months=4, first=date(2025, 9, 1), size=3)
    editions.publish(now=NOW)
    assert Figure.objects.filter(area="county", span="year", number__gt=0).exists()
    found = everything(Attack(THRESHOLD).knows_dates(LINKED), chance, most=20)
    say(capsys, found, f"a first year, {shape[0]} x {shape[1]} municipalities")
    assert too_few(found) == []


@pytest.mark.parametrize("seed", range(rounds(short=3, whole=10)))
def test_hidden_numbers_of_arrivals_stay_hidden(seed, capsys):
    chance = random.Random(seed)
    worlds.arrivals(worlds.places(3, 6), chance)
    editions.publish(now=NOW)
    found = everything(Attack(THRESHOLD).knows_arrivals(), chance, most=150)
    assert found
    say(capsys, found, "arrivals")
    assert too_few(found) == []


def test_what_the_nation_takes_part_in_is_the_sum_of_counties_and_shown_where_each_is():
    """So is a year of what a county takes part in, of its quarters: neither tells anything more."""
    worlds.dates(worlds.places(3, 4), random.Random(6), size=6)
    editions.publish(now=NOW)
    divided = Figure.objects.exclude(part="")
    sums = 0
    for figure in divided.filter(Q(area="nation") | Q(span="year")):
        by = figure.table.rpartition("-")[2]
        if figure.area == "nation" and figure.span != "year":
            below = divided.filter(table=f"county-{by}", span=figure.span, start=figure.start)
        else:
            below = divided.filter(table=figure.table, code=figure.code, span="quarter")
        numbers = below.filter(part=figure.part, measure=figure.measure).values_list("number", flat=True)
        if figure.number is not None:
            assert figure.number == sum(numbers)
            sums += figure.number > 0
        elif figure.measure == Measure.NEWCOMERS:
            assert None in numbers
    assert sums


def test_something_is_shown_at_every_level():
    worlds.dates(worlds.places(2, 8), random.Random(1))
    editions.publish(now=NOW)
    shown = Figure.objects.filter(number__gt=0, measure__in=OF_DATES)
    assert {(area, span) for area, span in shown.values_list("area", "span")} >= {
        ("nation", "month"),
        ("nation", "year"),
        ("county", "month"),
        ("county", "quarter"),
        ("municipality", "quarter"),
        ("municipality", "year"),
    }
    assert set(shown.values_list("number", flat=True)) <= set(range(6, 100_000, 3))
