"""The organiser's list of activities and the cards on the front page of the portal."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.translation import override

from events.moderation.services import ask_for_changes, hand_in
from tests import factories

pytestmark = pytest.mark.django_db


def test_list_shows_state_and_comment(client, organiser, organisation, editor):
    waiting = factories.an_event("Venter", live=False, organisation=organisation)
    asked = factories.an_event("Skal endres", live=False, organisation=organisation)
    factories.an_event("Kladd", live=False, organisation=organisation)
    factories.an_occurrence(factories.an_event("Ute", organisation=organisation))
    for event in (waiting, asked):
        factories.an_occurrence(event)
        hand_in(event=event, user=organiser, now=timezone.now())
    ask_for_changes(event=asked, user=editor, why="Hva koster det?", now=timezone.now())
    client.force_login(organiser)
    with override("en"):
        response = client.get("/en/portal/events/")
        states = {row["text"].title: str(row["state"].label) for row in response.context["rows"]}
    assert states == {
        "Venter": "Waiting for approval",
        "Skal endres": "Changes asked for",
        "Kladd": "Draft",
        "Ute": "Published",
    }
    assert "Hva koster det?" in response.content.decode()


def test_list_is_empty_for_other_organisations(client, outsider, organisation):
    factories.an_occurrence(factories.an_event("Hemmelig", live=False, organisation=organisation))
    client.force_login(outsider)
    response = client.get("/nb/portal/events/")
    assert response.context["rows"] == []


def test_what_is_over_is_under_earlier_activities(client, organiser, organisation):
    over = factories.an_event("Over", organisation=organisation)
    factories.an_occurrence(over, starts_at=timezone.now() - timedelta(days=3))
    client.force_login(organiser)
    assert client.get("/nb/portal/events/").context["rows"] == []
    assert [row["event"] for row in client.get("/nb/portal/events/?past=1").context["rows"]] == [over]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_number_of_questions(
    client, organiser, organisation, number, django_assert_num_queries
):
    for index in range(number):
        factories.an_occurrence(factories.an_event(f"Kafé {index}", organisation=organisation))
    client.force_login(organiser)
    client.get("/nb/portal/events/")
    # Session, user, events, texts, organisations, of how many nobody is asked; two for the menu.
    with django_assert_num_queries(8):
        assert len(client.get("/nb/portal/events/").context["rows"]) == number


@pytest.fixture
def chief(client):
    user = factories.a_user("Åse Administrator", is_superuser=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("address", ["/nb/portal/events/", "/nb/portal/events/?past=1"])
@pytest.mark.parametrize("number", [1, 3])
def test_everybodys_are_not_counted_and_come_by_their_age(
    client, chief, number, address, django_assert_num_queries
):
    """A superuser's list was put in order by a date of each, and counted twice."""
    when = timezone.now() + timedelta(days=-3 if "past" in address else 3)
    made = [factories.an_event(f"Kafé {index}") for index in range(number)]
    for days, event in enumerate(reversed(made)):
        factories.an_occurrence(event, starts_at=when - timedelta(hours=days))
    client.get(address)
    with django_assert_num_queries(8 if "past" in address else 9):
        found = [row["event"] for row in client.get(address).context["rows"]]
    assert found == made[::-1]


def test_superuser_sees_the_order_of_dates_where_an_organisation_is_chosen(client, chief, organisation):
    later, sooner = (factories.an_event(title, organisation=organisation) for title in ("Senere", "Snart"))
    factories.an_event("En annens")
    for event, days in ((later, 9), (sooner, 2)):
        factories.an_occurrence(event, starts_at=timezone.now() + timedelta(days=days))
    page = client.get(f"/nb/portal/events/?organisation={organisation.pk}")
    assert [row["event"] for row in page.context["rows"]] == [sooner, later]


def test_superuser_is_told_of_the_own_activities_that_nobody_answers_for(client, chief, organisation):
    """Of everybody's that is no news to anybody, and a long count."""
    cafe = factories.an_event("Kafé", organisation=organisation)
    factories.a_series(cafe, recurrence="RRULE:FREQ=WEEKLY;COUNT=3")
    assert client.get("/nb/portal/events/").context["number_unanswered"] == 0
    factories.a_member(organisation, user=chief)
    page = client.get("/nb/portal/events/")
    assert page.context["number_unanswered"] == 1
    assert len(client.get("/nb/portal/events/?unanswered=1").context["rows"]) == 1


def test_what_lasts_all_day_has_no_time_in_the_overview(client, publish):
    publish(repeats="once", until=None, all_day="on", start_time=None, end_time=None)
    page = client.get("/en/portal/events/").content.decode()
    assert "Tuesday 5 January 2027" in page
    assert "00:00" not in page


def test_date_of_another_year_says_which(client, organiser, organisation, at_ten):
    event = factories.an_event(organisation=organisation)
    for year in (2027, 2028):
        factories.an_occurrence(event, starts_at=datetime(year, 1, 14, 17, tzinfo=UTC))
    client.force_login(organiser)
    page = BeautifulSoup(client.get(f"/en/portal/events/{event.pk}/").content, "html.parser")
    days = [" ".join(day.get_text().split()) for day in page.select(".mp-datelist strong")]
    assert [day.endswith("2028") for day in days] == [False, True]
