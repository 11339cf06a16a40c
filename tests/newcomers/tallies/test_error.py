"""How far published figures are from the truth, beside Statistics Norway's small count rounding."""

import random
import sys
from datetime import UTC, datetime

import pytest

from newcomers.tallies import editions
from newcomers.tallies.choices import Measure
from newcomers.tallies.models import DateTally, Edition, Figure
from tests.newcomers.tallies import worlds
from tests.newcomers.tallies.attacker import Attack
from tests.proving import WHOLE

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 20, 3, tzinfo=UTC)
BASE = 3


def small_count_rounded(chance: random.Random) -> dict[tuple, int]:
    """Each inner cell of one or two becomes nought or three, so that the sum stays as it was: the method of
    Langsrud and Heldal, in its plainest form. All tables are added up from these."""
    cells: dict[tuple, int] = {}
    for tally in DateTally.objects.all():
        key = (tally.municipality_id, tally.month)
        cells[key] = cells.get(key, 0) + tally.newcomers
    small = [key for key, number in cells.items() if 0 < number < BASE]
    up = round(sum(cells[key] for key in small) / BASE)
    chance.shuffle(small)
    return cells | {key: BASE if place < up else 0 for place, key in enumerate(small)}


def test_error_is_small_and_printed_beside_that_of_small_count_rounding(capsys):
    ours: list[int] = []
    theirs: list[int] = []
    hidden = shown = 0
    for seed in range(4 if WHOLE else 2):
        Figure.objects.all().delete()
        DateTally.objects.all().delete()
        chance = random.Random(seed)
        worlds.dates(worlds.places(1, 8) if not seed else list(worlds.there()), chance)
        Edition.objects.all().delete()
        editions.publish(now=NOW)
        rounded = small_count_rounded(chance)
        attack = Attack(5).knows_dates([Measure.NEWCOMERS])
        for figure, terms in attack.figures:
            if figure.part:
                continue
            names = [key for key, at in attack.index.items() if at in terms and key[0] == "place"]
            true = sum(attack.truth[attack.index[name]] for name in names)
            theirs.append(abs(sum(rounded.get(name[1:3], 0) for name in names) - int(true)))
            if figure.number is None:
                hidden += 1
            else:
                shown += 1
                ours.append(abs(figure.number - int(true)))
    mean = sum(ours) / len(ours)
    with capsys.disabled():
        sys.stdout.write(
            f"\nfigures of newcomers: {shown} shown, {hidden} hidden; mean error of those shown {mean:.2f} "
            f"(most {max(ours)}); small count rounding on the same tables, all shown: "
            f"{sum(theirs) / len(theirs):.2f} (most {max(theirs)})\n"
        )
    assert mean < BASE
