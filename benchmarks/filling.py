"""Activities and dates, as many as a measurement wants."""

from datetime import datetime, timedelta
from uuid import UUID

EVENTS_PER_MUNICIPALITY = 50


def fill(municipality, *, dates: int) -> UUID:
    """Public dates in the coming weeks, spread over events with a text each. Returns the first's id."""
    from django.utils import timezone

    from events.models import Occurrence
    from events.traits import traits_of
    from tests import factories

    organisation = factories.an_organisation(f"Lag i {municipality}", municipality=municipality)
    venue = factories.a_venue(f"Huset i {municipality}", municipality=municipality)
    now = timezone.now()
    number = min(EVENTS_PER_MUNICIPALITY, dates)
    series = make_series(municipality, organisation, venue, number=number, now=now)
    rows = Occurrence.objects.bulk_create(
        (
            Occurrence(
                series=series[index % number],
                original_slot=f"{index:015d}",
                starts_at=now + timedelta(hours=index + 1),
                ends_at=now + timedelta(hours=index + 3),
                event=series[index % number].event,
                organisation=organisation,
                municipality=municipality,
                venue=venue,
                category=series[index % number].event.category,
                traits=traits_of(series[index % number].event, venue),
                is_public=True,
                was_public=True,
            )
            for index in range(dates)
        ),
        batch_size=5_000,
    )
    return rows[0].public_id


def make_series(municipality, organisation, venue, *, number: int, now: datetime) -> list:
    """So many events with a text and a series each."""
    from events.choices import Category
    from events.models import Event, EventText, Series

    events = Event.objects.bulk_create(
        Event(
            organisation=organisation,
            municipality=municipality,
            venue=venue,
            category=Category.values[index % 10],
            live=True,
        )
        for index in range(number)
    )
    EventText.objects.bulk_create(
        EventText(event=event, language="nb", title="Språkkafé") for event in events
    )
    return Series.objects.bulk_create(
        Series(
            event=event,
            first_date=now.date(),
            start_time=now.time().replace(microsecond=0),
            duration=timedelta(hours=2),
        )
        for event in events
    )
