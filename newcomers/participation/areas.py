"""Of what figures are shown: an organisation, a municipality, a region, a county, the nation."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from newcomers.tallies.choices import Area
from organisations.models import Municipality, Organisation, Region

NORWAY = "norway"


@dataclass(frozen=True)
class Place:
    """One area. `members` are the kommunenummer whose rows add up to a region; `listed` those that the
    reader sees one by one. `population` is of the municipalities that are open here. `region` is the key of
    the region that a municipality's figures step up to."""

    area: Area
    code: str
    name: str
    population: int = 0
    members: tuple[str, ...] = ()
    listed: tuple[Municipality, ...] = ()
    county: str = ""
    region: str = ""
    language: str = "nb"

    @property
    def key(self) -> str:
        """As it stands in addresses."""
        if self.area in (Area.MUNICIPALITY, Area.ORGANISATION):
            return self.code
        return NORWAY if self.area == Area.NATION else f"{self.area}-{self.code}"

    @property
    def is_own(self) -> bool:
        """Whether who reads it knows every number: an organisation's are its own."""
        return self.area == Area.ORGANISATION

    @property
    def is_municipality(self) -> bool:
        return self.area == Area.MUNICIPALITY

    @property
    def is_nation(self) -> bool:
        return self.area == Area.NATION


def choices(scope: Iterable[Municipality]) -> list[tuple[str, str]]:
    """What a reader may choose: their municipalities, the regions and counties of these, and the nation.

    What is above a municipality is published: it is compared with.
    """
    scope = list(scope)
    regions = _regions_of(scope)
    counties = {place.county.fylkesnummer: place.county.name for place in scope}
    return [
        *((place.pk, place.full_name) for place in scope),
        *((f"{Area.REGION}-{region.pk}", region.name) for region in regions),
        *((f"{Area.COUNTY}-{code}", name) for code, name in sorted(counties.items(), key=lambda it: it[1])),
        (NORWAY, _("Norway")),
    ]


def _regions_of(scope: list[Municipality]) -> list[Region]:
    """The regions in which a reader has a municipality. A district that no table has is left out."""
    found = Region.objects.exclude(kind=Region.Kind.COUNTY).filter(municipalities__in=scope)
    return list(found.distinct().order_by("name"))


def usual(scope: list[Municipality]) -> str:
    """What is shown first: the one municipality, else the one county, else the nation."""
    if len(scope) == 1:
        return scope[0].pk
    counties = {place.county.fylkesnummer for place in scope}
    return f"{Area.COUNTY}-{counties.pop()}" if len(counties) == 1 else NORWAY


def place_of(key: str, scope: list[Municipality]) -> Place | None:
    """The area with this key, as somebody with `scope` may see it. None for what is not theirs."""
    if key not in dict(choices(scope)):
        return None
    kind, _dash, code = key.partition("-")
    if kind == NORWAY:
        total = Municipality.objects.active().aggregate(people=Sum("population"))["people"] or 0
        return Place(Area.NATION, "", _("Norway"), total, listed=tuple(scope))
    if kind == Area.COUNTY:
        return _county(code, scope)
    if kind == Area.REGION:
        return _region(int(code), scope)
    return of_municipality(next(place for place in scope if place.pk == key))


def of_municipality(place: Municipality) -> Place:
    regions = {region.kind: str(region.pk) for region in place.regions.order_by("-pk")}
    region = regions.get(Region.Kind.COUNCIL) or regions.get(Region.Kind.DISTRICT) or ""
    return Place(
        Area.MUNICIPALITY,
        place.pk,
        place.full_name,
        place.population,
        (place.pk,),
        (place,),
        place.county.fylkesnummer,
        region,
        place.language,
    )


def _county(code: str, scope: list[Municipality]) -> Place:
    inside = Municipality.objects.active().filter(county__fylkesnummer=code)
    numbers = inside.aggregate(people=Sum("population"))
    listed = tuple(place for place in scope if place.county.fylkesnummer == code)
    name = listed[0].county.name
    return Place(Area.COUNTY, code, name, numbers["people"] or 0, listed=listed, county=code)


def _region(pk: int, scope: list[Municipality]) -> Place:
    region = Region.objects.get(pk=pk)
    rows = list(region.municipalities.values_list("pk", "population", "county__fylkesnummer", "is_active"))
    members = tuple(sorted(row[0] for row in rows))
    listed = tuple(place for place in scope if place.pk in members)
    counties = {county for _code, _people, county, _is_active in rows}
    county = counties.pop() if len(counties) == 1 else ""
    people = sum(number for _code, number, _county_code, is_active in rows if is_active)
    return Place(Area.REGION, str(pk), region.name, people, members, listed, county)


def of_organisation(organisation: Organisation) -> Place:
    place = organisation.municipality
    return Place(
        Area.ORGANISATION,
        str(organisation.pk),
        organisation.name,
        county=place.county.fylkesnummer,
        language=place.language,
    )


def published_above(place: Place) -> list[tuple[Area, str]]:
    """Where a figure steps up to, nearest first: the region (of the same county), the county, the nation."""
    steps: list[tuple[Area, str]] = []
    if place.area == Area.MUNICIPALITY and place.region:
        steps.append((Area.REGION, place.region))
    if place.area in (Area.MUNICIPALITY, Area.REGION) and place.county:
        steps.append((Area.COUNTY, place.county))
    if place.area != Area.NATION:
        steps.append((Area.NATION, ""))
    return steps
