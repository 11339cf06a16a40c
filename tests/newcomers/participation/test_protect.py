"""Tries to work hidden numbers out from all that is published, and must fail."""

import random
from collections import defaultdict
from datetime import date
from itertools import product

import pytest

from newcomers.participation import exports
from newcomers.participation.figures import Figures, Row
from newcomers.participation.protect import NUMBERS, Counts, Shown, show, show_count, total
from organisations.models import Municipality

THRESHOLDS = [3, 4, 5, 6, 7, 10]
MONTHS = [date(2026, 10, 1), date(2026, 11, 1)]


def worlds(most: int) -> list[Counts]:
    """Every month that could be true, up to `most` participants; volunteers and packages have no bearing."""
    return [Counts(participants=p, first_timers=f) for p in range(most + 1) for f in range(p + 1)]


def published(rows: list[Shown]) -> tuple[object, ...]:
    """All that anybody can see: the rows, every sum on the page, and both files."""
    places = [
        Municipality(kommunenummer="1818", name="Herøy"),
        Municipality(kommunenummer="1804", name="Bodø"),
    ]
    keys = [(place, month) for place in places for month in MONTHS][: len(rows)]
    figures = Figures(
        months=MONTHS,
        rows=[Row(place, month, shown) for (place, month), shown in zip(keys, rows, strict=True)],
    )
    return (
        tuple(rows),
        figures.totals,
        tuple(totals for _place, totals in figures.by_municipality),
        tuple(totals for _month, totals in figures.by_month),
        exports.as_csv(figures),
    )


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_count_below_the_threshold_is_hidden_and_nought_is_shown(threshold):
    assert show_count(0, threshold=threshold) == 0
    assert {show_count(count, threshold=threshold) for count in range(1, threshold)} == {None}


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_count_that_is_shown_is_a_multiple_of_three_near_the_truth(threshold):
    for count in range(threshold, 200):
        shown = show_count(count, threshold=threshold)
        assert shown % 3 == 0
        assert -1 <= shown - count <= 2
        assert shown >= threshold


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_every_shown_number_stands_for_several_true_ones(threshold):
    meanings = defaultdict(set)
    for count in range(1, 200):
        meanings[show_count(count, threshold=threshold)].add(count)
    del meanings[max(shown for shown in meanings if shown)]  # cut off by the range
    assert min(len(counts) for counts in meanings.values()) >= 2


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_one_month_gives_no_hidden_number_away(threshold):
    """The attacker knows the rule, and tries every month that could be true."""
    by_publication = defaultdict(list)
    for world in worlds(threshold * 3 + 12):
        by_publication[show(world, threshold=threshold)].append(world)
    for shown, possible in by_publication.items():
        if shown.participants is None:
            assert len({world.participants for world in possible}) >= 2
        if shown.first_timers is None:
            assert len({world.first_timers for world in possible}) >= 2


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_those_who_had_been_before_never_follow_by_subtraction(threshold):
    """Wherever first-timers are shown, the others are nobody's secret: at least `threshold` of them."""
    for world in worlds(threshold * 3 + 12):
        shown = show(world, threshold=threshold)
        if shown.participants and shown.first_timers:
            assert world.participants - world.first_timers >= threshold


def test_two_months_with_every_total_and_file_give_no_hidden_number_away():
    """By brute force: which of all pairs of months are consistent with everything published?"""
    shown_of = {world: show(world, threshold=5) for world in worlds(8)}
    by_publication = defaultdict(list)
    for pair in product(shown_of, repeat=2):
        by_publication[published([shown_of[world] for world in pair])].append(pair)
    hidden = 0
    for (rows, *_sums), possible in by_publication.items():
        for index, row in enumerate(rows):
            for name in ("participants", "first_timers"):
                if getattr(row, name) is None:
                    hidden += 1
                    assert len({getattr(pair[index], name) for pair in possible}) >= 2
    assert hidden > 0


def test_random_tables_give_no_hidden_number_away():
    """Larger tables, by reasoning: a total must say nothing that its own rows do not say already."""
    chance = random.Random(20261123)
    candidates = defaultdict(list)
    for world in worlds(60):
        shown = show(world, threshold=5)
        candidates[(shown.participants, shown.first_timers)].append(world)
    for _attempt in range(300):
        truths = []
        for _row in range(4):
            people = chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 17, 40])
            truths.append(
                Counts(
                    meetings=chance.randint(0, 4),
                    participants=people,
                    first_timers=chance.randint(0, people),
                    volunteers=chance.randint(0, 8),
                    packages=chance.randint(0, 8),
                )
            )
        rows = [show(truth, threshold=5) for truth in truths]
        for name in NUMBERS:
            cells = [getattr(row, name) for row in rows]
            assert getattr(total(rows), name).value == sum(cell for cell in cells if cell is not None)
        for truth, row in zip(truths, rows, strict=True):
            possible = candidates[(row.participants, row.first_timers)]
            assert Counts(participants=truth.participants, first_timers=truth.first_timers) in possible
            if row.participants is None:
                assert {world.participants for world in possible} == {1, 2, 3, 4}
            if row.first_timers is None:
                assert len({world.first_timers for world in possible}) >= 3


def test_total_says_that_hidden_numbers_are_missing_in_it():
    rows = [show(Counts(participants=count), threshold=5) for count in (3, 10, 0)]
    assert (total(rows).participants.value, total(rows).participants.is_partial) == (9, True)
    assert (total(rows[1:]).participants.value, total(rows[1:]).participants.is_partial) == (9, False)


def test_meetings_are_exact():
    assert show(Counts(meetings=1), threshold=5).meetings == 1
