"""An organiser changes what is published: words wait for approval, dates that people depend on stay."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.utils import timezone

from core.formats import day_and_time
from events.choices import State, TextState
from events.dates import services
from events.dates.services import extend_all, move_date
from events.models import Event, EventText
from events.moderation.exceptions import TooLate
from events.moderation.services import approve
from tests import factories

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def cafe(publish, organisation) -> Event:
    """A published café on Tuesdays at 18:00, 5 January to 2 February, of an organisation not trusted."""
    event = publish(until=date(2027, 2, 2))
    approve(event=event, user=None, now=timezone.now())
    return Event.objects.get(pk=event.pk)


@pytest.fixture
def change(client, typed):
    """Sends the form of an event again, with changes; the place is the one that there is."""

    def do(event: Event, **changes: object):
        place = dict.fromkeys(("venue_name", "venue_address", "venue_postcode", "venue_place"))
        values = typed(**{**place, "until": date(2027, 2, 2), "venue": event.venue_id, **changes})
        address = f"/en/portal/events/{event.pk}/edit/"
        response = client.post(address, values)
        if response.status_code == 200 and "fingerprint" in response.context:
            # What will happen is shown first, and gets a yes.
            response = client.post(address, values | {"yes": response.context["fingerprint"]})
        return response

    return do


def local_starts(event: Event) -> list[str]:
    return [f"{date.starts_at.astimezone(OSLO):%m-%d %H:%M}" for date in event.occurrences.all()]


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_form_shows_what_there_is(client, cafe):
    form = client.get(f"/nb/portal/events/{cafe.pk}/edit/").context["form"]
    assert form.words["title"].value() == "Språkkafé på biblioteket"
    assert (form.dates["repeats"].value(), form.dates["until"].value()) == ("weekly", date(2027, 2, 2))
    assert form.place["venue"].value() == cafe.venue_id


def test_new_words_of_a_live_event_wait_and_the_old_ones_stay(cafe, change):
    response = change(cafe, title="Kafé med nytt navn")
    assert response.status_code == 302
    cafe = Event.objects.get(pk=cafe.pk)
    assert (cafe.live, cafe.title, cafe.state) == (True, "Språkkafé på biblioteket", State.WAITING)
    assert cafe.get_latest_revision_as_object().title == "Kafé med nytt navn"
    assert cafe.occurrences.public().count() == 5


def test_new_words_of_a_trusted_organisation_are_live_at_once(cafe, change, organisation):
    organisation.is_trusted = True
    organisation.save()
    change(cafe, title="Kafé med nytt navn")
    assert Event.objects.get(pk=cafe.pk).title == "Kafé med nytt navn"
    assert EventText.objects.filter(event=cafe).count() == 1


def test_human_translation_is_kept_and_marked_when_the_original_changes(cafe, change, organisation):
    organisation.is_trusted = True
    organisation.save()
    EventText.objects.create(event=cafe, language="uk", state=TextState.HUMAN, title="Мовне кафе")
    change(cafe, description="Nå også med strikking.")
    assert set(cafe.texts.values_list("language", "state", "title")) == {
        ("nb", "source", "Språkkafé på biblioteket"),
        ("uk", "outdated", "Мовне кафе"),
    }


def test_human_translation_is_not_marked_when_only_a_fact_changes(cafe, change, organisation):
    organisation.is_trusted = True
    organisation.save()
    EventText.objects.create(event=cafe, language="uk", state=TextState.HUMAN, title="Мовне кафе")
    change(cafe, food="meal")
    assert cafe.texts.get(language="uk").state == TextState.HUMAN
    assert Event.objects.get(pk=cafe.pk).food == "meal"


def test_original_cannot_move_into_the_language_of_a_translation(cafe, change):
    EventText.objects.create(event=cafe, language="en", state=TextState.HUMAN, title="Language café")
    response = change(cafe, language="en")
    assert list(response.context["form"].errors) == ["language"]


def test_new_time_moves_all_dates_that_nobody_depends_on(cafe, change):
    change(cafe, start_time="19:00", end_time="21:00")
    assert local_starts(cafe) == ["01-05 19:00", "01-12 19:00", "01-19 19:00", "01-26 19:00", "02-02 19:00"]
    assert cafe.occurrences.public().count() == 5


def test_new_time_moves_a_date_with_sign_ups_which_keeps_them(cafe, change):
    taken = cafe.occurrences.all()[1]
    factories.a_signup(taken)
    response = change(cafe, start_time="19:00", end_time="21:00")
    assert local_starts(cafe) == ["01-05 19:00", "01-12 19:00", "01-19 19:00", "01-26 19:00", "02-02 19:00"]
    assert "stay" not in said(response)
    assert taken.signups.exists()


def test_date_changed_alone_stays_and_the_organiser_is_told_which(cafe, change, organiser, at_ten):
    alone = cafe.occurrences.last()
    move_date(occurrence=alone, starts_at=alone.starts_at + timedelta(hours=3), user=organiser, now=at_ten)
    response = change(cafe, until=date(2027, 1, 26))
    assert local_starts(cafe) == ["01-05 18:00", "01-12 18:00", "01-19 18:00", "01-26 18:00", "02-02 21:00"]
    assert "Tuesday 2 February 2027, 21:00" in said(response)


def test_kept_date_is_not_doubled_by_the_daily_job_or_a_later_change(cafe, change, organiser, at_ten):
    alone = cafe.occurrences.all()[1]
    move_date(occurrence=alone, starts_at=alone.starts_at - timedelta(hours=2), user=organiser, now=at_ten)
    change(cafe, start_time="19:00", end_time="21:00")
    extend_all(now=at_ten)
    change(cafe, start_time="19:00", end_time="21:00", until=date(2027, 2, 9))
    assert local_starts(cafe) == [
        "01-05 19:00",
        "01-12 16:00",
        "01-19 19:00",
        "01-26 19:00",
        "02-02 19:00",
        "02-09 19:00",
    ]


def test_cancelled_date_stays_cancelled_when_the_time_changes(client, cafe, change):
    cancelled = cafe.occurrences.all()[1]
    client.post(f"/nb/portal/dates/{cancelled.public_id}/cancel/")
    change(cafe, start_time="19:00", end_time="21:00")
    assert local_starts(cafe) == ["01-05 19:00", "01-12 18:00", "01-19 19:00", "01-26 19:00", "02-02 19:00"]
    assert cafe.occurrences.get(pk=cancelled.pk).is_cancelled


def test_shorter_term_cancels_the_dates_that_were_public(cafe, change):
    change(cafe, until=date(2027, 1, 12))
    assert local_starts(cafe) == ["01-05 18:00", "01-12 18:00", "01-19 18:00", "01-26 18:00", "02-02 18:00"]
    assert [each.is_cancelled for each in cafe.occurrences.all()] == [False, False, True, True, True]


def test_shorter_term_removes_dates_that_nobody_has_seen(publish, change):
    draft = publish(until=date(2027, 2, 2))
    change(draft, until=date(2027, 1, 12))
    assert local_starts(draft) == ["01-05 18:00", "01-12 18:00"]


def test_only_date_with_sign_ups_moves_and_keeps_them(publish, change):
    event = publish(repeats="once", until=None)
    signup = factories.a_signup(event.occurrences.get())
    response = change(event, repeats="once", start_time="19:00", end_time="21:00", title="Nytt navn")
    assert response.status_code == 302
    assert local_starts(event) == ["01-05 19:00"]
    assert event.occurrences.get().signups.get() == signup


def test_running_series_can_be_changed_although_it_began_in_the_past(cafe, change):
    with time_machine.travel(datetime(2027, 1, 13, 9, 0, tzinfo=UTC), tick=False):
        response = change(cafe, start_time="17:00", end_time="19:00")
    assert response.status_code == 302
    assert local_starts(cafe) == ["01-05 18:00", "01-12 18:00", "01-19 17:00", "01-26 17:00", "02-02 17:00"]


def test_dates_that_the_form_cannot_say_are_left_alone(client, cafe, change):
    rule = "RRULE:FREQ=MONTHLY;BYMONTHDAY=5\nRDATE:20270118T180000"
    cafe.series.update(recurrence=rule)
    assert client.get(f"/nb/portal/events/{cafe.pk}/edit/").context["form"].dates is None
    response = change(cafe, title="Nytt navn", repeats="once")
    assert response.status_code == 302
    assert cafe.series.get().recurrence == rule
    assert len(local_starts(cafe)) == 5


def test_change_while_waiting_is_handed_in_anew(publish, change):
    event = publish()
    change(event, title="Bedre navn", draft="1")
    with pytest.raises(TooLate):
        approve(event=event, user=None, now=timezone.now())
    event = Event.objects.get(pk=event.pk)
    assert event.state == State.WAITING
    assert event.get_latest_revision_as_object().title == "Bedre navn"
    approve(event=event, user=None, now=timezone.now())
    assert event.live


def test_live_event_does_not_move_to_another_municipality(cafe, change, organisation):
    neighbour = factories.a_municipality("1833", "Rana")
    organisation.active_in.add(neighbour)
    venue = factories.a_venue("Rana bibliotek", municipality=neighbour)
    response = change(cafe, venue=venue.pk)
    assert list(response.context["form"].errors) == ["venue"]


def test_draft_event_may_still_move_and_its_dates_follow(publish, change, organisation):
    event = publish(draft="1")
    neighbour = factories.a_municipality("1833", "Rana")
    organisation.active_in.add(neighbour)
    venue = factories.a_venue("Rana bibliotek", municipality=neighbour)
    assert change(event, venue=venue.pk, draft="1").status_code == 302
    assert set(event.occurrences.values_list("municipality", "venue")) == {("1833", venue.pk)}


def test_history_says_who_did_what(client, cafe, change, organiser):
    change(cafe, start_time="19:00", end_time="21:00")
    entries = client.get(f"/en/portal/events/{cafe.pk}/").context["history"]
    assert "Dates changed" in [str(entry.what) for entry in entries]
    assert {entry.who for entry in entries} >= {str(organiser)}


@pytest.mark.parametrize(
    ("service", "given", "what"),
    [
        (services.postpone_date, {"reason": ""}, "A date was postponed"),
        (services.cancel_date, {"reason": ""}, "A date was cancelled"),
        (services.note_date, {"note": "Bring a cup"}, "A note was written for a date"),
    ],
)
def test_history_says_what_happened_to_which_date_and_that_it_was_undone(
    client, cafe, organiser, service, given, what
):
    date = cafe.occurrences.order_by("starts_at").last()
    service(occurrence=date, user=organiser, now=timezone.now(), **given)
    services.undo(change_id=services.last_change(cafe).pk, user=organiser, now=timezone.now())
    client.force_login(organiser)
    newest = client.get(f"/en/portal/events/{cafe.pk}/").context["history"][:2]
    assert [(str(entry.what), entry.day, entry.comment) for entry in newest] == [
        ("A change of dates was undone", "", ""),
        (what, day_and_time(date.starts_at), ""),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", ["", "edit/"])
def test_outsider_does_not_find_the_event_by_its_number(client, outsider, cafe, method, page):
    client.force_login(outsider)
    assert getattr(client, method)(f"/nb/portal/events/{cafe.pk}/{page}").status_code == (
        405 if (method, page) == ("post", "") else 404
    )


def test_editor_is_no_organiser(client, editor, cafe):
    client.force_login(editor)
    assert client.get(f"/nb/portal/events/{cafe.pk}/").status_code == 404
