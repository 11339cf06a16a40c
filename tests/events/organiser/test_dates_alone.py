"""One date in the portal: each page asks, says whom it touches, and does it once."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.utils import timezone

from events.models import Event, Occurrence
from events.moderation.services import approve
from events.signals import dates_changed
from tests import factories

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
KEYS = ["move", "change", "note", "take-place", "postpone", "cancel"]


@pytest.fixture
def cafe(publish) -> Event:
    """A published café with sign-up on Tuesdays at 18:00, 5 January to 2 February."""
    event = publish(until=date(2027, 2, 2), admission="sign_up")
    approve(event=event, user=None, now=timezone.now())
    return Event.objects.get(pk=event.pk)


@pytest.fixture
def second(cafe) -> Occurrence:
    """Tuesday 12 January, 18:00 to 20:00."""
    return cafe.occurrences.all()[1]


@pytest.fixture
def told():
    """What the rooms that listen were told, as (date's id, what)."""
    heard = []

    def hear(changes, **kwargs):
        heard.extend((change.occurrence_id, change.what, change.reason) for change in changes)

    dates_changed.connect(hear)
    yield heard
    dates_changed.disconnect(hear)


def address(occurrence: Occurrence, key: str = "", language: str = "en") -> str:
    return f"/{language}/portal/dates/{occurrence.public_id}/{key + '/' if key else ''}"


def words(response) -> str:
    text = BeautifulSoup(response.content, "html.parser").find(class_="mp-staff__content").get_text(" ")
    return re.sub(r"\s+", " ", text)


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def stands(occurrence: Occurrence) -> tuple[str, str, str]:
    occurrence = Occurrence.objects.get(pk=occurrence.pk)
    local = [moment.astimezone(OSLO) for moment in (occurrence.starts_at, occurrence.ends_at)]
    return f"{local[0]:%m-%d %H:%M}", f"{local[1]:%m-%d %H:%M}", occurrence.status


MOVED = {"day": "2027-01-14", "start_time": "17:30", "end_time": "19:00"}


def test_page_of_a_date_says_how_it_stands_and_offers_what_can_be_done(client, second):
    factories.a_signup(second, adults=2)
    response = client.get(address(second))
    assert [action.key for action, _url in response.context["actions"]] == [
        "move",
        "change",
        "note",
        "postpone",
        "cancel",
    ]
    text = words(response)
    assert "Takes place" in text
    assert "Tuesday 12 January 2027" in text
    assert "2 people" in text


def test_cancelled_date_offers_to_take_place_after_all(client, second):
    client.post(address(second, "cancel"), {"reason": ""})
    offered = [action.key for action, _url in client.get(address(second)).context["actions"]]
    assert offered == ["move", "note", "take-place", "postpone"]


@pytest.mark.parametrize("key", [key for key in KEYS if key != "take-place"])
def test_each_page_says_beforehand_whom_it_touches_and_a_get_changes_nothing(client, second, told, key):
    for number in range(3):
        factories.a_signup(second, email=f"gjest{number}@example.org")
    factories.a_signup(second, email="", phone="90000001")
    before = stands(second)
    response = client.get(address(second, key))
    text = words(response)
    assert "4 sign-ups are touched." in text
    assert "3 people get one e-mail each, in their own language" in text
    assert "1 person has given only a telephone number: call them." in text
    assert "in two minutes" in text
    assert (stands(second), told) == (before, [])


def test_date_that_nobody_signed_up_for_says_that_nobody_gets_a_mail(client, second):
    assert "Nobody has signed up, so nobody is sent an e-mail." in words(client.get(address(second, "move")))


def test_moving_keeps_the_row_and_tells_once_although_it_is_sent_twice(client, second, told, cafe):
    first = client.post(address(second, "move"), {**MOVED, "venue": second.venue_id, "version": 0})
    again = client.post(address(second, "move"), {**MOVED, "venue": second.venue_id, "version": 0})
    assert (first.status_code, first.url) == (302, f"/en/portal/events/{cafe.pk}/")
    assert again.status_code == 302
    assert stands(second) == ("01-14 17:30", "01-14 19:00", "scheduled")
    assert told == [(second.pk, "moved", "")]


def test_moving_with_another_place_is_one_change(client, second, told):
    elsewhere = factories.a_venue("Samfunnshuset")
    client.post(address(second, "move"), {**MOVED, "venue": elsewhere.pk})
    assert Occurrence.objects.get(pk=second.pk).venue == elsewhere
    assert [what for _pk, what, _reason in told] == ["moved"]


def test_place_of_another_municipality_is_no_choice(client, second, organisation):
    neighbour = factories.a_municipality("1833", "Rana")
    organisation.active_in.add(neighbour)
    elsewhere = factories.a_venue("Rana bibliotek", municipality=neighbour)
    response = client.post(address(second, "change"), {"end_time": "20:00", "venue": elsewhere.pk})
    assert (response.status_code, list(response.context["form"].errors)) == (400, ["venue"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": "2027-01-03"}, "day"),
        ({"day": "2029-01-03"}, "day"),
        ({"day": "i morgen"}, "day"),
        ({"end_time": "17:00"}, "end_time"),
        ({"end_time": "17:30"}, "end_time"),
        ({"day": "2027-03-28", "start_time": "02:30", "end_time": "04:00"}, "start_time"),
        ({"day": "2027-01-04", "start_time": "07:00", "end_time": "08:00"}, "end_time"),
    ],
)
def test_time_that_cannot_be_is_said_and_nothing_typed_is_lost(client, second, told, changes, field):
    response = client.post(address(second, "move"), {**MOVED, "venue": second.venue_id, **changes})
    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])
    assert response.context["form"]["start_time"].value() == changes.get("start_time", "17:30")
    assert (stands(second)[0], told) == ("01-12 18:00", [])


