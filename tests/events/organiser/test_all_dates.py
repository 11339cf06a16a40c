"""All dates, or this and later: shown before it is saved; and the last change is undone."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.utils import timezone

from core.mail.outbox.models import OutboxMessage
from events.models import Event
from events.moderation.services import approve
from tests import factories
from tests.events.organiser.conftest import NOW

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
LATER = {"start_time": "19:00", "end_time": "21:00"}


@pytest.fixture
def cafe(publish) -> Event:
    """A published café with sign-up on Tuesdays at 18:00, 5 January to 2 February."""
    event = publish(until=date(2027, 2, 2), admission="sign_up")
    approve(event=event, user=None, now=timezone.now())
    return Event.objects.get(pk=event.pk)


@pytest.fixture
def all_of_it(cafe, typed):
    """What the form of the café sends, with changes."""

    def values(**changes: object) -> dict[str, object]:
        place = dict.fromkeys(("venue_name", "venue_address", "venue_postcode", "venue_place"))
        base = {"until": date(2027, 2, 2), "venue": cafe.venue_id, "admission": "sign_up"}
        return typed(**{**place, **base, **changes})

    return values


def edit_address(event: Event) -> str:
    return f"/en/portal/events/{event.pk}/edit/"


def words(response) -> str:
    text = BeautifulSoup(response.content, "html.parser").find(class_="mp-staff__content").get_text(" ")
    return re.sub(r"\s+", " ", text)


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def starts(event: Event) -> list[str]:
    dates = event.occurrences.exclude(status="cancelled")
    return [f"{each.starts_at.astimezone(OSLO):%m-%d %H:%M}" for each in dates]


def mails() -> list[tuple[str, str]]:
    news = OutboxMessage.objects.filter(kind="signups.dates_changed")
    return sorted(news.values_list("recipient", "state"))


def hidden(response) -> dict[str, list[str]]:
    """What the page that asks sends back."""
    values: dict[str, list[str]] = {}
    page = BeautifulSoup(response.content, "html.parser").select_one(".mp-staff__content form")
    for field in page.select("input[type=hidden]"):
        values.setdefault(field["name"], []).append(field["value"])
    return values


def test_new_time_is_shown_first_and_nothing_is_saved(client, cafe, all_of_it):
    for number, each in enumerate(cafe.occurrences.all()[:3]):
        factories.a_signup(each, email=f"gjest{number}@example.org")
    response = client.post(edit_address(cafe), all_of_it(**LATER, title="Nytt navn"))
    text = words(response)
    assert response.status_code == 200
    assert "5 dates are moved" in text
    assert "Tuesday 5 January 2027, 18:00 becomes 19:00–21:00" in text
    assert "3 sign-ups are touched." in text
    assert "3 people get one e-mail each" in text
    assert (starts(cafe)[0], mails()) == ("01-05 18:00", [])
    assert cafe.get_latest_revision_as_object().title == "Språkkafé på biblioteket"


def test_yes_saves_what_was_shown_and_each_person_is_told_once(client, cafe, all_of_it):
    dates = list(cafe.occurrences.all())
    factories.a_signup(dates[0], email="anna@example.org")
    factories.a_signup(dates[1], email="anna@example.org")
    factories.a_signup(dates[2], email="ola@example.org")
    asked = client.post(edit_address(cafe), all_of_it(**LATER, title="Nytt navn"))
    assert "2 people get one e-mail each" in words(asked)
    sent = {**hidden(asked), "yes": asked.context["fingerprint"]}
    saved = client.post(edit_address(cafe), sent)
    client.post(edit_address(cafe), sent)
    assert saved.status_code == 302
    assert starts(cafe) == [f"{day} 19:00" for day in ("01-05", "01-12", "01-19", "01-26", "02-02")]
    assert [each.pk for each in cafe.occurrences.all()] == [each.pk for each in dates]
    assert [state for _recipient, state in mails()] == ["queued", "queued"]
    assert Event.objects.get(pk=cafe.pk).get_latest_revision_as_object().title == "Nytt navn"


def test_going_back_loses_nothing_that_was_typed(client, cafe, all_of_it):
    asked = client.post(edit_address(cafe), all_of_it(**LATER, title="Nytt navn", food="meal"))
    back = client.post(edit_address(cafe), {**hidden(asked), "preview": "1"})
    form = back.context["form"]
    assert back.status_code == 200
    assert (form.words["title"].value(), form.dates["start_time"].value()) == ("Nytt navn", "19:00")
    assert form.facts["food"].value() == "meal"
    assert starts(cafe)[0] == "01-05 18:00"


def test_another_place_says_whom_it_touches_before_it_is_saved(client, cafe, all_of_it, organisation):
    organisation.is_trusted = True
    organisation.save()
    there = factories.a_venue("Samfunnshuset")
    # Nobody means to come yet: nothing is asked.
    assert client.post(edit_address(cafe), all_of_it(food="meal")).status_code == 302
    for each in cafe.occurrences.all()[:3]:
        factories.a_signup(each, email="anna@example.org")
    asked = client.post(edit_address(cafe), all_of_it(food="meal", venue=there.pk))
    assert (asked.status_code, Event.objects.get(pk=cafe.pk).venue_id) == (200, cafe.venue_id)
    assert "5 dates are at another place" in words(asked)
    assert "3 sign-ups are touched. 1 person gets one e-mail" in words(asked)
    sent = {**hidden(asked), "yes": asked.context["fingerprint"]}
    assert client.post(edit_address(cafe), sent).status_code == 302
    assert Event.objects.get(pk=cafe.pk).venue_id == there.pk
    assert [recipient for recipient, _state in mails()] != []
    # The same once more is no change, and a link or a meeting point is one.
    assert client.post(edit_address(cafe), sent).status_code == 302
    moved = all_of_it(food="meal", venue=there.pk, meeting_point="Kaia")
    assert "5 dates are at another place" in words(client.post(edit_address(cafe), moved))
    # A draft of it tells nobody.
    assert client.post(edit_address(cafe), {**moved, "draft": "1"}).status_code == 302


def test_who_signs_up_while_it_is_shown_is_shown_before_it_is_saved(client, cafe, all_of_it):
    asked = client.post(edit_address(cafe), all_of_it(**LATER))
    factories.a_signup(cafe.occurrences.first())
    again = client.post(edit_address(cafe), {**hidden(asked), "yes": asked.context["fingerprint"]})
    assert again.status_code == 200
    assert "Something has changed since you looked" in words(again)
    assert "1 sign-up is touched." in words(again)
    assert starts(cafe)[0] == "01-05 18:00"


def test_shorter_term_says_what_is_cancelled_and_what_stays_and_why(client, cafe, all_of_it):
    dates = list(cafe.occurrences.all())
    moved = f"/en/portal/dates/{dates[4].public_id}/move/"
    place = cafe.venue_id
    client.post(moved, {"day": "2027-02-04", "start_time": "18:00", "end_time": "20:00", "venue": place})
    text = words(client.post(edit_address(cafe), all_of_it(until=date(2027, 1, 19))))
    assert "1 date is cancelled" in text
    assert "1 date stays as it is, because it was changed alone" in text
    assert "Thursday 4 February 2027" in text


def test_longer_term_says_how_many_are_new(client, cafe, all_of_it):
    text = words(client.post(edit_address(cafe), all_of_it(until=date(2027, 2, 16))))
    assert "2 dates are new" in text
    assert "Nobody has signed up, so nobody is sent an e-mail." in text


def test_dates_of_a_draft_and_other_words_are_saved_without_asking(client, publish, cafe, all_of_it):
    assert client.post(edit_address(cafe), all_of_it(title="Nytt navn")).status_code == 302
    draft = publish(until=date(2027, 2, 2), draft="1")
    values = all_of_it(**LATER, venue=draft.venue_id, draft="1")
    assert client.post(edit_address(draft), values).status_code == 302
    assert starts(draft)[0] == "01-05 19:00"


@pytest.fixture
def third(cafe):
    """Tuesday 19 January."""
    return cafe.occurrences.all()[2]


def from_here(occurrence) -> str:
    return f"/en/portal/dates/{occurrence.public_id}/from-here/"


WEEKLY = {"repeats": "weekly", "first_date": "2027-01-19", "until": "2027-02-02", "days": "1"}


def test_this_and_later_starts_from_this_date(client, third):
    form = client.get(from_here(third)).context["form"]
    assert (form["first_date"].value(), form["until"].value()) == (date(2027, 1, 19), date(2027, 2, 2))


def test_this_and_later_is_shown_first_then_saved_and_the_rest_stays(client, cafe, third):
    factories.a_signup(third)
    rows = [each.pk for each in cafe.occurrences.all()]
    asked = client.post(from_here(third), {**WEEKLY, **LATER})
    text = words(asked)
    assert "It applies from Tuesday 19 January 2027 on." in text
    assert "3 dates are moved" in text
    assert starts(cafe)[2] == "01-19 18:00"
    saved = client.post(from_here(third), {**hidden(asked), "yes": asked.context["fingerprint"]})
    assert (saved.status_code, saved.url) == (302, f"/en/portal/events/{cafe.pk}/")
    assert starts(cafe) == ["01-05 18:00", "01-12 18:00", "01-19 19:00", "01-26 19:00", "02-02 19:00"]
    assert [each.pk for each in cafe.occurrences.all()] == rows
    assert [state for _recipient, state in mails()] == ["queued"]
    again = client.post(from_here(third), {**hidden(asked), "yes": asked.context["fingerprint"]})
    assert "already" in said(again)


def test_this_and_later_goes_back_with_what_was_typed(client, third):
    asked = client.post(from_here(third), {**WEEKLY, **LATER})
    form = client.post(from_here(third), {**hidden(asked), "preview": "1"}).context["form"]
    assert form["start_time"].value() == "19:00"


def test_this_and_later_of_a_date_that_is_over_is_an_answer(client, organiser, third):
    with time_machine.travel(datetime(2027, 1, 20, tzinfo=UTC), tick=False):
        client.force_login(organiser)
        assert "This date is over" in words(client.get(from_here(third)))
        assert "This date is over" in said(client.post(from_here(third), {**WEEKLY, **LATER}))


def test_rule_that_no_form_can_say_is_another_from_here_on(client, cafe, third):
    cafe.series.update(recurrence="RRULE:FREQ=YEARLY;UNTIL=20280601T235959")
    form = client.get(from_here(third)).context["form"]
    assert form["first_date"].value().isoformat() == "2027-01-19"
    asked = client.post(from_here(third), {**WEEKLY, **LATER})
    assert asked.status_code == 200
    assert "fingerprint" in asked.context


def move(client, occurrence) -> None:
    values = {"day": "2027-01-21", "start_time": "18:00", "end_time": "20:00", "venue": occurrence.venue_id}
    assert client.post(f"/en/portal/dates/{occurrence.public_id}/move/", values).status_code == 302


def undo_button(client, event: Event) -> tuple[str, dict[str, str]]:
    page = BeautifulSoup(client.get(f"/en/portal/events/{event.pk}/").content, "html.parser")
    form = page.select_one("form.mp-undo")
    if form is None:
        return "", {}
    return re.sub(r"\s+", " ", form.get_text(" ")), {"change": form.select_one("[name=change]")["value"]}


def undo_address(event: Event) -> str:
    return f"/en/portal/events/{event.pk}/undo/"


def test_undo_within_two_minutes_puts_it_back_and_tells_nobody(client, cafe, third):
    factories.a_signup(third)
    assert undo_button(client, cafe) == ("", {})
    move(client, third)
    text, values = undo_button(client, cafe)
    assert "Nobody has been told yet. If you undo it before 10:02, nobody is told at all." in text
    response = client.post(undo_address(cafe), values)
    assert "nobody is told anything" in said(response)
    assert starts(cafe)[2] == "01-19 18:00"
    assert [state for _recipient, state in mails()] in ([], ["skipped"])
    assert undo_button(client, cafe) == ("", {})


def test_undo_after_they_were_told_tells_them_that_too(client, cafe, third):
    factories.a_signup(third)
    move(client, third)
    OutboxMessage.objects.filter(kind="signups.dates_changed").update(state="sent", ended_at=NOW)
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        text, values = undo_button(client, cafe)
        assert "Those who mean to come have been told." in text
        assert "Those who know them otherwise are told" in said(client.post(undo_address(cafe), values))
    assert starts(cafe)[2] == "01-19 18:00"
    assert sorted(state for _recipient, state in mails()) == ["queued", "sent"]


def test_undo_is_of_the_last_change_alone_and_sent_twice_says_so(client, cafe, third):
    move(client, third)
    _text, first = undo_button(client, cafe)
    client.post(f"/en/portal/dates/{third.public_id}/note/", {"note": "Ta med kopp."})
    late = client.post(undo_address(cafe), first)
    assert "This cannot be undone" in said(late)
    assert starts(cafe)[2] == "01-21 18:00"
    _text, last = undo_button(client, cafe)
    client.post(undo_address(cafe), last)
    assert "This cannot be undone" in said(client.post(undo_address(cafe), last))
    third.refresh_from_db()
    assert third.note == ""


@pytest.mark.parametrize("change", ["", "nonsense", "7d444840-9dc0-11d1-b245-5ffdce74fad2"])
def test_undo_of_nothing_is_an_answer(client, cafe, change):
    response = client.post(undo_address(cafe), {"change": change})
    assert (response.status_code, "This cannot be undone" in said(response)) == (302, True)


def test_undo_of_another_activitys_change_is_an_answer(client, cafe, third, publish):
    move(client, third)
    _text, values = undo_button(client, cafe)
    other = publish(until=date(2027, 2, 2), title="En annen")
    assert "This cannot be undone" in said(client.post(undo_address(other), values))
    assert starts(cafe)[2] == "01-21 18:00"


def test_undo_is_not_offered_a_day_later(client, cafe, third):
    move(client, third)
    with time_machine.travel(NOW + timedelta(days=1, minutes=1), tick=False):
        assert undo_button(client, cafe) == ("", {})


def test_undo_of_a_whole_series_moves_every_date_back(client, cafe, all_of_it):
    asked = client.post(edit_address(cafe), all_of_it(**LATER))
    client.post(edit_address(cafe), {**hidden(asked), "yes": asked.context["fingerprint"]})
    _text, values = undo_button(client, cafe)
    client.post(undo_address(cafe), values)
    assert starts(cafe) == [f"{day} 18:00" for day in ("01-05", "01-12", "01-19", "01-26", "02-02")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_outsider_finds_neither_this_and_later_nor_the_undo(client, outsider, cafe, third, method):
    move(client, third)
    _text, values = undo_button(client, cafe)
    client.force_login(outsider)
    assert getattr(client, method)(from_here(third)).status_code == 404
    response = getattr(client, method)(undo_address(cafe), values)
    assert response.status_code == (405 if method == "get" else 404)
    assert starts(cafe)[2] == "01-21 18:00"
