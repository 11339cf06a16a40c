"""What nobody has answered for in a while: left out of every list, and still to be found by its address."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from core.clock import midnight
from core.searching import asking, indexing
from events.discovery import instead, lists, searching
from events.discovery.filters import Filters
from events.discovery.filters.matching import Place, matching
from events.discovery.offered import on_offer
from events.exchange.embedding import Wish, listing
from events.exchange.feeds import (
    event_feed,
    feed_calendar,
    municipality_feed,
    organisation_feed,
    venue_feed,
    version_of,
)
from events.models import Occurrence
from events.printing.week import week_recipe
from home.overview import dates_this_week, this_week
from newcomers.welcome.next_events import next_events
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2027, 1, 5, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def date(heroy) -> Occurrence:
    """The café on Tuesday."""
    return factories.an_occurrence(starts_at=TUESDAY)


def fall_silent(date: Occurrence) -> Occurrence:
    Occurrence.objects.filter(event=date.event_id).update(is_silent=True)
    date.refresh_from_db()
    return date


def shown_in(client, date: Occurrence) -> dict[str, bool]:
    """Whether each list that the public has shows `date`."""
    heroy = date.municipality
    neighbour = factories.a_municipality("1820", "Alstahaug", latitude="65.99", longitude="12.60")
    other = factories.an_occurrence(
        factories.an_event("Sykafé", organisation=date.organisation, municipality=neighbour),
        starts_at=TUESDAY,
    )
    with override("nb"):
        language_list = client.get(reverse("event_list", args=[heroy.slug]))
        venue = client.get(reverse("venue_page", args=[heroy.slug, date.venue_id]))
    by_series = lists.page_by_series(Place(heroy), Filters(by_series=True), now=NOW)
    words = asking.read("språkkafé")
    return {
        "list": str(date.public_id) in language_list.content.decode(),
        "series": date.pk in [card.occurrence.pk for card in by_series.cards],
        "categories": bool(on_offer(heroy, now=NOW).categories),
        "neighbours": heroy in lists.neighbours(neighbour, now=NOW),
        "search": bool(searching.find_activities(words, now=NOW, limit=5).cards),
        "venue": str(date.public_id) in venue.content.decode(),
        "similar": date in instead.similar_near(other, now=NOW),
        "others": date.event in instead.others_of(other, now=NOW),
        "week": bool(this_week(municipality=heroy, now=NOW).days),
        "count": heroy.pk in dates_this_week(now=NOW),
        "poster": bool(week_recipe(heroy, chosen="nb", now=NOW).values["total"]),
        "embed": bool(listing(Wish(heroy.slug), now=NOW)["days"]),
        "package": bool(next_events(municipality=heroy, language="nb", now=NOW)),
        "calendar": not version_of(municipality_feed(heroy.slug, language="nb", now=NOW), now=NOW).is_empty,
        "place's calendar": not version_of(
            venue_feed(heroy.slug, date.venue_id, language="nb", now=NOW), now=NOW
        ).is_empty,
    }


def test_silent_date_is_in_no_list_and_one_answer_brings_it_back(client, date):
    indexing.rebuild()
    shown = shown_in(client, date)
    assert {name for name, is_shown in shown.items() if not is_shown} == set()
    fall_silent(date)
    Occurrence.objects.exclude(event=date.event_id).delete()
    shown = shown_in(client, date)
    assert {name for name, is_shown in shown.items() if is_shown} == set()
    Occurrence.objects.filter(event=date.event_id).update(is_silent=False)
    Occurrence.objects.exclude(event=date.event_id).delete()
    assert all(shown_in(client, date).values())


def test_its_page_address_organisation_and_calendars_stay(client, date):
    fall_silent(date)
    heroy, organisation = date.municipality, date.organisation
    with override("nb"):
        page = reverse("event_detail", args=[heroy.slug, date.public_id])
        old = reverse("event_detail_by_number", args=[heroy.slug, date.pk])
        its_file = reverse("occurrence_ics", args=[heroy.slug, date.public_id])
        organiser = reverse("organisation_page", args=[heroy.slug, organisation.slug])
    assert client.get(page).status_code == 200
    assert client.get(old).status_code == 301
    assert client.get(its_file).status_code == 200
    assert str(date.public_id) in client.get(organiser).content.decode()
    for feed in (
        event_feed(heroy.slug, date.event_id, language="nb", now=NOW),
        organisation_feed(heroy.slug, organisation.slug, language="nb", now=NOW),
    ):
        assert str(date.public_id) in feed_calendar(feed, url="https://x.example/", now=NOW).decode()


def test_an_organisation_shows_what_nobody_answers_for_last(client, date):
    fall_silent(date)
    later = factories.an_occurrence(
        factories.an_event("Tur", organisation=date.organisation), starts_at=TUESDAY + timedelta(days=3)
    )
    page = reverse("organisation_page", args=[date.municipality.slug, date.organisation.slug])
    html = client.get(page).content.decode()
    assert html.index(str(later.public_id)) < html.index(str(date.public_id))


@pytest.mark.parametrize(
    ("scope", "index"), [("here", "occurrence_public_list"), ("online", "occurrence_public_online")]
)
def test_lists_are_read_from_their_indexes(date, scope, index):
    found = matching(date.municipality, Filters(), now=NOW, scope=scope).order_by("starts_at", "pk")
    soon = found.filter(starts_at__lt=midnight(TUESDAY.date()))
    with connection.cursor() as cursor:
        # So few rows are read faster one after the other, or sorted.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    assert index in soon.values("pk").explain()