def test_evening_past_midnight_ends_on_the_next_day(client, second):
    client.post(
        address(second, "move"),
        {"day": "2027-01-14", "start_time": "22:00", "end_time": "01.00", "venue": second.venue_id},
    )
    assert stands(second)[:2] == ("01-14 22:00", "01-15 01:00")


def test_date_of_several_days_asks_for_its_last_day(client, second):
    Occurrence.objects.filter(pk=second.pk).update(ends_at=datetime(2027, 1, 14, 15, 0, tzinfo=UTC))
    form = client.get(address(second, "move")).context["form"]
    assert list(form.fields) == ["day", "start_time", "end_time", "last_day", "venue"]
    sent = {"day": "2027-01-15", "start_time": "10:00", "end_time": "16:00", "venue": second.venue_id}
    response = client.post(address(second, "move"), {**sent, "last_day": "2027-01-14"})
    assert list(response.context["form"].errors) == ["last_day"]
    client.post(address(second, "move"), {**sent, "last_day": "2027-01-17"})
    assert stands(second)[:2] == ("01-15 10:00", "01-17 16:00")


def test_another_end_and_place_leave_the_start(client, second, told):
    elsewhere = factories.a_venue("Samfunnshuset")
    client.post(address(second, "change"), {"end_time": "21:00", "venue": elsewhere.pk})
    assert stands(second) == ("01-12 18:00", "01-12 21:00", "scheduled")
    assert Occurrence.objects.get(pk=second.pk).has_own_venue
    assert [what for _pk, what, _reason in told] == ["changed_length"]


def test_note_is_written_and_taken_away(client, second, told):
    client.post(address(second, "note"), {"note": "Vi møtes ved bakdøra."})
    assert Occurrence.objects.get(pk=second.pk).note == "Vi møtes ved bakdøra."
    client.post(address(second, "note"), {"note": ""})
    assert Occurrence.objects.get(pk=second.pk).note == ""
    assert [what for _pk, what, _reason in told] == ["note", "note"]


@pytest.mark.parametrize(("key", "status"), [("cancel", "cancelled"), ("postpone", "postponed")])
def test_cancelling_and_postponing_give_the_reason_once(client, second, told, key, status):
    client.post(address(second, key), {"reason": "Lederen er syk."})
    again = client.post(address(second, key), {"reason": "En annen grunn."})
    assert stands(second)[2] == status
    assert told == [(second.pk, status, "Lederen er syk.")]
    assert "already" in said(again)
    assert "already" in words(client.get(address(second, key)))


def test_postponed_date_is_on_again_when_it_is_moved(client, second, told):
    client.post(address(second, "postpone"), {"reason": ""})
    client.post(address(second, "move"), {**MOVED, "venue": second.venue_id})
    assert stands(second) == ("01-14 17:30", "01-14 19:00", "scheduled")
    assert [what for _pk, what, _reason in told] == ["postponed", "back"]


def test_cancelled_date_takes_place_after_all_when_it_was_to(client, second, told):
    client.post(address(second, "cancel"), {"reason": "Storm"})
    client.post(address(second, "take-place"))
    assert stands(second) == ("01-12 18:00", "01-12 20:00", "scheduled")
    assert Occurrence.objects.get(pk=second.pk).reason == ""
    assert [what for _pk, what, _reason in told] == ["cancelled", "back"]


