"""What nobody is to see in lists is nowhere that programs read, however its number or address was learned."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.models import User
from events.exchange import sitemaps
from events.models import Occurrence
from events.moderation.services import take_down
from organisations.models import Municipality, Organisation
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
WORD = "Hemmelighet"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def date() -> Occurrence:
    """The one that is to be hidden, named so that it is found in whatever says it."""
    place = factories.a_municipality("1820", f"{WORD}vik")
    venue = factories.a_venue(f"{WORD}huset", municipality=place)
    organisation = factories.an_organisation(f"{WORD}laget", municipality=place)
    event = factories.an_event(WORD, municipality=place, venue=venue, organisation=organisation)
    return factories.an_occurrence(event, starts_at=NOW + timedelta(days=2))


def silent(date: Occurrence) -> None:
    Occurrence.objects.filter(pk=date.pk).update(is_silent=True)


def unpublished(date: Occurrence) -> None:
    Occurrence.objects.filter(pk=date.pk).update(is_public=False)


def taken_down(date: Occurrence) -> None:
    take_down(event=date.event, user=None, now=timezone.now())


def not_taking_part(date: Occurrence) -> None:
    Municipality.objects.filter(pk=date.municipality_id).update(is_active=False)


HIDDEN = [silent, unpublished, taken_down, not_taking_part]


def addresses(date: Occurrence) -> dict[str, str]:
    """Everything that programs read of a date, by what it is, with all numbers known."""
    slug, own = date.municipality.slug, date.organisation.slug
    since = (NOW - timedelta(days=1)).isoformat().replace("+", "%2B")
    return {
        "api: date": f"/api/v1/occurrences/{date.public_id}",
        "api: activity": f"/api/v1/events/{date.event_id}",
        "api: dates": "/api/v1/occurrences",
        "api: dates of its municipality": f"/api/v1/occurrences?from=2026-11-20&event={date.event_id}",
        "api: dates of a kind": f"/api/v1/occurrences?category={date.category}",
        "api: dates of its organisation": f"/api/v1/occurrences?organisation={date.organisation_id}",
        "api: dates at its place": f"/api/v1/occurrences?venue={date.venue_id}",
        "api: activities": "/api/v1/events",
        "api: what was changed": f"/api/v1/occurrences?updated_since={since}",
        "api: activities that were changed": f"/api/v1/events?updated_since={since}",
        "calendar": f"/nb/{slug}/events/calendar.ics",
        "news": f"/nb/{slug}/events/feed.atom",
        "calendar of its county": "/nb/heroy-nordland/events/calendar.ics?scope=county",
        "news of its county": "/nb/heroy-nordland/events/feed.atom?scope=county",
        "calendar of its place": f"/nb/{slug}/places/{date.venue_id}/calendar.ics",
        "list elsewhere": f"/nb/{slug}/events/embed.json",
        "list elsewhere, of its organisation": f"/nb/{slug}/events/embed.json?organisation={own}",
        "list elsewhere, at its place": f"/nb/{slug}/events/embed.json?venue={date.venue_id}",
        "map": f"/sitemaps/events-{date.event_id // sitemaps.SIZE}.xml",
    }


# Who has the address of a silent activity keeps it: its page, and what stands on that.
BY_ADDRESS = {
    "page": "/nb/{slug}/events/{id}/",
    "file": "/nb/{slug}/events/{id}/calendar.ics",
    "calendar of the activity": "/nb/{slug}/events/all/{event}/calendar.ics",
    "calendar of the organisation": "/nb/{slug}/organisations/{own}/calendar.ics",
}


def says(client, path: str, date: Occurrence) -> bool:
    """Whether the activity is said there: by its name, or by the name that never changes of its date."""
    answer = client.get(path)
    said = b"".join(answer) if answer.streaming else answer.content
    if answer.status_code >= 400:
        said = b""
    gone = f'{{"id":"{date.public_id}","gone":true'
    return f'"{WORD}"' in said.decode() or str(date.public_id) in said.decode().replace(gone, "")


def test_what_is_shown_is_everywhere(client, date):
    """The proof that the others look at the right places."""
    factories.a_municipality()
    names = {name for name, path in addresses(date).items() if says(client, path, date)}
    assert names == set(addresses(date))


@pytest.mark.parametrize("hide", HIDDEN)
@pytest.mark.parametrize("who", ["nobody", "member", "chief"])
def test_what_is_hidden_is_nowhere_that_programs_read(client, date, hide, who):
    """Also not for those who may see it on pages of their own: what programs read is the same for all."""
    factories.a_municipality()
    if who == "member":
        client.force_login(factories.a_member(date.organisation))
    elif who == "chief":
        client.force_login(User.objects.create_superuser("chief@example.org"))
    hide(date)
    assert {name for name, path in addresses(date).items() if says(client, path, date)} == set()


@pytest.mark.parametrize("hide", HIDDEN)
def test_address_that_somebody_has_shows_what_is_silent_alone(client, date, hide):
    hide(date)
    parts = {
        "slug": date.municipality.slug,
        "id": date.public_id,
        "event": date.event_id,
        "own": date.organisation.slug,
    }
    shown = {name for name, path in BY_ADDRESS.items() if says(client, path.format(**parts), date)}
    assert shown == (set(BY_ADDRESS) if hide is silent else set())


def test_organisation_and_place_of_a_municipality_that_left_are_nowhere(client, date):
    Organisation.objects.filter(pk=date.organisation_id).update(website="https://hemmelig.example/")
    not_taking_part(date)
    since = (NOW - timedelta(days=1)).isoformat().replace("+", "%2B")
    part = date.organisation_id // sitemaps.SIZE
    for path in (
        *(
            "/api/v1/organisations",
            "/api/v1/venues",
            "/api/v1/municipalities",
            "/sitemaps/municipalities.xml",
        ),
        f"/sitemaps/organisations-{part}.xml",
        f"/api/v1/organisations?updated_since={since}",
        f"/api/v1/venues?updated_since={since}",
        "/api/v1/organisations?municipality=1820",
    ):
        said = client.get(path).content.decode()
        assert WORD.lower() not in said.lower(), path
        assert "hemmelig.example" not in said, path
