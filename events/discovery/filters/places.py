"""Places with opening hours in a list: each once, at the first of its openings that is what was asked for.

Without a day in the filters that is the next one within the week; with days, the first on one of them. A part
of the day is one in which it is open. Each opening is a group of its own beside those of dates, so that a
number is what the choice then shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.clock import local_day, midnight
from core.formats import local
from events.discovery.filters.choices import DAYS, HOURS, OPEN_NOW, TONIGHT
from events.discovery.filters.counting import CHOSEN_DAYS, Group, failed_by
from events.discovery.filters.reading import Filters, days_of
from events.standing.hours import Opening
from events.standing.listing import DAYS_AHEAD, Listed, Shown, openings_of, shown


@dataclass(frozen=True)
class Places:
    """Those of one list: of every scope that it can have."""

    listed: tuple[Listed, ...]
    filters: Filters
    now: datetime

    def groups(self) -> list[Group]:
        """Of the scope that is chosen."""
        found = self._within(self.filters.scope)
        return [group for one in found for _opening, group in self._openings(one)]

    def shown(self, filters: Filters | None = None) -> list[Shown]:
        """What the list shows, or would show with other `filters`: in order."""
        asked = filters or self.filters
        again = replace(self, filters=asked)
        found = [again.first_of(one) for one in again._within(asked.scope)]
        return sorted(
            (each for each in found if each is not None), key=lambda each: (each.moment, each.place.pk)
        )

    def number(self, scope: str) -> int:
        """How many of those that were asked for are in `scope`."""
        return sum(self._first_opening(one) is not None for one in self._within(scope))

    def first_of(self, one: Listed) -> Shown | None:
        """The place at its first opening that is what was asked for."""
        opening = self._first_opening(one)
        return shown(one, opening, now=self.now) if opening else None

    def _first_opening(self, one: Listed) -> Opening | None:
        found = self._openings(one)
        return next((opening for opening, group in found if not failed_by(group, self.filters)), None)

    def _within(self, scope: str) -> Iterable[Listed]:
        words = {"words"} if self.filters.q else set()
        return [one for one in self.listed if {f"in_{scope}", *words} <= one.holds]

    def _openings(self, one: Listed) -> Iterator[tuple[Opening, Group]]:
        today = local_day(self.now)
        last = today + timedelta(days=DAYS_AHEAD - 1)
        stretches = [(today, last)]
        chosen = self._chosen_days(today)
        if chosen and chosen[1] > last:
            stretches.append((max(chosen[0], last + timedelta(days=1)), chosen[1]))
        for begin, end in stretches:
            for opening in openings_of(one, now=self.now, first=begin, last=end):
                yield opening, self._group(one, opening, today, chosen, is_far=begin > last)

    def _chosen_days(self, today: date) -> tuple[date, date] | None:
        """The days that were chosen, a week of them at the most: nobody looks for a library in March."""
        first, last = self.filters.first, self.filters.last
        if first is None or last is None:
            return None
        return first, min(last, max(first, today) + timedelta(days=DAYS_AHEAD - 1))

    def _group(
        self, one: Listed, opening: Opening, today: date, chosen: tuple[date, date] | None, *, is_far: bool
    ) -> Group:
        is_open = opening.is_at(self.now)
        # What began yesterday evening and goes on is today's as long as it lasts.
        day = max(opening.day, today) if is_open else opening.day
        days = {name for name in DAYS if _is_on(name, day, opening, today)}
        if chosen and chosen[0] <= day <= chosen[1]:
            days.add(CHOSEN_DAYS)
        return Group(
            category=one.category,
            traits=frozenset({*one.traits, *([OPEN_NOW] if is_open else [])}),
            parts=frozenset(parts_of(max(opening.starts_at, self.now), opening.ends_at)),
            days=frozenset(days),
            series=None,
            number=1,
            place=one.pk,
            is_far=is_far,
        )


def _is_on(name: str, day: date, opening: Opening, today: date) -> bool:
    first, last = days_of(name, today=today)
    is_late = name != "tonight" or opening.ends_at > midnight(first).replace(hour=TONIGHT)
    return first <= day <= last and is_late


def parts_of(starts_at: datetime, ends_at: datetime) -> Iterator[str]:
    """The parts of the day that it is open in, on the clock in Norway."""
    begins = local(starts_at)
    start = begins.hour + begins.minute / 60
    end = start + (ends_at - starts_at).total_seconds() / 3600
    for part, hours in (*HOURS.items(), ("night", (22, 30))):
        if any(start < hours[1] + days and end > hours[0] + days for days in (-24, 0, 24)):
            yield part
