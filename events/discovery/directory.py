"""A municipality's directory of its voluntary sector: who there is, what they do, and how one begins.

What is asked for is few and small: of every organisation what it can be chosen by (two statements), and the
whole of those on the page. So the numbers beside the choices are those of what is left.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.formats import language_in_words
from core.page_cache import for_everybody
from core.sorting import alphabetical_key
from core.text import clean_line
from events.discovery.cards import municipality_url
from events.discovery.doors import ClosedDoorError, closed_door, open_municipality
from events.models import Occurrence
from organisations import icnpo
from organisations.models import Municipality, Organisation, Place, Said

PAGE_SIZE = 20
LONGEST = 100
LONGEST_WORDS = 220


@dataclass(frozen=True)
class Entry:
    """One organisation as far as it can be chosen: one row, however much it says of itself."""

    pk: int
    name: str
    kind: str
    village: str
    groups: frozenset[str]
    languages: frozenset[str] = frozenset()
    activities: int = 0


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; "" for anything."""

    q: str = ""
    kind: str = ""
    category: str = ""
    area: str = ""
    language: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "Wish":
        return cls(**{name: clean_line(params.get(name, ""))[:LONGEST].strip() for name in FIELDS})

    def fits(self, entry: Entry, *, but: str = "") -> bool:
        """Whether it is what is looked for, when the choice called `but` is left out."""
        return all(
            name == but or not getattr(self, name) or getattr(self, name) in of(entry)
            for name, of in CHOSEN_BY.items()
        ) and (not self.q or alphabetical_key(self.q, "en") in alphabetical_key(entry.name, "en"))

    @property
    def is_any(self) -> bool:
        return self == Wish()


CHOSEN_BY: dict[str, Callable[[Entry], Iterable[str]]] = {
    "kind": lambda entry: (entry.kind,),
    "category": lambda entry: entry.groups,
    "area": lambda entry: (entry.village,),
    "language": lambda entry: entry.languages,
}
FIELDS = ("q", *CHOSEN_BY)


@dataclass(frozen=True)
class Choice:
    """One choice with how many it leaves."""

    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    name: str
    label: str
    everything: str
    options: list[Choice]


@dataclass(frozen=True)
class Row:
    """An organisation in the list, with all that stands there."""

    organisation: Organisation
    said: Said | None
    categories: list[str]
    languages: list[str]
    activities: int
    map_url: str

    @property
    def words(self) -> str:
        """The beginning of what it says: the rest is on its page."""
        text = " ".join(self.said.words.split()) if self.said else ""
        if len(text) <= LONGEST_WORDS:
            return text
        return f"{text[:LONGEST_WORDS].rsplit(' ', 1)[0].rstrip('.,;:– ')} …"


@for_everybody
@require_safe
def organisation_directory(request: HttpRequest, municipality: str) -> HttpResponse:
    """Who there is in a municipality, by name; chosen by kind, category, area and language."""
    try:
        place = open_municipality(municipality)
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    now = timezone.now()
    wish = Wish.read(request.GET)
    entries = entries_of(place, now=now)
    found = [entry for entry in entries if wish.fits(entry)]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "municipality": place,
        "municipality_url": municipality_url(place),
        "wish": wish,
        "page": page,
        "rows": rows_of(page, place),
        "total": len(found),
        "menus": menus(entries, wish),
        "is_narrowed": not wish.is_any,
    }
    return render(request, "events/organisation_directory.html", context)


def entries_of(place: Municipality, *, now: datetime) -> list[Entry]:
    """Everybody at home or active in `place`, by name. Two statements."""
    here = Organisation.objects.listed().filter(Q(municipality=place) | Q(active_in=place)).distinct()
    rows = here.values_list("pk", "name", "kind", "village", "icnpo")
    entries = {
        row[0]: Entry(row[0], row[1], row[2], row[3], frozenset(icnpo.groups_of(row[4]))) for row in rows
    }
    coming = Occurrence.objects.listed().scheduled().upcoming(now).filter(organisation__in=list(entries))
    spoken: dict[int, set[str]] = {}
    events: dict[int, set[int]] = {}
    told = coming.order_by().values_list("organisation", "event", "event__spoken_languages").distinct()
    for owner, event, languages in told:
        spoken.setdefault(owner, set()).update(languages)
        events.setdefault(owner, set()).add(event)
    full = [
        replace(entry, languages=frozenset(spoken.get(pk, ())), activities=len(events.get(pk, ())))
        for pk, entry in entries.items()
    ]
    return sorted(full, key=lambda entry: (alphabetical_key(entry.name), entry.pk))


def rows_of(page: "Page[Entry]", place: Municipality) -> list[Row]:
    """The organisations on one page, in its order. Three statements."""
    entries = {entry.pk: entry for entry in page}
    rows = (
        Organisation.objects.select_related("municipality").prefetch_related("texts").in_bulk(list(entries))
    )
    villages = {entry.village for entry in entries.values() if entry.village}
    known = (
        Place.objects.filter(municipality=place, name__in=villages, latitude__isnull=False)
        if villages
        else []
    )
    maps = {village.name: map_url(village) for village in known}
    return [
        Row(
            organisation=rows[pk],
            said=rows[pk].about_said,
            categories=icnpo.names_of(rows[pk].icnpo),
            languages=[language_in_words(code) for code in sorted(entry.languages - {"no"})],
            activities=entry.activities,
            map_url=maps.get(entry.village, ""),
        )
        for pk, entry in entries.items()
        if pk in rows
    ]


def map_url(place: Place) -> str:
    """A link and nothing else: no map hears of anybody before they press it."""
    position = {"mlat": place.latitude, "mlon": place.longitude}
    return f"https://www.openstreetmap.org/?{urlencode(position)}#map=13/{place.latitude}/{place.longitude}"


def menus(entries: list[Entry], wish: Wish) -> list[Choices]:
    """What can be chosen, with how many each leaves; a menu with a single choice is none."""
    kinds = dict(Organisation.Kind.choices)
    made = [
        _menu(entries, wish, "category", _("What they work with"), _("Everything"), _group_name),
        _menu(entries, wish, "kind", _("Kind"), _("All kinds"), lambda value: str(kinds.get(value, value))),
        _menu(entries, wish, "area", _("Where"), _("Everywhere"), str),
        _menu(entries, wish, "language", _("Language spoken"), _("Any language"), _language),
    ]
    return [menu for menu in made if len(menu.options) > 1 or getattr(wish, menu.name)]


def _menu(
    entries: list[Entry], wish: Wish, name: str, label: str, everything: str, called: Callable[[str], str]
) -> Choices:
    numbers: dict[str, int] = {}
    for entry in entries:
        if wish.fits(entry, but=name):
            for value in CHOSEN_BY[name](entry):
                if value:
                    numbers[value] = numbers.get(value, 0) + 1
    chosen = getattr(wish, name)
    if chosen in {value for entry in entries for value in CHOSEN_BY[name](entry)}:
        numbers.setdefault(chosen, 0)
    options = [Choice(value, called(value), number, value == chosen) for value, number in numbers.items()]
    return Choices(name, label, everything, sorted(options, key=lambda each: alphabetical_key(each.label)))


def _group_name(value: str) -> str:
    return str(icnpo.GROUPS.get(value, value))


def _language(value: str) -> str:
    name = language_in_words(value)
    return name[:1].upper() + name[1:]
