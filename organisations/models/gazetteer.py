"""The places that people say they live in, by every name they have for them, and the search for one."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from core import fields
from organisations.models.places import Municipality, MunicipalityName, Region, SearchedName, search_indexes
from organisations.naming import heard_form, is_heard, search_form

# No place is called longer; what is typed beyond it is not read.
LONGEST = 60
# "Heroy", "Hærøy", "Bodo": a typing error or two still finds the place.
SIMILAR_ENOUGH = 0.35
MOST_ROWS = 60
MOST_FOUND = 12
# A word inside a name ("rana" of "Mo i Rana") is looked for when it is no longer a syllable.
SHORTEST_WORD = 3
# What people write beside a name, in our languages, as `search_form` has it.
NOT_THE_NAME = {
    *("kommune", "kommuna", "kommunen", "municipality", "norge", "noreg", "norway"),
    *("комуна", "коммуна", "мунициполитет", "норвегия", "норвегіа", "بلديه", "النرويج", "كومونه"),
}
POSTCODE = re.compile(r"^(\d{4}) \D")
# "Herøy, Nordland" and "Våler i Innlandet": a name and the county it is in.
IN_A_COUNTY = re.compile(
    r"^(?P<name>.{1,60}?)(?:\s*,\s*|\s+i\s+|\s+in\s+)(?P<county>\S.{0,60})$", re.IGNORECASE
)


class Place(models.Model):
    """A town, a postcode, an island or another part of one municipality; or a municipality or region again.

    The last two stand here for the names that are not official: in other scripts, and as people say them.
    """

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        REGION = "region", _("Region")
        TOWN = "town", _("Town or village")
        ISLAND = "island", _("Island")
        # A municipality that is part of another one now.
        FORMER = "former", _("Former municipality")
        POSTCODE = "postcode", _("Postcode")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # "8850", "leknes-1860": in the address of a list that begins with what is nearest.
    slug = fields.SlugField(_("web address"), max_length=120, unique=True)
    name = fields.CharField(_("name"), max_length=100)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="places"
    )
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, blank=True, related_name="places")
    # Degrees, WGS 84 (EPSG:4326), two decimals; none for a region.
    latitude = models.DecimalField(_("latitude"), max_digits=4, decimal_places=2, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="region", region__isnull=False, municipality__isnull=True)
                | (~Q(kind="region") & Q(region__isnull=True, municipality__isnull=False)),
                name="place_is_somewhere",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlaceName(SearchedName):
    """One name of a place, in any language and script; a postcode and a former number are names too."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="place_name_unique")]
        indexes = search_indexes("place_name")


