"""Somebody's own list and the poster at the door: a number reaches us, and nothing that says who."""

import logging
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core import limits
from core.languages import language_codes
from events.door import here, services, ticks
from events.door.models import Headcount, SelfCount
from events.models import Occurrence
from organisations.models import Organisation
from tests import factories
from tests.proving import at_once, rounds

pytestmark = pytest.mark.django_db
NEW = {"new": "yes", "first": "no", "language": "en"}


@pytest.fixture
def venue():
    return factories.a_venue()


@pytest.fixture
def today(organisation, venue) -> Occurrence:
    return a_date(organisation, venue)


def a_date(organisation, venue, title="Språkkafé", **fields) -> Occurrence:
    """On right now, at the place."""
    event = factories.an_event(title, organisation=organisation, venue=venue, **fields)
    now = timezone.now()
    return factories.an_occurrence(
        event, starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=1)
    )


def address(name, *args, language="en"):
    with override(language):
        return reverse(name, args=args)


def at_the_door(client, venue, language="en"):
    return client.get(
        address("venue_here", venue.municipality.slug, venue.pk, language=language), follow=True
    )


def answer(client, date, **values):
    return client.post(reverse("here_answer", args=[date.public_id]), NEW | values)


def said() -> tuple[int, int]:
    row = SelfCount.objects.first()
    return (row.newcomers, row.newcomers_first) if row else (0, 0)


def test_the_poster_leads_to_todays_date(client, today, venue):
    page = at_the_door(client, venue)
    assert page.redirect_chain[0][0] == address("date_here", venue.municipality.slug, today.public_id)
    assert page.context["entry"]["i"] == today.public_id.hex
    assert page.context["entry"]["p"] == venue.name
    assert 'id="mine-entry"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_of_several_dates_one_chooses(client, organisation, today, venue):
    other = a_date(organisation, venue, "Strikkekveld")
    page = at_the_door(client, venue).content.decode()
    for date in (today, other):
        assert address("date_here", venue.municipality.slug, date.public_id) in page


@pytest.mark.parametrize("change", ["cancelled", "yesterday", "tomorrow", "draft", "faith", "health"])
def test_where_there_is_none_it_says_so_and_takes_no_answer(client, today, venue, change):
    fields = {
        "cancelled": {"status": "cancelled"},
        "yesterday": {
            "starts_at": today.starts_at - timedelta(days=1),
            "ends_at": today.ends_at - timedelta(days=1),
        },
        "tomorrow": {
            "starts_at": today.starts_at + timedelta(days=1),
            "ends_at": today.ends_at + timedelta(days=1),
        },
        "draft": {"is_public": False},
        "faith": {"category": "tro-livssyn"},
        "health": {"category": today.category},
    }[change]
    if change == "health":
        # Whose work is health alone: no kind of activity says so.
        Organisation.objects.filter(pk=today.organisation_id).update(icnpo=["3300", "3400"])
    Occurrence.objects.filter(pk=today.pk).update(**fields)
    page = at_the_door(client, venue)
    assert "There is nothing to put on a list here now" in page.content.decode()
    assert answer(client, today).status_code in (302, 404)
    assert not SelfCount.objects.exists()
    direct = client.get(address("date_here", venue.municipality.slug, today.public_id))
    assert "mine-entry" not in direct.content.decode()


def test_who_works_with_health_among_other_things_is_as_everybody(client, today, venue):
    Organisation.objects.filter(pk=today.organisation_id).update(icnpo=["3400", "14100"])
    assert "mine-entry" in at_the_door(client, venue).content.decode()


def test_a_place_that_became_another_leads_on(client, today, venue):
    old = factories.a_venue("Gamle biblioteket", merged_into=venue)
    assert at_the_door(client, old).redirect_chain[-1][0].endswith("/here/")


def test_a_yes_adds_one_and_a_no_adds_none(client, today):
    assert answer(client, today).status_code == 302
    assert said() == (1, 0)
    assert answer(Client(), today, first="yes").status_code == 302
    assert said() == (2, 1)
    assert answer(Client(), today, new="no", first="yes").status_code == 302
    assert said() == (2, 1)


