"""What an organiser types into the form, and what it makes."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine

from events.models import Event

# A Monday, ten in the morning in Oslo.
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def at_ten():
    with time_machine.travel(NOW, tick=True):
        yield NOW


@pytest.fixture
def typed() -> Callable[..., dict[str, object]]:
    """A weekly café for a term, at a new place. Keyword arguments replace values; None leaves one out.

    It begins in the pause at Christmas, so it says that it takes place then.
    """

    def type_in(**changes: object) -> dict[str, object]:
        values = {
            "title": "Språkkafé på biblioteket",
            "description": "Vi snakker norsk sammen.",
            "language": "nb",
            "category": "sprakkafe",
            "first_date": date(2027, 1, 5),
            "start_time": "18:00",
            "end_time": "20:00",
            "repeats": "weekly",
            "until": date(2027, 3, 23),
            "also_at_holidays": "on",
            "also_in_summer": "on",
            "venue_name": "Herøy folkebibliotek",
            "venue_address": "Silvalveien 12",
            "venue_postcode": "8850",
            "venue_place": "Herøy",
            "venue_step_free": "yes",
            "audience": "everyone",
            "level": "beginner",
            "admission": "drop_in",
            "price_nok": "0",
            "food": "coffee",
            "open_to_all": "on",
            "spoken_languages": ["no"],
        }
        return {name: value for name, value in (values | changes).items() if value is not None}

    return type_in


@pytest.fixture
def publish(client, organiser, organisation, typed, at_ten) -> Callable[..., Event]:
    """Publishes through the form, as the organiser."""

    def do(**changes: object) -> Event:
        client.force_login(organiser)
        response = client.post(f"/nb/portal/events/new/{organisation.pk}/", typed(**changes))
        assert response.status_code == 302, response.context["form"].errors
        return Event.objects.latest("pk")

    return do


@pytest.fixture
def ask(client, organiser, organisation, typed, at_ten):
    """Presses the button that shows the dates. The page in `language`."""

    def do(language: str = "en", **changes: object):
        client.force_login(organiser)
        values = typed(preview="1", **changes)
        return client.post(f"/{language}/portal/events/new/{organisation.pk}/", values)

    return do


@pytest.fixture
def walk(client, organiser, organisation, at_ten):
    """Presses a button of the first page, and is at the first step of the draft: its event."""
    client.force_login(organiser)

    def begin(what: str = "kind:language-cafe") -> Event:
        client.force_login(organiser)
        response = client.post(f"/nb/portal/events/start/{organisation.pk}/", {"begin": what})
        event = Event.objects.latest("pk")
        assert response.url == f"/nb/portal/events/{event.pk}/steps/what/"
        return event

    return begin