@dataclass(frozen=True)
class FoundPlace:
    """One answer. `municipality` is None for a region only; `slug` is empty for a municipality."""

    rank: int
    closeness: float
    kind: str
    name: str
    # The name that was found, where that is another one: "Мушеен" of Mosjøen.
    matched: str
    slug: str
    municipality: Municipality | None
    region: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it leads somewhere: its municipality takes part."""
        return self.municipality is None or self.municipality.is_active

    @property
    def is_exact(self) -> bool:
        return self.rank == EXACT

    @property
    def begins_so(self) -> bool:
        """Whether the name is what was typed, or begins with it."""
        return self.rank in (EXACT, BEGINS)

    @property
    def is_inside(self) -> bool:
        """Whether it is a part of its municipality, and not the whole."""
        return self.kind not in (Place.Kind.MUNICIPALITY, Place.Kind.REGION)


EXACT, BEGINS, WORD_BEGINS, SIMILAR = range(4)


def find_places(text: str) -> list[FoundPlace]:
    """The places with a name like `text`, the best first: whole names, beginnings, and only then likenesses.

    `text` is anything that somebody typed, in any script. Two queries, whatever it is.
    """
    text = text[: 2 * LONGEST]
    wanted = _without_what_is_no_name(search_form(text))[:LONGEST].strip()
    if not wanted:
        return []
    in_county = IN_A_COUNTY.match(text.strip())
    forms = {wanted}
    if in_county:
        forms.add(search_form(in_county["name"]))
    if code := POSTCODE.match(wanted):
        forms.add(code[1])
    heard = heard_form(text)[:LONGEST].strip() if is_heard(text) else ""
    rows = _rows(wanted, forms, heard)
    numbers = {row["number"] for row in rows if row["number"]}
    municipalities = Municipality.objects.select_related("county").in_bulk(list(numbers)) if numbers else {}
    found = [_found(row, municipalities) for row in rows]
    if in_county:
        found = _of_county(found, wanted, search_form(in_county["county"]))
    return _best(_each_once(found, is_number=wanted[:4].isdigit()))


def places_called(name: str) -> list[FoundPlace]:
    """Those whose whole name is `name`, as an address or a person writes it."""
    return [place for place in find_places(name) if place.is_exact]


def _rows(wanted: str, forms: set[str], heard: str) -> list[dict[str, Any]]:
    """The rows of both tables of names, in one query."""
    official = _matching(MunicipalityName.objects.all(), wanted, forms, heard).values(
        "rank",
        "closeness",
        matched=F("name"),
        number=F("municipality"),
        region=Value(""),
        called=F("municipality__name"),
        address=Value(""),
        what=Value(Place.Kind.MUNICIPALITY.value),
    )
    others = _matching(PlaceName.objects.all(), wanted, forms, heard).values(
        "rank",
        "closeness",
        matched=F("name"),
        number=F("place__municipality"),
        region=F("place__region__slug"),
        called=F("place__name"),
        address=F("place__slug"),
        what=F("place__kind"),
    )
    return list(official.union(others, all=True).order_by("rank", "-closeness", "what", "number")[:MOST_ROWS])


def _matching(names: QuerySet[Any], wanted: str, forms: set[str], heard: str) -> QuerySet[Any]:
    whole = Q(search_name__in=forms)
    begins = Q(search_name__startswith=wanted)
    word_begins = Q(search_name__contains=f" {wanted}") if len(wanted) >= SHORTEST_WORD else Q(pk__in=[])
    closeness: Any = TrigramSimilarity("search_name", wanted)
    like = Q(search_name__trigram_similar=wanted)
    if heard:
        begins |= Q(heard=heard)
        if len(heard) >= SHORTEST_WORD:
            word_begins |= Q(heard__startswith=heard)
        closeness = Greatest(closeness, TrigramSimilarity("heard", heard))
        like |= Q(heard__trigram_similar=heard)
    rank = Case(
        When(whole, then=EXACT),
        When(begins, then=BEGINS),
        When(word_begins, then=WORD_BEGINS),
        default=SIMILAR,
    )
    near = names.filter(whole | begins | word_begins | like).annotate(closeness=closeness, rank=rank)
    return near.filter(Q(rank__lt=SIMILAR) | Q(closeness__gte=SIMILAR_ENOUGH)).order_by()


def _found(row: dict[str, Any], municipalities: dict[str, Municipality]) -> FoundPlace:
    municipality = municipalities.get(row["number"])
    is_whole = row["what"] == Place.Kind.MUNICIPALITY
    return FoundPlace(
        rank=row["rank"],
        closeness=row["closeness"],
        kind=row["what"],
        name=municipality.name if is_whole and municipality else row["called"],
        matched=row["matched"],
        slug="" if is_whole else row["address"],
        municipality=municipality,
        region=row["region"] or "",
    )


def _each_once(found: list[FoundPlace], *, is_number: bool) -> list[FoundPlace]:
    """One answer for each thing that is meant: not the town Bodø beside the municipality of Bodø."""
    first: dict[tuple[str, str], FoundPlace] = {}
    for place in found:
        first.setdefault(
            (place.region or place.slug, place.municipality.pk if place.municipality else ""), place
        )
    kept = list(first.values())
    whole = {place.municipality.pk: place for place in kept if place.municipality and not place.slug}
    names = {search_form(place.name) for place in whole.values() if place.is_exact}
    return [
        place
        for place in kept
        if not (place.slug and place.municipality and _is_the_same(place, whole.get(place.municipality.pk)))
        # Oslo is a county too; a number of old is nobody's when it is one of today.
        and not (place.kind == Place.Kind.REGION and search_form(place.name) in names)
        and not (is_number and place.kind == Place.Kind.FORMER and any(_today(other) for other in kept))
    ]


def _is_the_same(place: FoundPlace, whole: FoundPlace | None) -> bool:
    if whole is None or whole.rank > place.rank:
        return False
    return place.is_exact or search_form(place.name) == search_form(whole.name)


def _today(place: FoundPlace) -> bool:
    return place.is_exact and place.kind != Place.Kind.FORMER


def _best(found: list[FoundPlace]) -> list[FoundPlace]:
    """Likenesses only where there is nothing better; first what leads somewhere, the whole before a part."""
    if any(place.rank < SIMILAR for place in found):
        found = [place for place in found if place.rank < SIMILAR]
    order = sorted(
        found, key=lambda place: (place.rank, not place.is_open, place.is_exact and place.is_inside)
    )
    return order[:MOST_FOUND]


def _of_county(found: list[FoundPlace], wanted: str, county: str) -> list[FoundPlace]:
    """Those in what was written behind the name, or all: unless "Mo i Rana" is the whole name of a place."""
    if any(search_form(place.matched) == wanted for place in found):
        return [p for p in found if not p.is_exact or search_form(p.matched) == wanted]
    return [p for p in found if p.municipality and county in _around(p.municipality)] or found


def _around(municipality: Municipality) -> set[str]:
    """What may be written behind a name to say which one it is."""
    return {search_form(municipality.county.name), search_form(municipality.name)}


def _without_what_is_no_name(form: str) -> str:
    words = [word for word in form.split() if word not in NOT_THE_NAME]
    return " ".join(words) or form
