"""Meetings and their counts, and what is published of them, for tests of figures."""

import csv
import io
from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from newcomers.participation.areas import of_municipality
from newcomers.participation.figures import make_figures
from newcomers.participation.periods import period_of
from newcomers.tallies import editions, filling
from tests import factories

NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)
AUTUMN = {"period": "2026-Q3"}


def met(municipality, starts_at=datetime(2026, 9, 1, 16, tzinfo=UTC), *, organisation=None, **counts):
    """A date in `municipality` where somebody counted."""
    organisation = organisation or factories.an_organisation(
        f"Lag {municipality.pk} {starts_at}", municipality=municipality
    )
    occurrence = factories.an_occurrence(factories.an_event(organisation=organisation), starts_at=starts_at)
    return factories.a_headcount(occurrence, counted_at=starts_at + timedelta(hours=2), **counts)


def publish() -> None:
    filling.fill(now=NOW, everything=True)
    editions.publish(now=NOW)


def many(municipality, *, newcomers: int = 12, first: int = 8, organisations: int = 3):
    """Meetings of several organisations in a quarter, with so many newcomers at each."""
    for number in range(organisations):
        organisation = factories.an_organisation(f"Lag {municipality.pk} {number}", municipality=municipality)
        for month in (7, 8, 9):
            met(
                municipality,
                datetime(2026, month, 2 + number, 16, tzinfo=UTC),
                organisation=organisation,
                adults=40,
                volunteers=2,
                newcomers=newcomers,
                newcomers_first=first,
                first_timers=first + 5,
            )


def figures_of(municipality, period: str = "2026-Q3"):
    return make_figures(
        place=of_municipality(municipality), period=period_of(period), now=timezone.localtime()
    )


def read_csv(client, query) -> list[dict[str, str]]:
    data = client.get(reverse("figures_csv"), query).content
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
