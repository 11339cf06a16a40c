"""Countries of numbers for tests: municipalities, organisations, dates and arrivals, the same for a seed."""

import random
from datetime import date

from newcomers.tallies.choices import Measure
from newcomers.tallies.models import ArrivalTally, DateTally
from newcomers.tallies.spans import add_months
from organisations.models import Municipality, Organisation, Region
from tests import factories

CATEGORIES = ("sprakkafe", "tur-friluft", "mat", "barn-familie")
LANGUAGES = ("no", "en", "several")
AUDIENCES = ("everyone", "families")
FIRST = date(2025, 1, 1)


def places(counties: int, each: int) -> list[Municipality]:
    """So many municipalities that take part, in so many counties; in each county two regional councils."""
    found = []
    for county in range(counties):
        region = factories.a_county(f"Fylke {county}", f"{50 + county}")
        councils = [
            Region.objects.create(kind="council", name=f"Råd {county}{letter}", slug=f"rad-{county}{letter}")
            for letter in "ab"
        ]
        for number in range(each):
            code = f"{50 + county}{number:02d}"
            place = factories.a_municipality(code, f"Kommune {code}", county=region, is_active=True)
            place.regions.add(councils[number % 2])
            found.append(place)
    return found


def organisations(there: list[Municipality], chance: random.Random) -> dict[str, list[Organisation]]:
    return {
        place.pk: [
            factories.an_organisation(f"Lag {place.pk} {number}", municipality=place)
            for number in range(chance.choice([1, 2, 2, 3]))
        ]
        for place in there
    }


def dates(
    there: list[Municipality], chance: random.Random, *, months: int = 12, first: date = FIRST, size: int = 1
) -> None:
    """Dates of a year: in large municipalities many newcomers come, in small ones few or none."""
    sizes = {place.pk: size * chance.choice([0.1, 0.3, 1, 1, 3, 8]) for place in there}
    rows = []
    for place, owners in organisations(there, chance).items():
        for owner in owners:
            for month in range(months):
                for category in chance.sample(CATEGORIES, chance.randint(1, 2)):
                    row = _row(place, owner, add_months(first, month), category, sizes[place], chance)
                    rows.append(row)
    DateTally.objects.bulk_create(rows)


def _row(place, owner, month, category, size, chance) -> DateTally:
    meetings = chance.randint(1, 5)
    heads = int(meetings * chance.randint(2, 14) * min(size + 0.5, 3))
    is_asked = chance.random() < 0.85
    newcomers = min(int(chance.random() * size * 8), heads) if is_asked else 0
    first = chance.randint(0, newcomers)
    return DateTally(
        municipality_id=place,
        organisation=owner,
        month=month,
        category=category,
        language=chance.choice(LANGUAGES),
        audience=chance.choice(AUDIENCES),
        meetings=meetings,
        participants=heads,
        volunteers=meetings,
        first_timers=chance.randint(first, heads),
        asked_meetings=meetings if is_asked else 0,
        asked_participants=heads if is_asked else 0,
        newcomers=newcomers,
        first_visits=first,
        mixed=chance.randint(0, meetings) if is_asked and newcomers else 0,
    )


def arrivals(there: list[Municipality], chance: random.Random) -> None:
    """Those who came in a year, were sent packages, asked, and have answered."""
    rows = []
    for place in there:
        size = chance.choice([1, 3, 8, 20, 60])
        for quarter in range(4):
            packages = chance.randint(0, size * 2)
            asked = chance.randint(packages // 2, packages)
            answered = chance.randint(asked // 3, asked)
            numbers = {
                Measure.PACKAGES: packages,
                Measure.ASKED_1: asked,
                Measure.ANSWERED_1: answered,
                Measure.FOUND_1: chance.randint(0, answered),
            }
            rows += [
                ArrivalTally(
                    municipality=place, quarter=add_months(FIRST, 3 * quarter), measure=measure, there=number
                )
                for measure, number in numbers.items()
                if number
            ]
    ArrivalTally.objects.bulk_create(rows)


def there() -> list[Municipality]:
    """The municipalities that there are, each without its organisations of before."""
    Organisation.objects.all().delete()
    return list(Municipality.objects.filter(is_active=True).order_by("pk"))
