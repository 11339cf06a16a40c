"""The row of chips above a list: what is chosen, each with its way back, and what can be chosen."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from threading import Lock

from cachetools import TTLCache, cached
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.formats import day as day_in_words
from core.formats import in_words, language_in_words, number, short_day
from core.isolation import filled
from core.sorting import alphabetical_key
from events import traits
from events.choices import Category, Level, spoken_languages
from events.discovery.filters.choices import (
    COUNCIL,
    COUNTY,
    DAYS,
    HERE,
    LEVELS,
    NEIGHBOURS,
    ONLINE,
    ONLY,
    OPEN_NOW,
    TIMES,
)
from events.discovery.filters.counting import Counts
from events.discovery.filters.matching import Place
from events.discovery.filters.reading import FURTHEST, Filters

# These stand in the row itself: one press. The others are under "More".
IN_THE_ROW = (traits.FREE, traits.DROP_IN, traits.CHILDREN)
# Bars of some forty kilobytes, in each process.
MOST, SECONDS = 300, 3600


@dataclass(frozen=True)
class Option:
    """One choice: a link that makes it, or takes it back when it is chosen. `key` names it in the page."""

    key: str
    label: str
    url: str
    number: int | None = None
    is_chosen: bool = False

    @property
    def shown_number(self) -> str:
        return "" if self.number is None else number(self.number)


@dataclass(frozen=True)
class Part:
    """Choices under a heading of their own."""

    title: str
    options: list[Option]
    hint: str = ""


@dataclass(frozen=True)
class Menu:
    """A chip that opens. `stays` when several of its choices are made one after another."""

    key: str
    label: str
    icon: str
    parts: list[Part]
    stays: bool = False
    has_dates: bool = False

    @property
    def is_chosen(self) -> bool:
        return any(option.is_chosen for part in self.parts for option in part.options if option.key)


@dataclass(frozen=True)
class Bar:
    """The row of one list. It is kept with what was made of it: see `make_bar`."""

    # The municipality's part of addresses.
    slug: str
    chosen: list[Option]
    menus: list[Menu]
    toggles: list[Option]
    clear_url: str
    # What the form with two dates sends beside them.
    hidden: list[tuple[str, str]]
    # These filters as they are, for the form that asks what is near; and the field with words.
    here: str
    q: str
    beside_q: list[tuple[str, str]]
    first: str
    last: str
    earliest: str
    latest: str
    # What is chosen, for the page's title.
    words: str

    @cached_property
    def html(self) -> SafeString:
        return render_to_string("events/_filters.html", {"bar": self})


def make_bar(place: Place, filters: Filters, counts: Counts, scopes: dict[str, int], *, today: date) -> Bar:
    """The bar in the active language; who asks for the same, and finds as much, gets the same one."""
    here = place.municipality
    said = (here.pk, here.slug, here.name, here.county.name, place.council, place.near)
    asked = replace(filters, activities=None, places=None, after=None, ignored=())
    key = (get_language(), today, said, asked, counts.groups, *scopes.items())
    return _made(key, place, asked, counts, scopes, today)


@cached(TTLCache(MOST, SECONDS), key=lambda key, *_of_what: key, lock=Lock())
def _made(
    key: Hashable, place: Place, filters: Filters, counts: Counts, scopes: dict[str, int], today: date
) -> Bar:
    maker = _Maker(place, filters, counts, scopes, today)
    chosen = [*maker.chosen()]
    is_range = filters.has_days and not filters.day
    is_one_day = filters.has_days and filters.day not in DAYS
    open_end = is_range and filters.last == today + FURTHEST
    return Bar(
        slug=place.municipality.slug,
        chosen=chosen,
        menus=[menu for menu in maker.menus() if any(part.options for part in menu.parts)],
        toggles=[*maker.toggles()],
        clear_url=filters.cleared(),
        here=filters.query(),
        q=filters.q,
        beside_q=[pair for pair in filters.parts() if pair[0] != "q"],
        hidden=[pair for pair in filters.parts() if pair[0] not in ("day", "from", "to")],
        first=filters.first.isoformat() if is_one_day and filters.first else "",
        last=filters.last.isoformat() if is_one_day and filters.last and not open_end else "",
        earliest=today.isoformat(),
        latest=(today + FURTHEST).isoformat(),
        words=in_words([each.label for each in chosen]) if chosen else "",
    )


def chosen_in_words(place: Place, filters: Filters, *, today: date) -> str:
    """What is chosen, in the active language: "Tonight, Hiking and outdoors and Free"; "" for nothing."""
    chosen = _Maker(place, filters, Counts([], filters), {}, today).chosen()
    labels = [each.label for each in chosen]
    return in_words(labels) if labels else ""


class _Maker:
    """The options of one list. One that has nothing is left out, unless it is chosen."""

    def __init__(
        self, place: Place, filters: Filters, counts: Counts, scopes: dict[str, int], today: date
    ) -> None:
        self.place, self.filters, self.counts, self.scopes = place, filters, counts, scopes
        self.today = today

    # --- What is chosen, in the order of the row ---

    def chosen(self) -> Iterator[Option]:
        asked = self.filters
        if asked.q:
            yield Option("no-q", filled(_("“%(words)s”"), words=asked.q), asked.query(q=""))
        if asked.has_days:
            yield Option("no-day", self.days_in_words(), asked.without_days())
        for name, values, words in (
            ("times", asked.times, TIMES),
            ("categories", asked.categories, dict(Category.choices)),
            ("only", asked.only, ONLY),
        ):
            for each in values:
                yield Option(f"no-{each}", str(words[each]), asked.toggled(name, each))
        for code in asked.languages:
            yield Option(f"no-{code}", language_in_words(code), asked.toggled("languages", code))
        if asked.level:
            yield Option("no-level", str(Level(asked.level).label), asked.query(level=""))
        if asked.scope:
            yield Option("no-scope", self.scope_in_words(asked.scope), asked.query(scope=""))
        if asked.near:
            near = filled(_("Nearest to %(place)s"), place=self.place.near)
            yield Option("no-near", near, asked.query(near=""))

    # --- What is one press away ---

    def toggles(self) -> Iterator[Option]:
        """Those in the row that are not chosen yet; what is open now, where there are opening hours."""
        for each in (OPEN_NOW, *IN_THE_ROW):
            option = self.only(each)
            if not option.is_chosen and (option.number or each != OPEN_NOW):
                yield option

    def days_in_words(self) -> str:
        asked = self.filters
        if asked.day in DAYS:
            return str(DAYS[asked.day])
        assert asked.first is not None
        assert asked.last is not None
        if asked.first == asked.last:
            return day_in_words(asked.first)
        if asked.last == self.today + FURTHEST:
            return filled(_("From %(day)s"), day=short_day(asked.first))
        return filled(_("%(first)s to %(last)s"), first=short_day(asked.first), last=short_day(asked.last))

    def scope_in_words(self, scope: str) -> str:
        match scope:
            case "neighbours":
                return _("Here and in the municipalities nearby")
            case "council" if self.place.council:
                return self.place.council[1]
            case "county":
                return filled(_("All of %(county)s"), county=self.place.municipality.county.name)
            case "online":
                return _("Online, from anywhere")
        return self.place.municipality.name

    # --- What can be chosen ---

    def menus(self) -> Iterator[Menu]:
        times = Part(_("Time of day"), [*self.times()])
        yield Menu("when", _("When"), "calendar", [Part("", [*self.days()]), times], has_dates=True)
        yield Menu("kind", _("What"), "filter", [Part("", [*self.kinds()])], stays=True)
        yield Menu("where", _("Where"), "pin", [Part("", [*self.where()])])
        levels = Part(
            _("How much Norwegian I know"),
            [*self.levels()],
            _("Shows what asks for so much Norwegian or less."),
        )
        languages = Part(_("Language spoken there"), [*self.languages()], _("Or there is an interpreter."))
        yield Menu("language", _("Language"), "talk", [levels, languages], stays=True)
        others = [self.only(each) for each in ONLY if each not in (OPEN_NOW, *IN_THE_ROW)]
        view = Part(_("How to list"), [*self.views()])
        yield Menu("more", _("More"), "settings", [Part("", _with_something(others)), view], stays=True)

    def days(self) -> Iterator[Option]:
        asked = self.filters
        for day, label in DAYS.items():
            is_chosen = asked.day == day
            url = asked.without_days() if is_chosen else self.with_day(day)
            yield Option(f"day-{day}", str(label), url, self.counts.day(day), is_chosen)

    def with_day(self, day: str) -> str:
        return self.filters.with_day(day, today=self.today).query()

    def times(self) -> list[Option]:
        return _with_something(self.toggle("times", each, str(label)) for each, label in TIMES.items())

    def kinds(self) -> list[Option]:
        return _with_something(
            self.toggle("categories", str(each), str(label)) for each, label in Category.choices
        )

    def languages(self) -> list[Option]:
        options = (self.toggle("languages", code, language_in_words(code)) for code in spoken_languages())
        return sorted(_with_something(options), key=lambda option: alphabetical_key(option.label))

    def levels(self) -> Iterator[Option]:
        for level in LEVELS:
            is_chosen = self.filters.level == level
            url = self.filters.query(level="" if is_chosen else str(level))
            yield Option(f"level-{level}", str(level.label), url, self.counts.level(str(level)), is_chosen)

    def where(self) -> Iterator[Option]:
        for scope in (HERE, NEIGHBOURS, COUNCIL, COUNTY, ONLINE):
            if scope in self.scopes and (self.scopes[scope] or scope == self.filters.scope or not scope):
                yield Option(
                    f"scope-{scope or 'here'}",
                    self.scope_in_words(scope),
                    self.filters.query(scope=scope),
                    self.scopes[scope],
                    scope == self.filters.scope,
                )

    def views(self) -> Iterator[Option]:
        asked = self.filters
        yield Option("", _("Day by day"), asked.query(by_series=False), None, not asked.by_series)
        yield Option("", _("Each activity once"), asked.query(by_series=True), None, asked.by_series)

    def only(self, value: str) -> Option:
        return self.toggle("only", value, str(ONLY[value]))

    def toggle(self, name: str, value: str, label: str) -> Option:
        counted = {
            "times": self.counts.time,
            "categories": self.counts.category,
            "only": self.counts.only,
            "languages": self.counts.language,
        }[name]
        return Option(
            f"{name}-{value}",
            label,
            self.filters.toggled(name, value),
            counted(value),
            value in getattr(self.filters, name),
        )


def _with_something(options: Iterable[Option]) -> list[Option]:
    return [option for option in options if option.number or option.is_chosen]
