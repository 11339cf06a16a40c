"""The list of newcomers as a host looks at it: what it is narrowed to, and in which order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.formats import month
from core.sorting import alphabetical_key
from core.world_languages import language_name_in
from newcomers.choices import INTERESTS, Situation
from newcomers.models import Newcomer, NewcomerQuerySet, Selection
from newcomers.models.newcomer import months_of
from organisations.models import Municipality

LONGEST_SEARCH = 100
Narrow = Callable[[NewcomerQuerySet, str], NewcomerQuerySet]
Option = tuple[str, str | Promise]


def _had(people: NewcomerQuerySet, value: str) -> NewcomerQuerySet:
    """By what has become of what was sent to them, on any road."""
    deliveries = Newcomer._meta.get_field("deliveries").related_model
    assert isinstance(deliveries, type)
    # Of another room, with what its rows can be asked.
    theirs: Any = deliveries._default_manager.filter(newcomer=OuterRef("pk"))
    if value == "failed":
        return people.filter(Exists(theirs.filter(state="failed"))).exclude(Exists(theirs.had()))
    has = Exists(theirs.had())
    return people.filter(has) if value == "had" else people.exclude(has)


def _reached(people: NewcomerQuerySet, value: str) -> NewcomerQuerySet:
    by: dict[str, Q] = {
        "email": ~Q(email="") & Q(address_fault=""),
        "no_email": Q(email=""),
        "nothing": Q(email="", phone=""),
        "aside": ~Q(address_fault=""),
        "stopped": Q(unsubscribed_at__isnull=False),
    }
    return people.filter(by[value])


def _who(people: NewcomerQuerySet, value: str) -> NewcomerQuerySet:
    return people.families() if value == Situation.FAMILY else people.filter(situations__contains=[value])


PACKAGE: list[Option] = [
    ("none", _("Have not had it")),
    ("had", _("Have had it, or it is on its way")),
    ("failed", _("It could not be sent")),
]
REACH: list[Option] = [
    ("email", _("With an e-mail address")),
    ("no_email", _("Without an e-mail address")),
    ("nothing", _("Without e-mail and phone")),
    ("aside", _("The address is set aside")),
    ("stopped", _("Want no more e-mails")),
]
SORTS: list[Option] = [
    ("newest", _("Latest first")),
    ("name", _("By name")),
    ("month", _("By month of arrival")),
    ("language", _("By language")),
]
ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": ("-pk",),
    "name": ("sorted_as", "pk"),
    "month": (F("arrived_month").desc(nulls_last=True), "-pk"),
    "language": ("language", "pk"),
}
NARROW: dict[str, Narrow] = {
    "month": lambda people, value: people.filter(arrived_month=f"{value}-01"),
    "language": lambda people, value: people.filter(language=value),
    "who": _who,
    "interest": lambda people, value: people.filter(interests__contains=[value]),
    "reach": _reached,
    "package": _had,
}


@dataclass(frozen=True)
class Menu:
    """One choice of the form above the list."""

    name: str
    label: str | Promise
    everything: str | Promise
    options: list[Option]
    value: str

    @property
    def chosen(self) -> str | Promise:
        return dict(self.options).get(self.value, "")


@dataclass(frozen=True)
class Chosen:
    """One thing that the list is narrowed by, and the address's parameters without it."""

    label: str | Promise
    without: str


@dataclass(frozen=True)
class Listing:
    """`people` are those of the municipality that are asked for, in order. `menus` say what can be asked."""

    q: str
    sort: str
    menus: list[Menu]
    selection: Selection | None
    selections: list[Selection]
    people: NewcomerQuerySet
    chosen: list[Chosen]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.selection or any(menu.value for menu in self.menus))

    @property
    def sorts(self) -> list[Option]:
        return SORTS


def listing_of(people: NewcomerQuerySet, municipality: Municipality, asked: QueryDict) -> Listing:
    """What `asked` (an address's parameters) means for `people`. What is nonsense asks for nothing."""
    selections = list(Selection.objects.filter(municipality=municipality))
    chosen = next((each for each in selections if str(each.pk) == asked.get("selection")), None)
    menus = [
        _menu(asked, "month", _("Month of arrival"), _("Any month"), _months(people)),
        _menu(asked, "language", _("Language"), _("Any language"), _languages(people)),
        _menu(asked, "who", _("Who they are"), _("Everyone"), list(Situation.choices)),
        _menu(asked, "interest", _("Interests"), _("Any interest"), list(INTERESTS)),
        _menu(asked, "reach", _("How they can be reached"), _("Everyone"), REACH),
        _menu(asked, "package", _("Welcome package"), _("Everyone"), PACKAGE),
    ]
    found = people
    q = " ".join(asked.get("q", "")[:LONGEST_SEARCH].split())
    if q:
        found = found.found_by(q)
    for menu in menus:
        if menu.value:
            found = NARROW[menu.name](found, menu.value)
    if chosen:
        found = found.matching(chosen.criteria)
    sort = asked.get("sort", "")
    sort = sort if sort in ORDERS else "newest"
    narrowed_by = [("q", q), *((menu.name, menu.chosen) for menu in menus)]
    narrowed_by.append(("selection", chosen.name if chosen else ""))
    chips = [Chosen(label, _without(asked, name)) for name, label in narrowed_by if label]
    return Listing(q, sort, menus, chosen, selections, found.order_by(*ORDERS[sort]), chips)


def _without(asked: QueryDict, name: str) -> str:
    """The parameters of the list without this one, from the first page on."""
    rest = asked.copy()
    for each in (name, "page"):
        rest.pop(each, None)
    return f"?{rest.urlencode()}"


def _menu(asked: QueryDict, name: str, label: Promise, everything: Promise, options: list[Option]) -> Menu:
    value = asked.get(name, "")
    return Menu(name, label, everything, options, value if value in dict(options) else "")


def _months(people: NewcomerQuerySet) -> list[Option]:
    months: list[date] = months_of(people)
    return [(f"{each:%Y-%m}", month(each)) for each in months]


def _languages(people: NewcomerQuerySet) -> list[Option]:
    codes = people.order_by().values_list("language", flat=True).distinct()
    named = [(code, capfirst(language_name_in(code))) for code in codes]
    return [*sorted(named, key=lambda pair: alphabetical_key(pair[1]))]