def test_a_browser_counts_once_in_whatever_language_and_twice_for_two_dates(
    client, organisation, today, venue
):
    for language in language_codes():
        assert answer(client, today, language=language).status_code == 302
    assert said() == (1, 0)
    mark = client.cookies["answered_here"]
    assert mark["path"] == f"/here/{today.public_id}/", "it is sent to this one address"
    assert mark["httponly"]
    assert int(mark["max-age"]) <= 24 * 60 * 60
    other = a_date(organisation, venue, "Strikkekveld")
    # A browser sends a mark to its own address alone; the test's client knows no paths.
    client.cookies.clear()
    answer(client, other)
    assert SelfCount.objects.get(occurrence=other).newcomers == 1


def test_a_mark_that_is_not_ours_does_not_say_that_somebody_has_answered(client, today):
    client.cookies["answered_here"] = "x:y"
    answer(client, today)
    assert said() == (1, 0)


def test_the_same_form_twice_counts_once(client, today):
    answer(client, today, form_number="a1")
    client.cookies.clear()
    answer(client, today, form_number="a1")
    assert said() == (1, 0)


def test_answers_that_are_none_are_asked_for_in_the_pages_language(client, today):
    page = client.post(reverse("here_answer", args=[today.public_id]), {"language": "nb"})
    assert page.status_code == 400
    assert '<html lang="nb"' in page.content.decode()
    assert not SelfCount.objects.exists()


