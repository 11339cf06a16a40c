"""A calendar that cannot be read for days: who hears of it, once, and where it stands."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.mail.outbox import delivering
from events.exchange.models import Source
from events.exchange.taking_in import subscribing
from home.portal import front_page, reader_of
from tests import factories
from tests.events.exchange.reading.calendar_files import calendar
from tests.web_server import Page, web_server

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def server(settings):
    with web_server({}) as server:
        settings.FETCHING_ALLOWS = [server.place]
        yield server


@pytest.fixture
def source(organisation, organiser, editor, server) -> Source:
    """Of an organisation with an owner and an organiser; the municipality's editor has subscribed to it."""
    factories.a_member(organisation, user=factories.a_user("Eier"), role="owner")
    return subscribing.subscription(
        organisation=organisation, address=f"{server.address}/a.ics", name="Koret", user=editor, now=NOW
    )


def told(now: datetime) -> list[str]:
    mail.outbox.clear()
    delivering.deliver_due(clock=lambda: now)
    return sorted(letter.to[0] for letter in mail.outbox)


def test_told_once_when_it_lasts_and_once_when_it_is_over(source, organisation, organiser, editor, server):
    people = sorted([organiser.email, editor.email, organisation.memberships.get(role="owner").user.email])
    subscribing.ask(source=source, now=NOW)
    assert told(NOW) == []
    assert front_page_of(organiser) == []
    subscribing.ask(source=source, now=NOW + 2 * DAY)
    assert told(NOW + 2 * DAY) == people
    assert "Koret" in mail.outbox[0].subject
    assert front_page_of(organiser) == ["Koret"]
    # Not again, not even when it is given up.
    for _each in range(subscribing.MOST_FAILURES):
        subscribing.ask(source=source, now=NOW + 3 * DAY)
    assert (source.state, told(NOW + 3 * DAY)) == ("stopped", [])
    assert front_page_of(organiser) == ["Koret"]
    # Somebody starts it; it is read.
    server.pages["/a.ics"] = Page(calendar())
    subscribing.set_going(source=source, is_on=True, now=NOW + 4 * DAY)
    subscribing.ask(source=source, now=NOW + 4 * DAY)
    assert told(NOW + 4 * DAY) == people
    subscribing.ask(source=source, now=NOW + 5 * DAY)
    assert told(NOW + 5 * DAY) == []
    assert front_page_of(organiser) == []
    # Another time is another time.
    del server.pages["/a.ics"]
    subscribing.ask(source=source, now=NOW + 6 * DAY)
    subscribing.ask(source=source, now=NOW + 8 * DAY)
    assert told(NOW + 8 * DAY) == people


def test_nobody_hears_of_what_was_over_before_and_of_what_they_stop(source, server):
    subscribing.ask(source=source, now=NOW)
    server.pages["/a.ics"] = Page(calendar())
    subscribing.ask(source=source, now=NOW + DAY)
    server.pages["/a.ics"] = Page(status=410)
    subscribing.ask(source=source, now=NOW + DAY)
    # Given up at once, and somebody stops it before the mail has left.
    subscribing.set_going(source=source, is_on=False, now=NOW + DAY)
    assert told(NOW + DAY) == []
    server.pages["/a.ics"] = Page(calendar())
    subscribing.set_going(source=source, is_on=True, now=NOW + DAY)
    subscribing.ask(source=source, now=NOW + DAY)
    assert told(NOW + DAY) == []


def front_page_of(user) -> list[str]:
    url = reverse("portal_subscriptions")
    return [card.title for card in front_page(reader_of(user, now=NOW)) if card.url == url]


def test_the_portal_says_what_is_new_however_many_there_are(organisation, organiser, client):
    client.force_login(organiser)
    news = {"new": 2, "changed": 1, "gone": 0, "most_gone": 0}
    queries = []
    for number in (1, 2, 3):
        Source.objects.create(
            organisation=organisation, kind="subscription", name=f"Kalender {number}",
            address=f"https://example.no/{number}.ics", created_at=NOW, answers={"news": news},
        )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("portal")).content.decode()
        queries.append(len(asked))
        assert page.count("Det er 3 nye ting å se på.") == number
    assert queries[1:] == [queries[1]] * 2
    Source.objects.create(
        organisation=organisation, kind="subscription", name="En til",
        address="https://example.no/4.ics", created_at=NOW, answers={"news": news},
    )  # fmt: skip
    assert "4 av kalenderne dine venter på deg." in client.get(reverse("portal")).content.decode()
    Source.objects.update(state="stopped")
    assert front_page_of(organiser) == []
