"""A list that came out empty offers the nearest thing that there is: one filter less, another day, nearby."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from core.clock import local_day, midnight
from core.formats import day as day_in_words
from core.formats import labelled, number
from core.isolation import filled
from events.discovery.filters.bar import Bar, Option
from events.discovery.filters.choices import SCOPES
from events.discovery.filters.counting import Counts
from events.discovery.filters.matching import Place, matching
from events.discovery.filters.places import Places
from events.discovery.filters.reading import Filters


def nearest(
    place: Place,
    filters: Filters,
    counts: Counts,
    scopes: dict[str, int],
    bar: Bar,
    places: Places,
    *,
    now: datetime,
) -> list[Option]:
    """What there is with one thing changed, each with how much. Two queries at the most."""
    offered = [*_next_day(place, filters, places, now=now)] if filters.has_days else []
    offered += _without_words(place, filters, places, now=now)
    offered += _without_one(filters, counts, bar)
    offered += _further_away(filters, scopes, bar)
    return offered


def _next_day(place: Place, filters: Filters, places: Places, *, now: datetime) -> Iterator[Option]:
    any_day = replace(filters, day="", first=None, last=None)
    later = matching(place, any_day, now=now).filter(starts_at__gte=midnight(local_day(now)))
    if filters.last:
        later = later.filter(starts_at__gt=midnight(filters.last))
    start = later.order_by("starts_at").values_list("starts_at", flat=True).first()
    last = filters.last or local_day(now)
    openings = [each.moment for each in places.shown(any_day) if local_day(each.moment) > last]
    start = min([*openings, *([start] if start else [])], default=None)
    if start is None:
        return
    day: date = local_day(start)
    url = any_day.query(day=day.isoformat(), first=day, last=day)
    yield Option("next-day", filled(_("The next is on %(day)s"), day=day_in_words(day)), url)


def _without_words(place: Place, filters: Filters, places: Places, *, now: datetime) -> Iterator[Option]:
    """What was typed is no group of those that are counted: it narrows what is."""
    if not filters.q:
        return
    rest = replace(filters, q="", activities=None, after=None)
    if left := matching(place, rest, now=now).count() + len(places.shown(rest)):
        sentence = filled(_("Without “%(filter)s”: %(number)s"), filter=filters.q, number=number(left))
        yield Option("without-q", sentence, rest.query())


def _without_one(filters: Filters, counts: Counts, bar: Bar) -> Iterator[Option]:
    """One for each chosen value; of several values of one filter all go together."""
    names = _names(filters)
    chosen = [
        each for each in zip(bar.chosen, names, strict=False) if names.count(each[1]) == 1 and each[1] != "q"
    ]
    is_offered = False
    for option, name in chosen:
        if left := counts.without(name):
            is_offered = True
            sentence = filled(_("Without “%(filter)s”: %(number)s"), filter=option.label, number=number(left))
            yield replace(option, key=f"without-{option.key}", label=sentence)
    if is_offered or len(set(names)) < 2:
        return
    # Two of them too many: then each for itself.
    for option, name in chosen:
        if left := counts.alone(name):
            sentence = filled(_("Only “%(filter)s”: %(number)s"), filter=option.label, number=number(left))
            yield Option(f"alone-{option.key}", sentence, only(filters, name))


def only(filters: Filters, name: str) -> str:
    """The address with the filter `name` and no other."""
    bare = Filters(by_series=filters.by_series, scope=filters.scope, q=filters.q)
    match name.partition(":"):
        case "only", _colon, value:
            return bare.query(only=(value,))
        case "day", _colon, _value:
            return bare.query(day=filters.day, first=filters.first, last=filters.last)
    return bare.query(**{name: getattr(filters, name)})


def _names(filters: Filters) -> list[str]:
    """The filter of each chosen value, in the order of the row."""
    return [
        *(["q"] if filters.q else []),
        *(["day"] if filters.has_days else []),
        *("times" for _each in filters.times),
        *("categories" for _each in filters.categories),
        *(f"only:{each}" for each in filters.only),
        *("languages" for _each in filters.languages),
        *(["level"] if filters.level else []),
    ]


def _further_away(filters: Filters, scopes: dict[str, int], bar: Bar) -> Iterator[Option]:
    options = {
        option.key: option for menu in bar.menus if menu.key == "where" for option in menu.parts[0].options
    }
    for scope in SCOPES:
        option = options.get(f"scope-{scope}")
        if option and scopes.get(scope) and scope != filters.scope:
            sentence = labelled(option.label, option.shown_number)
            yield replace(option, key=f"further-{scope}", label=sentence)
