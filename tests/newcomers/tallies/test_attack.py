"""Linear programmes over everything that is published leave each hidden number at least five possible values,
also to an organisation that knows its own counts, and to a host who may read all of its municipality."""

import random
import sys
from datetime import UTC, datetime

import pytest

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


@pytest.mark.parametrize("seed", range(rounds(short=3, whole=10)))
def test_hidden_numbers_of_arrivals_stay_hidden(seed, capsys):
    chance = random.Random(seed)
    worlds.arrivals(worlds.places(3, 6), chance)
    editions.publish(now=NOW)
    found = everything(Attack(THRESHOLD).knows_arrivals(), chance, most=150)
    assert found
    say(capsys, found, "arrivals")
    assert too_few(found) == []


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