def test_one_poster_scanned_a_hundred_times_a_minute_by_one_browser(client, today, venue):
    url = address("date_here", venue.municipality.slug, today.public_id)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    assert len(queries) <= 8
    assert not [query for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    for _each in range(100):
        answer(client, today)
    assert said() == (1, 0)


def test_by_many_behind_one_address_and_by_one_that_keeps_no_marks(today):
    times = limits.SELF_COUNT_BY_ONE.times
    answers = [answer(Client(), today).status_code for _each in range(times + 20)]
    assert Counter(answers) == {302: times, 429: 20}
    assert said() == (times, 0)
    # Somebody elsewhere still can.
    assert answer(Client(REMOTE_ADDR="203.0.113.9"), today).status_code == 302


def test_no_more_from_everywhere_together_than_fit_in_a_room(today):
    most = limits.SELF_COUNT_OF_ONE.times
    for number in range(most + 5):
        answer(Client(REMOTE_ADDR=f"203.0.{number // 200}.{number % 200}"), today)
    assert said() == (most, 0)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_each_one(today):
    number = rounds(short=10, whole=60)
    at_once(lambda one: answer(Client(), today, form_number=f"n{one}"), range(number))
    assert said() == (number, 0)


def test_what_the_organiser_counts_stands_beside_it(today, organiser):
    """Which of the two is the figure is said where figures are made: a count comes before it."""
    here.say_new(occurrence=today, is_first=True, now=timezone.now())
    numbers = {"adults": 9, "children": 0, "volunteers": 0, "first_timers": 2}
    services.record_headcount(
        occurrence=today, user=organiser, newcomers=2, newcomers_first=1, now=timezone.now(), **numbers
    )
    assert Headcount.objects.get().newcomers == 2
    assert said() == (1, 1)


def test_the_night_ends_it(today):
    assert not here.say_new(occurrence=today, is_first=False, now=ticks.ends_at(today))
    assert said() == (0, 0)


# --- The poster --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("actor", "status"), [("organiser", 200), ("editor", 200), ("outsider", 404)])
def test_organiser_and_editor_make_the_poster(request, client, today, venue, actor, status):
    client.force_login(request.getfixturevalue(actor))
    assert client.get(address("portal_venue_here_poster", venue.pk)).status_code == status


def test_the_poster_can_be_printed(today, venue):
    recipe = here.poster_of(venue)
    assert recipe.values["address"].endswith(f"/places/{venue.pk}/here/")
    from core.typesetting.services import typeset

    assert typeset(recipe).startswith(b"%PDF")


# --- The list itself ---------------------------------------------------------------------------------


def test_the_page_of_the_list_is_the_same_for_everybody(client, organiser, today):
    url = address("my_list")
    with CaptureQueriesContext(connection) as queries:
        nobodys = client.get(url).content
    assert not [query for query in queries if "occurrence" in query["sql"]]
    assert nobodys == Client().get(url).content
    assert "sessionid" not in client.cookies


def rows() -> Counter:
    """Every row of every table, as it stands in a dump."""
    found: Counter = Counter()
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            found[model._meta.label, repr(sorted(row.items()))] += 1
    return found


def dumped(key: bytes) -> bytes:
    """A key of the cache or the queue with what it holds, as it stands in Valkey."""
    client = cache._cache.get_client()
    # Short texts are written as they are; long ones would be packed.
    return key + b" " + ((client.get if client.type(key) == b"string" else client.dump)(key) or b"")


def test_nothing_on_the_server_says_who_took_part(today, venue, caplog, capsys, settings):
    """Tables, dump, queue, logs, sessions and cookies, of two people of whom one says that she is new."""
    browser = {
        "REMOTE_ADDR": "203.0.113.77",
        "HTTP_USER_AGENT": "Aminas-telefon/7",
        "HTTP_REFERER": "https://amina.example/",
    }
    amina = Client(**browser)
    quiet = Client(REMOTE_ADDR="203.0.113.78")
    before = rows()
    with caplog.at_level(logging.INFO):
        for visitor in (amina, quiet):
            page = at_the_door(visitor, venue)
            visitor.get(address("my_list"))
        token = page.context["answer_url"]
        assert token == reverse("here_answer", args=[today.public_id])
        answer(amina, today, form_number="amina-1")
    after = rows()
    new = after - before
    kinds = Counter(label for label, _row in new.elements())
    # One number, and that a form was sent once: by a keyed hash that is forgotten in two days.
    assert kinds == {"door.SelfCount": 1, "core.SentForm": 1}
    assert before - after == Counter()
    mark = amina.cookies["answered_here"].value
    secrets = ("203.0.113.77", "Aminas-telefon", "amina", mark, mark.split(":")[0])
    heard = caplog.text + "".join(capsys.readouterr())
    for secret in secrets:
        assert not [row for _label, row in new if secret in row]
        assert secret not in heard
    # No log says that anybody was at this date.
    for line in heard.splitlines():
        assert today.public_id.hex not in line
        assert str(today.public_id) not in line
    assert not Session.objects.exists()
    # The cache, its counters and the queue: keyed hashes, and nothing of the date.
    for key in cache._cache.get_client().scan_iter("*"):
        assert not [secret for secret in secrets if secret.encode() in dumped(key)]
        assert today.public_id.hex.encode() not in dumped(key).replace(b"-", b"")
    # The one who said nothing has left nothing at all.
    assert "answered_here" not in quiet.cookies


def test_no_route_and_no_table_is_about_what_somebody_has_taken_part_in():
    """Of the rows that point at a date and at a person, those are known, each with its end."""
    pointing = set()
    for model in apps.get_models():
        fields = {field.related_model for field in model._meta.local_fields if field.related_model}
        if Occurrence in fields:
            pointing.add(model._meta.label)
    assert "door.SelfCount" in pointing
    names = {field.name for field in SelfCount._meta.local_fields}
    assert names == {"id", "occurrence", "newcomers", "newcomers_first"}, "no moment, no id of anybody"


def test_the_list_stays_in_the_browser():
    """The script that keeps it has no way to send it."""
    from django.conf import settings

    script = (settings.ROOT / "static" / "js" / "my-list.js").read_text(encoding="utf-8")
    for way in (
        "fetch(",
        "XMLHttpRequest",
        "sendBeacon",
        "WebSocket",
        "EventSource",
        ".submit(",
        "document.cookie",
    ):
        assert way not in script


def test_the_day_after_the_address_is_only_a_page(client, today, venue):
    with time_machine.travel(ticks.ends_at(today) + timedelta(hours=1), tick=False):
        page = client.get(address("date_here", venue.municipality.slug, today.public_id))
        assert "until midnight" in page.content.decode()
        answer(client, today)
    assert not SelfCount.objects.exists()
