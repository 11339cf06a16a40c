"""What the front door does: finds a municipality, and lets its own staff in to its page."""

from datetime import datetime, timedelta

from django.db.models import Count

from events.models import Occurrence
from home.models import MunicipalityPage
from organisations.models import Municipality
from organisations.roles import open_page_to_staff

MOST_RESULTS = 12
# Norwegian puts æ, ø and å after z; the database sorts by code point.
NORWEGIAN_ORDER = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})


def search_municipalities(*, text: str) -> list[Municipality]:
    """The municipalities with a name like `text`, the closest first, with county and names loaded."""
    found = Municipality.objects.search(text).select_related("county").prefetch_related("names")
    return list(found[:MOST_RESULTS])


def active_municipalities() -> list[Municipality]:
    """Those that take part, in Norwegian alphabetical order, with county and names loaded."""
    active = Municipality.objects.active().select_related("county").prefetch_related("names")
    return sorted(active, key=lambda row: (norwegian_order(row.name), row.pk))


def norwegian_order(name: str) -> str:
    return name.casefold().translate(NORWEGIAN_ORDER)


def dates_this_week(*, now: datetime) -> dict[str, int]:
    """How many dates take place in the next seven days, by kommunenummer."""
    coming = Occurrence.objects.public().upcoming(now).scheduled()
    soon = coming.filter(starts_at__lt=now + timedelta(days=7)).order_by()
    return dict(soon.values_list("municipality").annotate(number=Count("pk")))


def open_to_staff(*, page: MunicipalityPage) -> None:
    """Let the municipality's editors and translators edit `page`: it and its translations are theirs alone."""
    open_page_to_staff(page=page, municipality=page.municipality)
