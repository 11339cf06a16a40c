"""When most weekly activities pause, as their volunteers do: at Christmas, in Easter week and in summer.

The days are the site's own rule, not a school's: both ends of each pause are in it. A series says of itself
whether it pauses (`Series.rests_at_holidays`, `rests_in_summer`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Protocol

from dateutil.easter import easter
from django.db import models
from django.utils.translation import gettext_lazy as _

CHRISTMAS_FROM, CHRISTMAS_TO = (12, 20), (1, 6)
SUMMER_FROM, SUMMER_TO = (6, 20), (8, 20)


class Season(models.TextChoices):
    """Which pause it is."""

    CHRISTMAS = "christmas", _("Christmas")
    EASTER = "easter", _("Easter week")
    SUMMER = "summer", _("Summer")


@dataclass(frozen=True)
class Rest:
    """One pause, both days in it."""

    season: Season
    first: date
    last: date


class Resting(Protocol):
    """A series, or the plan of one."""

    @property
    def rests_at_holidays(self) -> bool: ...
    @property
    def rests_in_summer(self) -> bool: ...


def rest_on(resting: Resting, day: date) -> Rest | None:
    """The pause of `resting` that `day` is in; None when it takes place then."""
    if not (resting.rests_at_holidays or resting.rests_in_summer):
        return None
    return next((rest for rest in _rests_of(day.year) if _is_on(rest, day) and _heeds(resting, rest)), None)


def rests_between(resting: Resting, first: date, last: date) -> Iterator[Rest]:
    """The pauses of `resting` that have a day in [first, last], in order."""
    found = {rest for year in range(first.year, last.year + 1) for rest in _rests_of(year)}
    for rest in sorted(found, key=lambda each: each.first):
        if rest.first <= last and rest.last >= first and _heeds(resting, rest):
            yield rest


def _heeds(resting: Resting, rest: Rest) -> bool:
    return resting.rests_in_summer if rest.season == Season.SUMMER else resting.rests_at_holidays


def _is_on(rest: Rest, day: date) -> bool:
    return rest.first <= day <= rest.last


@cache
def _rests_of(year: int) -> tuple[Rest, ...]:
    """Those with a day in `year`: Christmas twice, as it ends and as it begins."""
    sunday = easter(year)
    return (
        *(
            Rest(Season.CHRISTMAS, date(winter, *CHRISTMAS_FROM), date(winter + 1, *CHRISTMAS_TO))
            for winter in (year - 1, year)
        ),
        # From the Monday before Maundy Thursday to Easter Monday.
        Rest(Season.EASTER, sunday - timedelta(days=6), sunday + timedelta(days=1)),
        Rest(Season.SUMMER, date(year, *SUMMER_FROM), date(year, *SUMMER_TO)),
    )
