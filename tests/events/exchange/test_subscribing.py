"""Calendars that are subscribed to: asked politely, and nothing happens by itself."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from core.limits import BY_STAFF, count_staff_form
from events.exchange.models import Source, Upload
from events.exchange.taking_in import subscribing
from events.exchange.taking_in.services import begin, take_in
from events.exchange.taking_in.telling import says_in_words
from events.models import Event, Occurrence
from tests import factories
from tests.events.exchange.reading.calendar_files import calendar, event
from tests.web_server import Page, web_server


def dates(now: datetime, *titles: str, uids: str = "u", days: int = 10) -> bytes:
    """A calendar with one activity each, a week apart, in the library."""
    return calendar(
        *(
            event(
                f"DTSTART:{now + timedelta(days=days + 7 * number):%Y%m%d}T160000Z", "DURATION:PT2H",
                "LOCATION:Herøy folkebibliotek", title=title, uid=f"{uids}{number}",
            )
            for number, title in enumerate(titles)
        ),
        head="X-WR-CALNAME:Biblioteket\r\n",
    )  # fmt: skip


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def server(settings):
    with web_server({}) as server:
        settings.FETCHING_ALLOWS = [server.place]
        yield server


@pytest.fixture
def at_home(client, organiser):
    factories.a_venue()
    client.force_login(organiser)
    return client


def subscribed(client, organisation, server) -> Source:
    """By the page: the address is written, and what stands there is looked at."""
    address = f"webcal://{server.place}/a.ics"
    answer = client.post(reverse("portal_taking_in"), {"organisation": organisation.pk, "address": address})
    assert answer.status_code == 302, answer.content.decode()
    return Source.objects.get(kind=Source.Kind.SUBSCRIPTION)


def taken(source: Source, organiser, now) -> Upload:
    """Everything that was looked at is taken in."""
    upload = source.uploads.latest("created_at")
    upload.rows.update(typed={"category": "sprakkafe", "admission": "drop_in"})
    begin(upload=upload, now=now)
    take_in(upload=upload, user=organiser, now=now)
    return upload


def asked(source: Source, now: datetime) -> Source:
    source.refresh_from_db()
    subscribing.ask(source=source, now=now)
    source.refresh_from_db()
    return source


def test_an_address_of_a_calendar_is_looked_at_and_followed(at_home, organisation, organiser, server, now):
    server.pages["/a.ics"] = Page(dates(now, "Språkkafé", "Strikkekafé"), headers={"ETag": '"1"'})
    source = subscribed(at_home, organisation, server)
    assert (source.name, source.state) == ("Biblioteket", "active")
    assert source.next_fetch_at > now + timedelta(hours=5)
    taken(source, organiser, now)
    assert Event.objects.count() == 2
    page = at_home.get(reverse("portal_subscriptions")).content.decode()
    assert "Biblioteket" in page
    # The same again is nothing to look at; the second time it is not even sent.
    assert asked(source, now).answers["news"] == {}
    assert asked(source, now).answers["news"] == {}
    assert server.asked[-1][1]["if-none-match"] == '"1"'


def test_news_are_said_and_nothing_happens_by_itself(at_home, organisation, organiser, server, now):
    server.pages["/a.ics"] = Page(dates(now, "Språkkafé", "Strikkekafé"))
    source = subscribed(at_home, organisation, server)
    taken(source, organiser, now)
    server.pages["/a.ics"] = Page(dates(now, "Språkkafé – ny tekst"))
    news = asked(source, now).answers["news"]
    assert news == {"new": 0, "changed": 1, "gone": 1, "most_gone": 0}
    assert not Occurrence.objects.filter(status=Occurrence.Status.CANCELLED).exists()
    # Whoever looks has seen them.
    looked = at_home.post(reverse("portal_subscription_look", args=[source.pk]))
    assert "taking-in" in looked["Location"]
    assert asked(source, now).answers["news"] == {}


def test_a_calendar_that_comes_back_empty_or_half_calls_nothing_off(
    at_home, organisation, organiser, server, now
):
    whole = dates(now, "Språkkafé", "Strikkekafé", "Kor")
    server.pages["/a.ics"] = Page(whole)
    source = subscribed(at_home, organisation, server)
    taken(source, organiser, now)
    server.pages["/a.ics"] = Page(calendar())
    assert asked(source, now).answers["news"] == {"new": 0, "changed": 0, "gone": 3, "most_gone": 1}
    server.pages["/a.ics"] = Page(whole[: len(whole) // 3])
    source = asked(source, now)
    assert (source.answers["news"], source.answers["half"]) == ({}, True)
    assert not Occurrence.objects.filter(status=Occurrence.Status.CANCELLED).exists()


def test_other_numbers_at_each_fetch_are_the_same_activities(at_home, organisation, organiser, server, now):
    server.pages["/a.ics"] = Page(dates(now, "Språkkafé", "Strikkekafé", uids="first"))
    source = subscribed(at_home, organisation, server)
    taken(source, organiser, now)
    server.pages["/a.ics"] = Page(dates(now, "Språkkafé", "Strikkekafé", uids="second"))
    assert asked(source, now).answers["news"] == {}


def test_a_calendar_that_does_not_answer_is_asked_less_and_less_often(organisation, server, now):
    source = subscribing.subscription(
        organisation=organisation, address=f"{server.address}/a.ics", name="", user=None, now=now
    )
    waits = []
    for _each in range(subscribing.MOST_FAILURES):
        source = asked(source, now)
        waits.append(source.next_fetch_at and (source.next_fetch_at - now) // timedelta(hours=1))
    assert waits == [1, 2, 4, 8, 16, 32, 48, 48, 48, None]
    assert (source.state, source.says) == ("stopped", "not_found")
    assert says_in_words(source)
    subscribing.set_going(source=source, is_on=True, now=now)
    server.pages["/a.ics"] = Page(calendar())
    assert (asked(source, now).state, source.failures, source.says) == ("active", 0, "")


@pytest.mark.parametrize(
    ("page", "state", "says"),
    [
        (Page(status=410), "stopped", "gone"),
        (Page(status=429, headers={"Retry-After": "86400"}), "failing", "wait"),
        (Page(b"<html>Logg inn"), "failing", "no_calendar"),
        (Page(status=302, headers={"Location": "http://169.254.169.254/"}), "failing", "nowhere"),
    ],
)
def test_what_it_says_instead_of_a_calendar(organisation, server, now, page, state, says):
    server.pages["/a.ics"] = page
    source = subscribing.subscription(
        organisation=organisation, address=f"{server.address}/a.ics", name="", user=None, now=now
    )
    source = asked(source, now)
    assert (source.state, source.says) == (state, says)
    if says == "wait":
        assert source.next_fetch_at == now + timedelta(days=1)


def test_whoever_stops_it_while_it_is_asked_has_stopped_it(at_home, organisation, organiser, server, now):
    server.pages["/a.ics"] = Page(dates(now, "Språkkafé"))
    source = subscribed(at_home, organisation, server)
    at_home.post(reverse("portal_subscription_set_going", args=[source.pk]), {"on": "0"})
    # This one was read before; looking by hand starts nothing again either.
    subscribing.ask(source=source, now=now)
    at_home.post(reverse("portal_subscription_look", args=[source.pk]))
    source.refresh_from_db()
    assert (source.state, source.next_fetch_at) == ("stopped", None)


def test_a_stopped_calendar_goes_on_when_its_address_is_written_again(at_home, organisation, server, now):
    server.pages["/a.ics"] = Page(dates(now, "Språkkafé"))
    source = subscribed(at_home, organisation, server)
    subscribing.set_going(source=source, is_on=False, now=now)
    again = subscribed(at_home, organisation, server)
    assert (again.pk, again.state, again.failures, again.says) == (source.pk, "active", 0, "")
    assert again.next_fetch_at > now + timedelta(hours=5)


def test_whoever_looks_now_and_gets_no_answer_has_that_written_down(at_home, organisation, server, now):
    server.pages["/a.ics"] = Page(dates(now, "Språkkafé"))
    source = subscribed(at_home, organisation, server)
    server.pages["/a.ics"] = Page(status=500)
    look = reverse("portal_subscription_look", args=[source.pk])
    assert at_home.post(look, {"form_number": "1"})["Location"] == reverse("portal_subscriptions")
    source.refresh_from_db()
    assert (source.state, source.failures, source.says) == ("failing", 1, "trouble")
    # And nobody makes a server of somebody else's busy.
    cache.clear()
    asked_before = len(server.asked)
    for _each in range(BY_STAFF.times):
        count_staff_form(client_request(at_home))
    at_home.post(look, {"form_number": "2"})
    refused = at_home.post(
        reverse("portal_taking_in"), {"organisation": organisation.pk, "address": source.address}
    )
    assert (refused.status_code, len(server.asked)) == (429, asked_before)


def client_request(client) -> HttpRequest:
    request = HttpRequest()
    request.user = get_user(client)
    return request


def test_a_calendar_is_removed_with_its_address_and_what_was_taken_in_stays(
    at_home, organisation, organiser, server, now
):
    server.pages["/a.ics"] = Page(dates(now, "Språkkafé"))
    source = subscribed(at_home, organisation, server)
    taken(source, organiser, now)
    page = reverse("portal_subscription_remove", args=[source.pk])
    assert page in at_home.get(reverse("portal_subscriptions")).content.decode()
    assert source.address in at_home.get(page).content.decode()
    assert Source.objects.exists()
    at_home.post(page)
    assert not Source.objects.exists()
    assert Event.objects.get().occurrences.exists()


def test_a_turn_is_taken_once(organisation, now):
    source = subscribing.subscription(
        organisation=organisation, address="https://example.no/a.ics", name="", user=None, now=now
    )
    Source.objects.update(next_fetch_at=now - timedelta(minutes=1))
    assert subscribing.fetch_due(now=now) == [source.pk]
    assert subscribing.fetch_due(now=now) == []


def test_nobody_else_has_the_calendar(client, outsider, organisation, now):
    source = subscribing.subscription(
        organisation=organisation, address="https://example.no/a.ics", name="", user=None, now=now
    )
    client.force_login(outsider)
    assert "example.no" not in client.get(reverse("portal_subscriptions")).content.decode()
    for name in ("portal_subscription_look", "portal_subscription_set_going"):
        assert client.post(reverse(name, args=[source.pk])).status_code == 404
