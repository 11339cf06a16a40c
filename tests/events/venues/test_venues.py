"""Who has a place when, what is there at the same time, and two places that are one."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from events.models import Draft, Event
from events.moderation.services import approve, hand_in
from events.venues.merging import NotTheSameError, merge_venues
from events.venues.use import Month, month_of, others_there
from organisations.models import Venue
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
EVENING = datetime(2027, 1, 12, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def at(venue: Venue, starts_at: datetime = EVENING, *, title: str = "Kor", hours: float = 2, **fields):
    event = factories.an_event(title, venue=venue, organisation=factories.an_organisation(f"Lag {title}"))
    return factories.an_occurrence(
        event, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **fields
    )


def test_month_says_who_has_it_and_warns_of_double_use():
    hall = factories.a_venue("Hallen")
    first = at(hall, title="Kor")
    second = at(hall, EVENING + timedelta(hours=1), title="Strikk")
    at(hall, EVENING + timedelta(days=1), title="Alene")
    at(hall, EVENING + timedelta(days=40), title="Senere")
    days = month_of(hall, Month.read("2027-01", now=NOW))
    assert [[bool(use.clashes) for use in day.uses] for day in days] == [[True, True], [False]]
    [one, other] = days[0].uses
    assert (one.clashes, other.clashes) == ([second], [first])


@pytest.mark.parametrize(
    ("later", "hours", "clash"),
    [(1, 2, True), (2, 2, False), (-2, 2, False), (-1, 25, False), (-1, 24, True)],
)
def test_calendar_and_who_publishes_are_told_of_the_same(later, hours, clash):
    hall = factories.a_venue("Hallen")
    own = at(hall, title="Kor")
    other = at(hall, EVENING + timedelta(hours=later), title="Strikk", hours=hours)
    uses = [use for day in month_of(hall, Month.read("2027-01", now=NOW)) for use in day.uses]
    assert [bool(use.clashes) for use in uses] == [clash, clash]
    assert others_there(own.event, now=NOW) == ([other] if clash else [])
    assert others_there(other.event, now=NOW) == ([own] if clash else [])


@pytest.mark.parametrize(
    "text", ["", "x", "2027-13", "0001-01", "9999-12", "2027-1x", "٢٠٢٧-٠١", "-1-1", "2027"]
)
def test_what_is_no_month_is_this_one(text):
    assert str(Month.read(text, now=NOW)) == "2027-01"


def test_calendar_is_for_everybody_and_in_as_many_questions(client, django_assert_max_num_queries):
    hall = factories.a_venue("Hallen")
    at(hall)
    address = reverse("venue_month", args=[hall.municipality.slug, hall.pk])
    assert "Lag Kor" in client.get(address, {"month": "2027-01"}).content.decode()
    for number in range(3):
        at(hall, EVENING + timedelta(days=number + 1), title=f"Mer {number}")
    with django_assert_max_num_queries(6):
        client.get(address, {"month": "2027-01"})


def test_editor_makes_two_places_one_with_a_yes(client, editor):
    goes, stays = factories.a_venue("Samf.huset"), factories.a_venue("Samfunnshuset", address="")
    date = at(goes)
    client.force_login(editor)
    address = reverse("portal_venue_merge", args=[goes.pk])
    assert client.post(address, {"stays": stays.pk}).status_code == 200
    date.refresh_from_db()
    assert date.venue == goes
    assert client.post(address, {"stays": stays.pk, "yes": stays.pk}).status_code == 302
    date.refresh_from_db()
    stays.refresh_from_db()
    assert (date.venue, date.event.venue, stays.address) == (stays, stays, "Silvalveien 12")
    assert goes not in Venue.objects.edited_by(editor)


def test_old_address_of_a_merged_place_leads_on(client, editor):
    goes, stays = factories.a_venue("Samf.huset"), factories.a_venue("Samfunnshuset")
    at(goes)
    merge_venues(goes=goes, stays=stays, user=editor, now=NOW)
    slug = goes.municipality.slug
    for route in ("venue_page", "venue_month"):
        answer = client.get(reverse(route, args=[slug, goes.pk]))
        assert (answer.status_code, answer["Location"]) == (301, reverse(route, args=[slug, stays.pk]))
    calendar = client.get(reverse("venue_calendar", args=[slug, goes.pk]))
    assert b"SUMMARY" in calendar.content
    merge_venues(goes=goes, stays=stays, user=editor, now=NOW)
    with pytest.raises(NotTheSameError):
        merge_venues(goes=stays, stays=goes, user=editor, now=NOW)


def test_places_of_two_municipalities_are_not_one(client, editor, outsider):
    own = factories.a_venue("Huset")
    elsewhere = factories.a_venue("Huset", municipality=outsider.roles.first().municipality)
    client.force_login(editor)
    there = reverse("portal_venue_merge", args=[own.pk])
    assert client.post(there, {"stays": elsewhere.pk, "yes": elsewhere.pk}).status_code == 400
    with pytest.raises(NotTheSameError):
        merge_venues(goes=own, stays=elsewhere, user=editor, now=NOW)


def test_draft_of_an_activity_goes_along(editor):
    goes, stays = factories.a_venue("Samf.huset"), factories.a_venue("Samfunnshuset")
    event = factories.an_event(venue=goes)
    event.save_revision(user=editor)
    merge_venues(goes=goes, stays=stays, user=editor, now=NOW)
    event.refresh_from_db()
    assert event.get_latest_revision_as_object().venue == stays


def test_no_version_and_no_draft_leads_back_to_a_place_that_is_gone(editor, organiser, organisation):
    elsewhere, goes, stays = (factories.a_venue(name) for name in ("Skolen", "Samf.huset", "Samfunnshuset"))
    event = factories.an_event(venue=goes, organisation=organisation)
    factories.a_series(event)
    hand_in(event=event, user=organiser, now=NOW)
    approve(event=Event.objects.get(pk=event.pk), user=editor, now=NOW)
    # Its next version is at another place, and the one after that at the first again.
    for venue in (elsewhere, goes, elsewhere):
        newest = Event.objects.get(pk=event.pk).get_latest_revision_as_object()
        newest.venue = venue
        newest.save_revision(user=organiser)
    moves = factories.an_event("Flytter", venue=elsewhere, organisation=organisation)
    moves.venue = goes
    moves.save_revision(user=organiser)
    draft = Draft.objects.create(event=moves, typed={"where": {"venue": [str(goes.pk)], "online_url": [""]}})
    merge_venues(goes=goes, stays=stays, user=editor, now=NOW)
    assert {version.as_object().venue for version in event.revisions.all()} == {stays, elsewhere}
    assert Event.objects.get(pk=moves.pk).get_latest_revision_as_object().venue == stays
    draft.refresh_from_db()
    assert draft.typed == {"where": {"venue": [str(stays.pk)], "online_url": [""]}}


def test_people_of_who_manages_it_change_it_and_nobody_elses(client, organiser, organisation):
    own = factories.a_venue("Huset", managed_by=organisation)
    other = factories.a_venue("Et annet hus")
    client.force_login(organiser)
    values = {"name": "Huset", "step_free": "no", "hearing_loop": "yes", "position": "65.97, 12.30"}
    assert client.post(reverse("portal_venue_edit", args=[own.pk]), values).status_code == 302
    own.refresh_from_db()
    assert (own.step_free, str(own.latitude), own.managed_by) == ("no", "65.97000", organisation)
    assert client.get(reverse("portal_venue_edit", args=[other.pk])).status_code == 404
    assert client.get(reverse("portal_venue_merge", args=[own.pk])).status_code == 404
    assert client.get(reverse("portal_venue_delete", args=[own.pk])).status_code == 404
    assert [row.pk for row in client.get(reverse("portal_venues")).context["page"]] == [own.pk]


def test_place_where_something_was_is_not_deleted(client, editor):
    used, empty = factories.a_venue("Brukt"), factories.a_venue("Tomt")
    at(used)
    client.force_login(editor)
    for venue in (used, empty):
        client.post(reverse("portal_venue_delete", args=[venue.pk]))
    assert list(Venue.objects.filter(pk__in=[used.pk, empty.pk])) == [used]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [({"position": "her"}, "position"), ({"name": "huset"}, "name"), ({"postcode": "88"}, "postcode")],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client, editor, changes, wrong):
    factories.a_venue("Huset")
    client.force_login(editor)
    values = {"name": "Nytt", "step_free": "no", "hearing_loop": "no"} | changes
    answer = client.post(reverse("portal_venue_new"), values)
    assert (answer.status_code, set(answer.context["form"].errors)) == (400, {wrong})
    assert Venue.objects.count() == 1
