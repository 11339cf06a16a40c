"""The public pages of an organisation and of a venue."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from events.models import Occurrence
from organisations.models import OrganisationText, Venue, VenueText
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2027, 1, 5, 17, 0, tzinfo=UTC)
# Session-less: what is asked for, its texts, the dates with their texts, and who is full.
# The last one is whether an organisation has said this year that what is written is right.
MOST_QUERIES = 7


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def a_weekly_date(**fields) -> Occurrence:
    event = factories.an_event(**fields)
    for week in (1, 2):
        factories.an_occurrence(event, starts_at=TUESDAY + timedelta(weeks=week))
    return factories.an_occurrence(event, starts_at=TUESDAY)


def organisation_url(date: Occurrence, language: str = "nb") -> str:
    with override(language):
        organisation = date.organisation
        return reverse("organisation_page", args=[organisation.municipality.slug, organisation.slug])


def venue_url(venue: Venue, language: str = "nb") -> str:
    with override(language):
        return reverse("venue_page", args=[venue.municipality.slug, venue.pk])


def titles(html: str) -> list[str]:
    return [link["href"] for link in BeautifulSoup(html, "html.parser").select(".mp-event__title a")]


def test_an_organisation_shows_each_activity_once_with_its_next_date(client):
    date = a_weekly_date()
    later = a_weekly_date(organisation=date.organisation)
    Occurrence.objects.filter(pk=later.pk).delete()
    other = a_weekly_date()
    html = client.get(organisation_url(date)).content.decode()
    shown = [address.rstrip("/").rsplit("/", 1)[-1] for address in titles(html)]
    next_of_later = later.event.occurrences.order_by("starts_at").first()
    assert shown == [str(date.public_id), str(next_of_later.public_id)]
    assert str(other.public_id) not in html


def test_drafts_cancelled_and_past_dates_are_not_shown(client):
    date = a_weekly_date()
    Occurrence.objects.update(is_public=False)
    assert titles(client.get(organisation_url(date)).content.decode()) == []
    assert titles(client.get(venue_url(date.venue)).content.decode()) == []
    Occurrence.objects.update(is_public=True, status=Occurrence.Status.CANCELLED)
    assert titles(client.get(organisation_url(date)).content.decode()) == []


@pytest.mark.parametrize("change", ["municipality", "address", "place"])
def test_what_is_not_there_or_not_here_is_a_404(client, change):
    date = a_weekly_date()
    home = date.organisation.municipality
    if change == "municipality":
        home.is_active = False
        home.save()
        addresses = [organisation_url(date), venue_url(date.venue)]
    elif change == "address":
        addresses = [organisation_url(date).replace(date.organisation.slug, "no-such")]
    else:
        other = factories.a_municipality("1515", "Ansnes", county=factories.a_county("Møre", "15"))
        addresses = [
            venue_url(date.venue).replace(home.slug, other.slug),
            organisation_url(date).replace(home.slug, other.slug),
        ]
    assert {client.get(address).status_code for address in addresses} == {404}


def test_words_come_in_the_readers_language_and_say_when_they_are_outdated(client):
    date = a_weekly_date()
    venue, organisation = date.venue, date.organisation
    venue.directions, venue.about = "Gul dør.", "Et hus for alle."
    venue.save()
    organisation.about = "Vi møtes."
    organisation.save()
    VenueText.objects.create(venue=venue, language="uk", directions="Жовті двері.")
    OrganisationText.objects.create(organisation=organisation, language="uk", about="Ми зустрічаємося.")

    html = client.get(venue_url(venue, "uk")).content.decode()
    assert "Жовті двері." in html
    # Not translated yet: better in Norwegian than not at all, and marked so.
    about = BeautifulSoup(html, "html.parser").find(string="Et hus for alle.").find_parent("div")
    assert (about["lang"], about["dir"]) == ("nb", "ltr")
    assert "Після перекладу" not in html
    assert "Ми зустрічаємося." in client.get(organisation_url(date, "uk")).content.decode()
    assert "Gul dør." in client.get(venue_url(venue, "en")).content.decode()

    Venue.objects.filter(pk=venue.pk).update(directions="Blå dør.")
    assert "Після перекладу" in client.get(venue_url(venue, "uk")).content.decode()
    text = VenueText.objects.get(venue=venue)
    text.save()
    assert VenueText.objects.get(venue=venue).is_outdated
    text.directions = "Сині двері."
    text.save()
    assert not VenueText.objects.get(venue=venue).is_outdated


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(client, number, django_assert_max_num_queries):
    date = a_weekly_date()
    for _each in range(number - 1):
        a_weekly_date(organisation=date.organisation, venue=date.venue)
    for address in (organisation_url(date), venue_url(date.venue)):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200
