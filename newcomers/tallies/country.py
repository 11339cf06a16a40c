"""Which municipality is in which county and region, for adding up."""

from collections.abc import Mapping
from dataclasses import dataclass

from organisations.models import Municipality, Region


@dataclass(frozen=True)
class Country:
    """{kommunenummer: fylkesnummer}, and {kommunenummer: key of the region that its figures step up to}.

    A municipality is in one region here, which lies in its county: a regional council, else a district. So
    regions' figures add up to the county's like the municipalities'.
    """

    county_of: Mapping[str, str]
    region_of: Mapping[str, str]
    active: frozenset[str]

    @classmethod
    def now(cls) -> "Country":
        rows = Municipality.objects.values_list("pk", "county__fylkesnummer", "is_active")
        county_of = {pk: county for pk, county, _active in rows}
        regions: dict[str, str] = {}
        members: dict[int, set[str]] = {}
        through = Municipality.regions.through.objects
        kinds = dict(Region.objects.exclude(kind=Region.Kind.COUNTY).values_list("pk", "kind"))
        for region, place in through.values_list("region_id", "municipality_id"):
            members.setdefault(region, set()).add(place)
        order = sorted(members, key=lambda pk: (kinds.get(pk) != Region.Kind.COUNCIL, pk))
        for region in order:
            inside = {county_of[place] for place in members[region]}
            free = members[region].isdisjoint(regions)
            if len(inside) == 1 and free:
                regions |= dict.fromkeys(members[region], str(region))
        return cls(county_of, regions, frozenset(pk for pk, _county, active in rows if active))

    def in_county(self, county: str) -> list[str]:
        return sorted(place for place, where in self.county_of.items() if where == county)
