"""Every address of ours, handled as no person would: nothing that is typed or sent is answered with a 500.

The addresses come from the URL configuration, so that a new one is handled roughly from its first day.
"""

import random
import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from django.utils import timezone

from core.models import User
from events.signups.links import token_for
from newcomers.welcome.services import start_campaign
from newcomers.welcome.tokens import make_token
from organisations.models import Role
from organisations.roles import grant_role
from tests import factories

# Wagtail's own tools behind the log-in, and files.
NOT_OURS = ("admin/", "documents/", "media/", "dev/", "_util/")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
FIELD = re.compile(r'\bname="(\w+)"')
METHODS = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]
NUMBERS = ["0", "2147483648", "9223372036854775808", "9" * 30, "9" * 5000]
WORDS = [
    "\x00",
    "0301\x00",
    "x" * 3000,
    "..",
    "%",
    "'\"<script>",
    "🙂",
    "\u202e\u2066",
    "٣",
    "-1",
    "1e400",
    "NaN",
    "0000-00-00",
    "9999-12-31",
    "2027-03-28T02:30",
    "xx",
    "https://[",
    "a\r\nX-Made-Up: 1",
    "=cmd|' /C calc'!A0",
    "a@" + "ü" * 60 + ".example",
]
PARAMETERS = (
    "q day after before category view change page past start end municipality language next token code"
).split()


def every_route(patterns: list, prefix: str = "") -> Iterator[tuple[str, dict]]:
    """(route, converters) of every address that `path()` made."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_route(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and "^" not in route:
            if not route.removeprefix("nb/").startswith(NOT_OURS):
                yield route, pattern.pattern.converters


ROUTES = dict(every_route(get_resolver().url_patterns))
# Wagtail's pages are found by a regular expression: one address for all of them.
ROUTES["nb/<page>/"] = {"page": None}
ROUTES["<page>/"] = {"page": None}


@pytest.fixture
def insider(organiser, heroy) -> User:
    """Whom every page about Herøy is open to, so that its inside is handled too."""
    for role in (Role.HOST, Role.EDITOR):
        grant_role(user=organiser, role=role, municipality=heroy)
    grant_role(user=organiser, role=Role.COUNTY_ADVISER, region=heroy.county)
    return organiser


@pytest.fixture
def right(insider, heroy, organisation) -> dict[str, object]:
    """What belongs into each part of an address: {the word before it or its own name: value}."""
    event = factories.an_event(organisation=organisation, admission="sign_up", capacity=30)
    factories.a_series(event)
    date = event.occurrences.get()
    signup = factories.a_signup(date)
    factories.a_municipality_page()
    newcomer, package = factories.a_newcomer(), factories.a_package()
    campaign = start_campaign(package=package, user=insider, now=timezone.now())
    factories.a_newcomer()
    return {
        "municipality": heroy.slug,
        "kommunenummer": heroy.pk,
        "organisation": organisation.pk,
        "page": heroy.slug,
        "portal/events": event.pk,
        "dates": date.pk,
        "events": date.pk,
        "signups": signup.pk,
        "newcomer": newcomer.pk,
        "package": package.pk,
        "campaigns": campaign.pk,
        "keys": 1,
        "sign-up": token_for(signup),
        "welcome": make_token(newcomer=newcomer, package_key=package.translation_key),
    }


def address(route: str, right: dict[str, object], rough: dict[str, str]) -> str:
    """The route with its parts filled in, rightly unless `rough` says otherwise."""

    def fill(match: re.Match) -> str:
        name, before = match[1], route[: match.start()].rstrip("/")
        words = [before.removeprefix("nb/"), before.split("/")[-1], name]
        value = rough.get(name) or next(right[word] for word in words if word in right)
        return quote(str(value), safe="")

    return "/" + PART.sub(fill, route)


def rough_parts(route: str, chance: random.Random) -> dict[str, str]:
    return {
        name: chance.choice(NUMBERS if isinstance(converter, IntConverter) else WORDS)
        for name, converter in ROUTES[route].items()
    }


def handle(user: User, method: str, url: str, data: object = None, **options) -> HttpResponse:
    """The answer to one request, whose changes are taken back. Fails when it is a fault of ours."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    with transaction.atomic():
        response = getattr(client, method)(url, data, **options)
        transaction.set_rollback(True)
    assert response.status_code < 500, (method, url, data, response.exc_info[1])
    assert "X-Made-Up" not in response.headers
    return response


@pytest.mark.parametrize("route", ROUTES)
def test_address_takes_rough_parts_and_queries(insider, right, route):
    chance = random.Random(route)
    for _turn in range(6):
        query = {name: chance.choice(WORDS) for name in chance.sample(PARAMETERS, 6)}
        handle(insider, "get", f"{address(route, right, {})}?{urlencode(query)}")
        handle(insider, "get", address(route, right, rough_parts(route, chance)))


@pytest.mark.parametrize("route", ROUTES)
def test_address_takes_every_method(insider, right, route):
    for method in METHODS:
        handle(insider, method, address(route, right, {}))


@pytest.mark.parametrize("route", ROUTES)
def test_form_takes_rough_values(insider, right, route):
    """Whatever fields the page has, filled with what belongs in none of them."""
    url = address(route, right, {})
    page = handle(insider, "get", url)
    names = set() if page.streaming else set(FIELD.findall(page.content.decode(errors="replace")))
    chance = random.Random(route)
    for _turn in range(8 if names else 0):
        handle(insider, "post", url, {name: chance.choice(WORDS) for name in sorted(names)})
