"""One guard over the whole admin: what is not on the list is not there."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import ResolverMatch

from core.models import User
from organisations.roles import Capability, roles_with
from organisations.tenancy.grants import grant_role
from organisations.tenancy.guard import GUARDED, NAMELESS, AdminGuardMiddleware
from organisations.tenancy.routes import NEVER, OPEN, ROUTES
from tests import factories

pytestmark = pytest.mark.django_db


def routes(
    resolver: URLResolver | None = None, prefix: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address of the site: (`namespace:url_name`, its route, the pattern)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route, (*names, *filter(None, [pattern.namespace])))
        else:
            yield ":".join([*names, pattern.name]) if pattern.name else "", route, pattern


def guarded() -> list[tuple[str, str, URLPattern]]:
    return [entry for entry in routes() if entry[1].startswith(GUARDED) and entry[1] not in NAMELESS]


def answer(user, name: str, route: str, pattern: URLPattern) -> object:
    """What the guard says to a request for this route, before anything looks at its row."""
    request: HttpRequest = RequestFactory().get("/admin/")
    request.user = user
    *namespaces, url_name = name.split(":")
    request.resolver_match = ResolverMatch(
        pattern.callback, (), {}, url_name=url_name or None, namespaces=namespaces, route=route
    )
    try:
        return AdminGuardMiddleware(lambda request: None).process_view(request, pattern.callback, (), {})
    except Http404:
        return 404


@pytest.fixture
def staff(heroy) -> User:
    """Has every role there is in Herøy."""
    user = factories.a_user("Alle Roller")
    for role in roles_with(Capability.USE_ADMIN):
        grant_role(user=user, role=role, municipality=heroy)
    return user


@pytest.fixture
def superuser(db) -> User:
    return User.objects.create_superuser("drift@example.org")


def test_the_admin_is_there():
    assert len(guarded()) > 200


def test_what_is_not_on_the_list_is_not_there_for_any_role(staff):
    through = {
        name
        for name, route, view in guarded()
        if name not in {*ROUTES, *OPEN} | NEVER and answer(staff, name, route, view) != 404
    }
    assert through == set()


def test_every_entry_of_the_list_is_an_address(db):
    known = {name for name, _route, _pattern in routes()}
    assert {*ROUTES, *OPEN, *NEVER} - known == set()


def test_nobody_comes_in_without_a_log_in():
    let_in = {name for name, route, view in guarded() if answer(AnonymousUser(), name, route, view) is None}
    assert let_in == OPEN


def test_superuser_sees_all_but_the_ways_past_the_log_in(superuser):
    closed = {name for name, route, view in guarded() if answer(superuser, name, route, view) == 404}
    assert closed == NEVER & {name for name, _route, _pattern in guarded()}


@pytest.mark.parametrize("actor", ["organiser", "adviser"])
def test_who_has_no_role_in_a_municipality_finds_no_admin(request, actor):
    user = request.getfixturevalue(actor)
    through = {name for name, route, view in guarded() if answer(user, name, route, view) != 404}
    assert through == OPEN


def test_ordinary_request_costs_the_guard_one_query(client, editor, django_assert_num_queries):
    client.force_login(editor)
    request = RequestFactory().get("/admin/images/")
    request.user = User.objects.get(pk=editor.pk)
    request.resolver_match = get_resolver().resolve("/admin/images/")
    with django_assert_num_queries(1):
        AdminGuardMiddleware(lambda request: None).process_view(request, None, (), {})


# --- One door --------------------------------------------------------------------------------------


def test_every_address_with_a_password_is_closed():
    named = {name for name, _route, _pattern in routes() if "password" in name}
    assert named == NEVER - {"wagtailcore_login"}


@pytest.mark.parametrize("actor", [None, "editor", "superuser"])
def test_no_password_opens_the_door(request, client, actor):
    if actor:
        client.force_login(request.getfixturevalue(actor))
    for path in (
        "/nb/_util/login/",
        "/nb/account/password/set/",
        "/nb/account/password/change/",
        "/nb/account/password/reset/",
        "/admin/password_reset/",
    ):
        assert client.get(path).status_code == 404, path
        assert client.post(path, {"username": "a@example.org", "password": "x"}).status_code == 404, path


# --- What no role needs is switched off ------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/admin/api/main/images/",
        "/admin/api/main/pages/",
        "/admin/bulk/wagtailcore/page/delete/?id=all",
        "/admin/bulk/core/picture/delete/?id=all",
        "/admin/bulk/events/event/delete/?id=1",
        "/admin/choose-page/chosen-multiple/?id=1",
        "/admin/tag-autocomplete/?term=a",
        "/admin/reports/site-history/",
        "/admin/workflows/list/",
        "/admin/collections/",
        "/admin/users/",
        "/admin/documents/",
        "/documents/1/a.pdf",
        "/admin/localize/reports/translations/",
    ],
)
def test_switched_off_is_not_hidden(client, staff, path):
    client.force_login(staff)
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