@pytest.mark.parametrize("key", KEYS)
def test_date_that_is_over_is_not_changed_and_says_so(client, second, told, key):
    before = stands(second)
    with time_machine.travel(datetime(2027, 1, 13, tzinfo=UTC), tick=False):
        page = client.get(address(second, key))
        sent = client.post(address(second, key), {**MOVED, "note": "For sent", "venue": second.venue_id})
        assert "This date is over" in words(page)
        assert "This date is over" in said(sent)
        assert client.get(address(second)).context["actions"] == []
    assert (stands(second), told) == (before, [])


def test_second_tab_sees_what_the_first_one_did_and_keeps_what_was_typed(client, second, told):
    client.post(address(second, "move"), {**MOVED, "venue": second.venue_id, "version": 0})
    response = client.post(address(second, "note"), {"note": "Ta med kopp.", "version": 0})
    assert response.status_code == 409
    assert "was changed since you opened the page" in words(response)
    assert "14 January" in words(response)
    assert response.context["form"]["note"].value() == "Ta med kopp."
    assert [what for _pk, what, _reason in told] == ["moved"]
    client.post(address(second, "note"), {"note": "Ta med kopp.", "version": 1})
    assert Occurrence.objects.get(pk=second.pk).note == "Ta med kopp."


def test_date_of_a_draft_is_changed_too(client, publish):
    draft = publish(until=date(2027, 2, 2), draft="1")
    first = draft.occurrences.first()
    client.post(address(first, "cancel"), {"reason": ""})
    assert stands(first)[2] == "cancelled"
    assert client.get(address(first)).status_code == 200


def test_activity_lists_each_date_with_its_state_and_who_is_coming(client, cafe, second):
    dates = list(cafe.occurrences.all())
    factories.a_signup(dates[0], adults=2)
    client.post(address(second, "cancel"), {"reason": ""})
    client.post(address(dates[2], "postpone"), {"reason": ""})
    client.post(address(dates[3], "move"), {**MOVED, "day": "2027-01-28", "venue": second.venue_id})
    page = BeautifulSoup(client.get(f"/en/portal/events/{cafe.pk}/").content, "html.parser")
    rows = page.select(".mp-datelist li")
    assert [row.a["href"] for row in rows] == [address(each) for each in dates]
    # What is different, beside the day and the hours.
    assert [[each.get_text(" ", strip=True) for each in row.select("a > span")] for row in rows] == [
        ["2 signed up"],
        ["Cancelled"],
        ["Postponed"],
        ["Moved"],
        [],
    ]


def test_eighty_dates_ask_no_more_questions_than_three(
    client, publish, organiser, django_assert_max_num_queries
):
    event = publish(until=date(2027, 1, 19), admission="sign_up")
    with django_assert_max_num_queries(100) as few:
        client.get(f"/en/portal/events/{event.pk}/")
    start = datetime(2027, 2, 1, 17, 0, tzinfo=UTC)
    for number in range(77):
        factories.an_occurrence(event, starts_at=start.replace(month=2 + number // 28, day=1 + number % 28))
    with django_assert_max_num_queries(len(few)) as many:
        response = client.get(f"/en/portal/events/{event.pk}/")
    assert len(response.context["date_rows"]) == 80
    assert len(many) == len(few)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("key", ["", *KEYS])
def test_outsider_does_not_find_a_date_by_its_address(client, outsider, second, told, method, key):
    client.force_login(outsider)
    response = getattr(client, method)(address(second, key))
    assert response.status_code == (405 if (method, key) == ("post", "") else 404)
    assert told == []


def test_old_address_with_a_number_leads_to_the_date_and_sends_a_form_on(client, second, outsider):
    old = f"/en/portal/dates/{second.pk}/cancel/"
    page, form = client.get(old), client.post(old)
    assert (page.url, form.url) == (address(second, "cancel"), address(second, "cancel"))
    assert form.status_code == 308
    client.force_login(outsider)
    assert client.get(old).status_code == 404


def test_note_for_a_cancelled_date_promises_no_mail(client, second, organiser):
    factories.a_signup(second)
    url = f"/nb/portal/dates/{second.public_id}/note/"
    assert "får én e-post" in client.get(url).content.decode()
    Occurrence.objects.filter(pk=second.pk).update(status="cancelled")
    page = client.get(url).content.decode()
    assert "får én e-post" not in page
    assert "1 påmelding" in page
