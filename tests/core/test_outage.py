"""The database away, or a full disk: 503 and Retry-After in the visitor's language; a fault stays a 500."""

import errno

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test import RequestFactory

from core.outage import is_outage, server_error
from tests import factories

WORDS = {
    "nb": "Vi er borte et øyeblikk",
    "nn": "Vi er borte ein augeblink",
    "en": "We are away for a moment",
    "uk": "Ми ненадовго зникли",
    "ar": "نحن غير متاحين للحظة",
}
PAGES = [
    ("get", "/nb/", "nb"),
    ("get", "/uk/heroy/events/", "uk"),
    ("get", "/ar/account/login/", "ar"),
    ("post", "/ar/account/login/", "ar"),
    ("get", "/nn/portal/", "nn"),
    ("post", "/en/heroy/events/1/sign-up/", "en"),
    ("get", "/en/sign-up/a-token/", "en"),
]


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("method", "path", "language"), PAGES)
def test_every_kind_of_page_is_a_503_in_the_visitors_language(
    visitor, lost_database, no_cache, method, path, language
):
    visitor.cookies["sessionid"] = "a" * 32
    response = getattr(visitor, method)(path)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert (response["Content-Language"], response["Cache-Control"]) == (language, "no-store")
    assert WORDS[language] in response.content.decode()


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/1/edit/", "/"])
def test_where_the_address_has_no_language_the_browser_says_it(visitor, lost_database, path):
    visitor.cookies["sessionid"] = "a" * 32
    assert WORDS["uk"] in visitor.get(path, headers={"accept-language": "uk"}).content.decode()
    visitor.cookies["language"] = "ar"
    response = visitor.get(path, headers={"accept-language": "uk"})
    assert response.status_code == 503
    assert WORDS["ar"] in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_connection_that_ended_in_the_middle_is_an_outage_and_the_next_one_is_new(visitor):
    factories.a_home_page()
    with pytest.raises(OperationalError) as ended, connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert is_outage(ended.value)
    assert visitor.get("/nb/find/?q=herøy").status_code == 503
    connection.close_if_unusable_or_obsolete()
    assert visitor.get("/nb/find/?q=herøy").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_is_planned_once_is_asked_on_another_connection_where_the_first_one_has_ended(visitor):
    factories.a_home_page()
    assert visitor.get("/nb/").status_code == 200
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert visitor.get("/nb/").status_code == 200


STATEMENTS = {
    "SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)": OperationalError,
    "SELECT 1 / 0": DatabaseError,
    "INSERT INTO core_user (id) VALUES (1)": IntegrityError,
}


@pytest.mark.django_db
@pytest.mark.parametrize(("statement", "kind"), STATEMENTS.items())
def test_fault_of_our_own_question_is_none(statement, kind):
    with pytest.raises(kind) as wrong, connection.cursor() as cursor:
        cursor.execute(statement)
    assert not is_outage(wrong.value)


def answer_to(error: BaseException):
    try:
        raise error
    except type(error):
        return server_error(RequestFactory().get("/en/"))


def test_full_disk_is_an_outage_and_another_file_error_is_not():
    assert answer_to(OSError(errno.ENOSPC, "No space left on device")).status_code == 503
    assert answer_to(PermissionError(errno.EACCES, "Permission denied")).status_code == 500
    assert answer_to(ZeroDivisionError()).status_code == 500


def test_what_an_outage_led_to_is_one_too():
    error = RuntimeError("the picture could not be kept")
    error.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert is_outage(error)
    assert not is_outage(RuntimeError("the picture could not be read"))
