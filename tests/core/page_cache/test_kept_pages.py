"""Kept pages: the same as a new one for everybody, until something public or the minute changes."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib import messages
from django.db import connection, connections, transaction
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.page_cache import middleware, stamps
from core.page_cache.triggers import with_trigger
from events.choices import Admission
from events.models import Occurrence
from home.public_tables import public_tables
from organisations.models import Organisation
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.page_cache]
NOW = datetime(2026, 11, 27, 12, 0, 10, tzinfo=timezone.get_default_timezone())
TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w{64}(?=")')
LIST = "/nb/heroy-nordland/events/"


@pytest.fixture
def clock(monkeypatch):
    """The time that the middleware and the views see."""

    class Clock:
        now = NOW

    monkeypatch.setattr(timezone, "now", lambda: Clock.now)
    return Clock


@pytest.fixture
def date(clock, heroy) -> Occurrence:
    event = factories.an_event("Språkkafé på biblioteket", municipality=heroy)
    return factories.an_occurrence(event, starts_at=NOW.replace(second=0) + timedelta(hours=3))


def page_of(date: Occurrence) -> str:
    return f"/nb/heroy-nordland/events/{date.public_id}/"


def queries(client: Client, url: str, **headers: str) -> tuple[int, bytes]:
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url, **headers)
    assert response.status_code == 200, url
    return len(asked), response.content


@pytest.mark.parametrize("where", ["list", "date"])
def test_second_who_asks_gets_the_page_for_one_question(client, date, where):
    url = LIST if where == "list" else page_of(date)
    first, made = queries(client, url)
    second, kept = queries(Client(), url)
    assert first > 2
    assert second == 1
    assert TOKEN.sub(b"", kept) == TOKEN.sub(b"", made)


def test_written_is_there_on_the_next_request(client, date):
    assert "Språkkafé på biblioteket" in client.get(LIST).content.decode()
    date.event.texts.update(title="Strikkekafé")
    assert "Strikkekafé" in client.get(LIST).content.decode()
    Occurrence.objects.filter(pk=date.pk).update(status=Occurrence.Status.CANCELLED)
    assert "Strikkekafé" in Client().get(page_of(date)).content.decode()
    Organisation.objects.filter(pk=date.organisation_id).update(name="Møtestedet i havn")
    assert "Møtestedet i havn" in client.get(page_of(date)).content.decode()


def test_every_table_of_the_list_tells_of_each_kind_of_write():
    tables = public_tables()
    assert with_trigger() == tables
    for table in tables:
        before = stamps.current()
        with connection.cursor() as cursor:
            column = connection.introspection.get_table_description(cursor, table)[0].name
            cursor.execute(f'UPDATE "{table}" SET "{column}" = "{column}" WHERE false')
            changed = stamps.current()
            cursor.execute(f'DELETE FROM "{table}" WHERE false')
        assert len({before, changed, stamps.current()}) == 3, table


@pytest.mark.django_db(transaction=True)
def test_what_is_numbered_first_and_committed_last_is_another_stamp():
    late = connections["default"].copy()
    try:
        with late.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("INSERT INTO core_publicwrite (made_at) VALUES (now())")
            with connection.cursor() as early:
                early.execute("INSERT INTO core_publicwrite (made_at) VALUES (now())")
            between = stamps.current()
            cursor.execute("COMMIT")
        assert stamps.current() != between
    finally:
        late.close()


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_shows_nobody_a_new_page(client, date):
    client.get(LIST)
    other = connections["default"].copy()
    try:
        with transaction.atomic():
            date.event.texts.update(title="Strikkekafé")
            with other.cursor() as cursor:
                cursor.execute("SELECT count(*), coalesce(sum(id), 0) FROM core_publicwrite")
                before = "{}-{}".format(*cursor.fetchone())
        assert stamps.current() != before
    finally:
        other.close()


def test_a_page_written_to_while_it_was_made_is_made_again(client, date, monkeypatch):
    real = middleware.entry_of

    def slow(*args: object, **values: object) -> object:
        date.event.texts.update(title="Strikkekafé")
        monkeypatch.setattr(middleware, "entry_of", real)
        return real(*args, **values)

    monkeypatch.setattr(middleware, "entry_of", slow)
    assert "Strikkekafé" not in client.get(LIST).content.decode()
    assert "Strikkekafé" in client.get(LIST).content.decode()


def test_what_has_ended_is_gone_when_its_minute_begins(client, clock, date):
    clock.now = date.ends_at - timedelta(seconds=1)
    assert "Språkkafé på biblioteket" in client.get(LIST).content.decode()
    clock.now = date.ends_at
    assert "Språkkafé på biblioteket" not in client.get(LIST).content.decode()


def test_who_is_logged_in_sees_their_own_and_leaves_it_to_nobody(client, date):
    user = factories.a_user()
    own = Client()
    own.force_login(user)
    assert "Mine sider" in own.get(LIST).content.decode()
    assert "Mine sider" not in client.get(LIST).content.decode()
    assert "Mine sider" in own.get(LIST).content.decode()
    assert "Mine sider" not in Client().get(LIST).content.decode()


def test_whatever_cookies_a_visitor_has(client, date):
    client.get(LIST)
    visitor = Client()
    visitor.cookies.load({"_ga": "GA1.2.3", "language": "ar", "csrftoken": "a" * 32})
    assert queries(visitor, LIST)[0] == 1
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "n" * 32
    # Whether somebody is logged in is asked for, and nothing else.
    assert queries(visitor, LIST)[0] == 2


def test_a_message_is_seen_once_by_whom_it_is_for(client, date, rf):
    client.get(LIST)
    visitor = Client()
    request: HttpRequest = rf.get("/")
    storage = messages.storage.cookie.CookieStorage(request)
    visitor.cookies["messages"] = storage._encode(
        [messages.storage.base.Message(messages.SUCCESS, "Takk, du er meldt på.")]
    )
    assert "Takk, du er meldt på." in visitor.get(LIST).content.decode()
    assert "Takk, du er meldt på." not in Client().get(LIST).content.decode()


def test_who_has_a_cookie_that_the_page_reads_gets_their_own(client, clock, date):
    clock.now = date.starts_at + timedelta(minutes=40)
    url = page_of(date)
    one = Client()
    before = one.get(url).content.decode()
    one.post(f"{url}closed/", {})
    assert queries(Client(), url)[1].decode() is not None
    said = one.get(url).content.decode()
    assert TOKEN.sub(b"", said.encode()) != TOKEN.sub(b"", before.encode())
    assert TOKEN.sub(b"", queries(Client(), url)[1]) == TOKEN.sub(b"", queries(Client(), url)[1])
    assert queries(Client(), url)[0] == 1


def test_each_has_a_token_of_their_own_that_counts(clock, heroy):
    event = factories.an_event("Kurs", municipality=heroy, admission=Admission.SIGN_UP, capacity=10)
    date = factories.an_occurrence(event, starts_at=NOW + timedelta(days=3))
    url, tokens = page_of(date), set()
    for _each in range(3):
        visitor = Client(enforce_csrf_checks=True)
        page = visitor.get(url)
        [token, *_same] = [found.decode() for found in TOKEN.findall(page.content)]
        tokens.add(token)
        sent = {"csrfmiddlewaretoken": token, "name": "Olena", "email": "olena@example.org"}
        assert visitor.post(f"{url}sign-up/", urlencode(sent), content_type=FORM).status_code != 403
    assert len(tokens) == 3


FORM = "application/x-www-form-urlencoded"


def test_language_of_a_front_page_is_chosen_from_a_kept_one_too(client):
    factories.a_home_page()
    assert client.get("/nb/").cookies[settings.LANGUAGE_COOKIE_NAME].value == "nb"
    kept = Client()
    assert queries(kept, "/nb/")[0] == 1
    assert kept.cookies[settings.LANGUAGE_COOKIE_NAME].value == "nb"


def test_who_has_the_page_is_told_that_it_is_the_same(client, date):
    etag = client.get(LIST).headers["ETag"]
    for _way in ("kept", "new"):
        assert Client().get(LIST, headers={"if-none-match": etag}).status_code == 304
        stamps.forget(now=NOW + timedelta(hours=1))
    date.event.texts.update(title="Strikkekafé")
    assert client.get(LIST, headers={"if-none-match": etag}).status_code == 200


def test_who_has_lost_the_cookie_of_their_form_gets_the_page(clock, heroy):
    event = factories.an_event("Kurs", municipality=heroy, admission=Admission.SIGN_UP, capacity=10)
    url = page_of(factories.an_occurrence(event, starts_at=NOW + timedelta(days=3)))
    first = Client()
    etag = first.get(url).headers["ETag"]
    assert first.get(url, headers={"if-none-match": etag}).status_code == 304
    assert Client().get(url, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("coding", ["br", "gzip", ""])
def test_each_gets_the_page_in_a_coding_that_they_read(client, date, coding):
    answers = [client.get(LIST, headers={"accept-encoding": coding}) for _time in range(2)]
    assert [answer.headers.get("Content-Encoding", "") for answer in answers] == [coding, coding]
    assert answers[0].content == answers[1].content
    plain = client.get(LIST, headers={"accept-encoding": "identity"})
    assert plain.content.startswith(b"\n\n\n<!doctype") or b"<!doctype html>" in plain.content[:200]


def test_without_the_cache_every_page_is_made(client, date, no_cache):
    assert queries(client, LIST)[0] == queries(client, LIST)[0] > 2


def test_rows_of_changes_are_forgotten(date):
    assert stamps.forget(now=NOW - timedelta(hours=1)) == 0
    assert stamps.forget(now=timezone.now() + timedelta(days=365)) > 0
    assert stamps.current() == "0-0"
