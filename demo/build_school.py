"""When the schools are closed: the same weeks in every municipality of the demonstration."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dateutil.easter import easter

from core.clock import local_day
from events.models import SchoolHoliday
from organisations.models import Municipality


def make_school_holidays(municipalities: list[Municipality], now: datetime) -> None:
    """From the last school year's to the next one's."""
    this_year = local_day(now).year
    SchoolHoliday.objects.bulk_create(
        SchoolHoliday(municipality=municipality, name=name, first_day=first, last_day=last)
        for municipality in municipalities
        for year in range(this_year, this_year + 3)
        for name, first, last in _of_year(year)
    )


def _of_year(year: int) -> Iterator[tuple[str, date, date]]:
    yield "Vinterferie", *_week(year, 9)
    yield "Påskeferie", easter(year) - timedelta(days=6), easter(year) + timedelta(days=1)
    yield "Sommerferie", date(year, 6, 20), date(year, 8, 17)
    yield "Høstferie", *_week(year, 40)
    yield "Juleferie", date(year, 12, 21), date(year + 1, 1, 3)


def _week(year: int, number: int) -> tuple[date, date]:
    """From Monday to Friday."""
    return date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 5)
