"""Of which tables pages for everybody are made: each tells of its changes."""

import re
from itertools import groupby

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.page_cache import is_for_everybody
from core.page_cache.triggers import with_trigger
from events.models import Occurrence
from events.standing.models import StandingPlace
from organisations.models import Municipality, Organisation, Venue

_TABLE = re.compile(r'\b(?:FROM|JOIN|UPDATE|INTO) "(\w+)"')
# What a list can be asked for; each reads what the others do not.
_ASKED = ["", "?by=series", "?scope=county", "?category=sprakkafe&day=week", "?q=kaf%C3%A9", "?only=free"]


@pytest.fixture(autouse=True)
def _words(demonstration_data, settings) -> None:
    settings.DEMONSTRATION = True


def addresses() -> list[str]:
    """Every kind of page for everybody, with one of each thing that the demonstration has."""
    places = list(Municipality.objects.active())
    dates = Occurrence.objects.public().select_related("municipality").order_by("event_id", "starts_at")
    each = [next(rows) for _event, rows in groupby(dates, key=lambda date: date.event_id)]
    lists = [f"{reverse('event_list', args=[place.slug])}{asked}" for place in places[:3] for asked in _ASKED]
    return [
        "/nb/",
        *(f"/nb/{place.slug}/" for place in places),
        *lists,
        *(reverse("organisation_directory", args=[place.slug]) for place in places),
        *(reverse("event_detail", args=[date.municipality.slug, date.public_id]) for date in each),
        *(reverse("event_dates", args=[date.municipality.slug, date.public_id]) for date in each[:5]),
        *(
            reverse("organisation_page", args=[found.municipality.slug, found.slug])
            for found in Organisation.objects.listed().select_related("municipality")
        ),
        *(
            reverse("venue_page", args=[venue.municipality.slug, venue.pk])
            for venue in Venue.objects.select_related("municipality")
        ),
        *(
            reverse("standing_place", args=[place.municipality.slug, place.pk])
            for place in StandingPlace.objects.filter(is_public=True).select_related("municipality")
        ),
    ]


def test_what_pages_for_everybody_read_tells_of_its_changes(client):
    noted, unnoted, kinds = with_trigger(), {}, set()
    for address in addresses():
        with CaptureQueriesContext(connection) as asked:
            response: HttpResponse = client.get(address)
        if not is_for_everybody(response):
            continue
        kinds.add(response.resolver_match.view_name)
        read = {table for query in asked for table in _TABLE.findall(query["sql"])}
        for table in read - noted:
            unnoted.setdefault(table, address)
    assert unnoted == {}
    assert kinds >= {
        "wagtail_serve",
        "event_list",
        "event_detail",
        "event_dates",
        "organisation_directory",
        "organisation_page",
        "venue_page",
        "standing_place",
    }
