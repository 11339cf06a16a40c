"""What stands on the dates for lists follows the activity, and the past stays where it was."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from events.dates import services
from events.models import Occurrence
from events.signals import dates_changed
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture
def told():
    heard = []

    def listen(sender, changes, **kwargs):
        heard.extend((change.what, change.occurrence_id) for change in changes)

    dates_changed.connect(listen)
    yield heard
    dates_changed.disconnect(listen)


@pytest.fixture
def dates():
    """One that is over, and two to come."""
    past = factories.an_occurrence(starts_at=NOW - timedelta(days=7))
    coming = [factories.an_occurrence(past.event, starts_at=NOW + timedelta(days=n)) for n in (1, 2)]
    return [past, *coming]


def places(event) -> list[tuple]:
    return list(event.occurrences.order_by("starts_at").values_list("municipality", "venue"))


def test_past_stays_in_its_municipality_and_place(dates, told):
    event = dates[0].event
    before = places(event)
    bodo = factories.a_municipality("1804", "Bodø")
    event.municipality, event.venue = bodo, factories.a_venue("Stormen", municipality=bodo)
    event.save()
    services.sync_occurrences(event=event, now=NOW)
    assert places(event) == [before[0], ("1804", event.venue_id), ("1804", event.venue_id)]
    assert told == [("place", dates[1].pk), ("place", dates[2].pk)]


def test_place_that_a_date_has_alone_stays(dates, told, organiser):
    event, alone = dates[0].event, dates[1]
    own = factories.a_venue("Samfunnshuset")
    services.edit_date(occurrence=alone, venue=own, user=organiser, now=NOW)
    event.venue = factories.a_venue("Ungdomshuset")
    event.save()
    services.sync_occurrences(event=event, now=NOW)
    assert [venue for _place, venue in places(event)][1:] == [own.pk, event.venue_id]
    assert told == [("place", alone.pk), ("place", dates[2].pk)]


def test_taken_down_hides_all_and_published_again_shows_what_was_shown(dates, told):
    event = dates[0].event
    Occurrence.objects.filter(pk=dates[2].pk).update(is_public=False, was_public=False)
    for live in (False, True):
        event.live = live
        event.save()
        services.sync_occurrences(event=event, now=NOW)
        assert set(event.occurrences.values_list("is_public", flat=True)) == {live}
    assert told == [("taken_down", dates[1].pk), ("back", dates[1].pk)]


def test_what_was_over_before_it_was_published_is_not_shown():
    event = factories.an_event(live=False)
    past = factories.an_occurrence(event, starts_at=NOW - timedelta(days=7))
    coming = factories.an_occurrence(event, starts_at=NOW + timedelta(days=7))
    event.live = True
    event.save()
    services.sync_occurrences(event=event, now=NOW)
    assert set(event.occurrences.public()) == {coming}
    past.refresh_from_db()
    assert not past.was_public
