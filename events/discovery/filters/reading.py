"""The filters in an address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.isolation import filled
from core.searching import asking
from events.choices import Category, Level, spoken_languages
from events.discovery.filters.choices import DAYS, ONLY, SCOPES, TIMES
from events.discovery.filters.keys import Key
from events.discovery.searching_words import EVENT, STANDING

# Of what somebody typed into the address.
LONGEST_SHOWN = 40
MOST_SAID = 3
LONGEST_ASKED = 100
# Dates are made for 18 months; a later day can only be a mistake.
FURTHEST = timedelta(days=600)


@dataclass(frozen=True)
class Filters:
    """What the visitor asked for. `first` and `last` are local days, both included; None: no limit.

    Of several values of one filter any is enough; of `only` each must hold.
    """

    categories: tuple[str, ...] = ()
    # A name in `DAYS`, or a day as 2026-11-24; empty for a range.
    day: str = ""
    first: date | None = None
    last: date | None = None
    times: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    level: str = ""
    scope: str = ""
    # A village: the list begins with what is nearest to it.
    near: str = ""
    # Words to look for, and the activities that have them: a subquery of their numbers.
    q: str = ""
    activities: QuerySet[Any, Any] | None = None
    # The same of places with opening hours.
    places: QuerySet[Any, Any] | None = None
    by_series: bool = False
    after: Key | None = None
    # What was asked for and cannot be used, in words for the visitor.
    ignored: tuple[str, ...] = ()

    @property
    def has_days(self) -> bool:
        return self.first is not None

    @property
    def is_narrowed(self) -> bool:
        """Whether there may be more without them. Another scope shows more, not less."""
        return bool(
            self.categories or self.first or self.times or self.only or self.languages or self.level or self.q
        )

    def with_day(self, day: str, *, today: date) -> "Filters":
        first, last = days_of(day, today=today) if day else (None, None)
        return replace(self, day=day, first=first, last=last)

    def parts(self) -> list[tuple[str, str]]:
        """The names and values of the address, in order; without where one is in the list."""
        is_range = self.first is not None and not self.day
        many = [
            ("q", self.q),
            *(("category", each) for each in self.categories),
            ("day", self.day),
            ("from", self.first.isoformat() if is_range and self.first else ""),
            ("to", self.last.isoformat() if is_range and self.last else ""),
            *(("time", each) for each in self.times),
            *(("only", each) for each in self.only),
            *(("language", each) for each in self.languages),
            ("level", self.level),
            ("scope", self.scope),
            ("near", self.near),
            ("view", "series" if self.by_series else ""),
        ]
        return [(name, value) for name, value in many if value]

    def query(self, **changes: Any) -> str:
        """The address part of these filters with `changes`; a new choice starts from the first page."""
        asked = replace(self, **({"after": None} | changes))
        chosen = asked.parts()
        if asked.after:
            chosen.append(("after", asked.after.encode()))
        return f"?{urlencode(chosen)}" if chosen else "?"

    @property
    def as_saved(self) -> str:
        """The same for a calendar of what is chosen; "" for everything. Where one is does not go along."""
        query = replace(self, near="", by_series=False, after=None).query()
        return "" if query == "?" else query

    def without_days(self) -> str:
        return self.query(day="", first=None, last=None)

    def toggled(self, name: str, value: str) -> str:
        """The address with one of several values put in or taken out."""
        values: tuple[str, ...] = getattr(self, name)
        changed = tuple(each for each in values if each != value) if value in values else (*values, value)
        return self.query(**{name: changed})

    def cleared(self) -> str:
        return Filters(by_series=self.by_series).query()


def values_of(params: Mapping[str, Any], name: str) -> list[str]:
    """Each value once, in order, however often it stands there; from a `QueryDict` or a plain dict."""
    found: Iterable[str] = params.getlist(name) if hasattr(params, "getlist") else [params.get(name, "")]
    return [each for each in dict.fromkeys(found) if each]


def shown(value: str) -> str:
    return value[:LONGEST_SHOWN]


def read_filters(params: Mapping[str, Any], *, today: date) -> Filters:
    """The filters in an address, tolerant of anything that is not one: that is left out, and said."""
    reader = _Reader(params, today)
    category_said = _("We do not know the kind of activity “%(asked)s”. Here are all kinds.")
    filters = Filters(
        categories=reader.known("category", Category.values, said=category_said),
        times=reader.known("time", TIMES),
        only=reader.known("only", ONLY),
        languages=reader.known("language", spoken_languages()),
        level=next(iter(reader.known("level", Level.values)), ""),
        scope=next(iter(reader.known("scope", SCOPES)), ""),
        near=shown(params.get("near", "")),
        q=" ".join(params.get("q", "")[:LONGEST_ASKED].split()),
        by_series=params.get("view") == "series",
    )
    day, first, last = reader.days()
    words = asking.read(filters.q) if filters.q else None
    if words:
        found, places = (asking.with_all(words, kind).values("row") for kind in (EVENT, STANDING))
        filters = replace(filters, activities=found, places=places)
    elif filters.q:
        reader.say(_("There is no word in “%(asked)s” that we can look for. Here is everything."), filters.q)
        filters = replace(filters, q="")
    return replace(filters, day=day, first=first, last=last, after=reader.after(), ignored=reader.ignored())


class _Reader:
    """One address, and what in it could not be used."""

    def __init__(self, params: Mapping[str, Any], today: date) -> None:
        self.params, self.today = params, today
        self._said: list[str] = []

    def ignored(self) -> tuple[str, ...]:
        """The first few: whoever sends two hundred reads no two hundred sentences."""
        if len(self._said) <= MOST_SAID:
            return tuple(self._said)
        return (*self._said[:MOST_SAID], _("We left out the rest, too: we do not know those choices."))

    def say(self, sentence: str, asked: str) -> None:
        self._said.append(filled(sentence, asked=shown(asked)))

    def known(self, name: str, values: Iterable[str], *, said: str = "") -> tuple[str, ...]:
        allowed = list(map(str, values))
        asked = values_of(self.params, name)
        for each in asked:
            if each not in allowed:
                self.say(said or _("We do not know the choice “%(asked)s”. We left it out."), each)
        return tuple(each for each in asked if each in allowed)

    def days(self) -> tuple[str, date | None, date | None]:
        day = next(iter(values_of(self.params, "day")), "")
        if day:
            try:
                first, last = days_of(day, today=self.today)
            except ValueError:
                self.say(_("We cannot show the day “%(asked)s”. Here is everything that is coming."), day)
            else:
                return (day if day in DAYS else first.isoformat()), first, last
        return "", *self._range()

    def _range(self) -> tuple[date | None, date | None]:
        begin, end = self._bound("from"), self._bound("to")
        if begin and end and begin > end:
            self._said.append(_("The first day was after the last. We have let them change places."))
            begin, end = end, begin
        if begin is None and end is None:
            return None, None
        first = max(begin or self.today, self.today)
        return first, end or self.today + FURTHEST

    def _bound(self, name: str) -> date | None:
        asked = next(iter(values_of(self.params, name)), "")
        if not asked:
            return None
        try:
            bound = date.fromisoformat(asked)
            # A range that began last week goes on today; one that is over shows nothing of it.
            if bound > self.today + FURTHEST or (name == "to" and bound < self.today):
                raise ValueError("not a day that is coming")
        except ValueError:
            self.say(_("We cannot show the day “%(asked)s”. Here is everything that is coming."), asked)
            return None
        return bound

    def after(self) -> Key | None:
        asked = self.params.get("after")
        if not asked:
            return None
        try:
            return Key.decode(asked)
        except ValueError:
            self._said.append(_("We could not find where you were in the list. Here is the beginning."))
            return None


def days_of(day: str, *, today: date) -> tuple[date, date]:
    """The first and last local day that `day` names: a word, or a date as 2026-11-24. Raises `ValueError`."""
    match day:
        case "today" | "tonight":
            return today, today
        case "tomorrow":
            return today + timedelta(days=1), today + timedelta(days=1)
        case "week":
            return today, today + timedelta(days=6)
        case "weekend":
            # From Friday to Sunday people mean the one that is here or nearest.
            saturday = today + timedelta(days=5 - today.weekday())
            return max(saturday, today), saturday + timedelta(days=1)
    chosen = date.fromisoformat(day)
    if not today <= chosen <= today + FURTHEST:
        raise ValueError("not a day that is coming")
    return chosen, chosen
