"""Every address of ours, handled as no person would: nothing that is typed or sent is answered with a 500.

The addresses come from the URL configuration, so that a new one is handled roughly from its first day.
"""

import random
import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from core.models import User
from organisations.models import Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.proving import rounds
from tests.rough_parts import right_parts
from tests.texting import WITH_SMS

# Wagtail's own tools behind the log-in, and files.
NOT_OURS = ("admin/", "documents/", "media/", "dev/", "_util/")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
FIELD = re.compile(r'\bname="(\w+)"')
METHODS = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]
# Of each route's own choice, the same every time.
METHODS_OF_A_ROUTE = rounds(short=3, whole=len(METHODS))
TURNS = rounds(short=1, whole=3)
FORMS = rounds(short=2, whole=5)

pytestmark = pytest.mark.prove
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
PARAMETERS = [
    *["q", "day", "after", "before", "category", "view", "change", "page", "past", "start", "end"],
    *["municipality", "language", "next", "token", "code", "username", "process"],
    *["question", "answer", "step", "reach"],
]


def every_route(patterns: list, prefix: str = "") -> Iterator[tuple[str, dict]]:
    """(route, converters) of every address that `path()` made."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_route(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and "^" not in route and not is_others(route):
            yield route, pattern.pattern.converters


def is_others(route: str) -> bool:
    return route.removeprefix("nb/").startswith(NOT_OURS)


ROUTES = dict(every_route(get_resolver().url_patterns))
# Wagtail's pages are found by a regular expression: one address for all of them.
ROUTES["nb/<page>/"] = {"page": None}
ROUTES["<page>/"] = {"page": None}


@pytest.fixture
def insider(organiser, heroy) -> User:
    """Whom every page about Herøy is open to, so that its inside is handled too."""
    for role in (Role.ADMIN, Role.HOST, Role.EDITOR):
        grant_role(user=organiser, role=role, municipality=heroy)
    grant_role(user=organiser, role=Role.COUNTY_ADVISER, region=heroy.county)
    return organiser


@pytest.fixture
def right(insider, heroy, organisation) -> dict[str, object]:
    return right_parts(insider, heroy=heroy, organisation=organisation)


def address(route: str, right: dict[str, object], rough: dict[str, str]) -> str:
    """The route with its parts filled in, rightly unless `rough` says otherwise."""

    def fill(match: re.Match) -> str:
        name, before = match[1], route[: match.start()].rstrip("/")
        words = [before.removeprefix("nb/"), before.split("/")[-1], name]
        words = [f"<{name}>", *words]
        value = rough.get(name) or next(right[word] for word in words if word in right)
        return quote(str(value), safe="")

    return "/" + PART.sub(fill, route)


def rough_parts(route: str, chance: random.Random) -> dict[str, str]:
    return {
        name: chance.choice(NUMBERS if isinstance(converter, IntConverter) else WORDS)
        for name, converter in ROUTES[route].items()
    }


class Hands:
    """Sends one request after the other, takes back what each changes, and keeps what went wrong."""

    def __init__(self, user: User | None) -> None:
        self.user = user
        self.faults: list[tuple] = []

    def send(self, method: str, url: str, data: object = None, **options) -> HttpResponse:
        client = Client(raise_request_exception=False)
        if self.user:
            client.force_login(self.user)
        with transaction.atomic():
            response = getattr(client, method)(url, data, **options)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            self.faults.append((method, url[:200], str(data)[:200], repr(response.exc_info[1])))
        if "X-Made-Up" in response.headers:
            self.faults.append((method, url[:200], "wrote a header of the answer"))
        # Each request comes as if from another place: it is not the rate limits that are tried here.
        cache.clear()
        return response


@pytest.fixture(params=["visitor", "insider"])
def hands(request, insider, right, settings) -> Hands:
    settings.SMS = WITH_SMS
    return Hands(insider if request.param == "insider" else None)


def test_addresses_take_rough_parts_and_queries(hands, right):
    for route in ROUTES:
        chance = random.Random(route)
        for _turn in range(TURNS):
            query = {name: chance.choice(WORDS) for name in chance.sample(PARAMETERS, 6)}
            hands.send("get", f"{address(route, right, {})}?{urlencode(query)}")
            hands.send("get", address(route, right, rough_parts(route, chance)))
    assert hands.faults == []


def test_addresses_take_every_method(hands, right):
    for route in ROUTES:
        for method in random.Random(route).sample(METHODS, METHODS_OF_A_ROUTE):
            hands.send(method, address(route, right, {}))
    assert hands.faults == []


def test_forms_take_rough_values(hands, right):
    """Whatever fields a page has, filled with what belongs in none of them."""
    for route in ROUTES:
        url = address(route, right, {})
        page = hands.send("get", url)
        text = b"".join(page).decode(errors="replace")
        names = sorted(set(FIELD.findall(text)) - {"csrfmiddlewaretoken"})
        chance = random.Random(route)
        for _turn in range(FORMS if names else 0):
            hands.send("post", url, {name: chance.choice(WORDS) for name in names})
    assert hands.faults == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name="),
        ("multipart/form-data; boundary=x", b""),
        ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(2000))),
        ("application/x-www-form-urlencoded", b"name=" + b"x" * 9_000_000),
        ("application/x-www-form-urlencoded", b"name=%ff%fe&adults=%00&email=%c3%28"),
        ("application/json", b"{"),
    ],
)
@pytest.mark.parametrize("language", ["nb", "uk", "ar"])
def test_body_that_cannot_be_read_gets_a_page_of_ours(right, language, kind, body):
    hands = Hands(None)
    url = address(f"{language}/<municipality>/events/<date>/sign-up/", right, {})
    response = hands.send("post", url, body, content_type=kind)
    assert hands.faults == []
    assert response.status_code == 400
    assert f'<html lang="{language}"' in response.content.decode()
    assert f'href="/{language}/"' in response.content.decode()


@pytest.mark.parametrize("name", ["sessionid", "language", "csrftoken", "messages"])
@pytest.mark.parametrize("value", ['"\\000abcdefgh"', "xx", "x" * 3000, '"\\"', "ø"])
def test_forged_cookie_opens_and_breaks_nothing(client, heroy, name, value):
    response = client.get("/nb/portal/", headers={"cookie": f"{name}={value}"})
    assert response.status_code in (302, 400)
    assert response.status_code == 400 or "/account/login/" in response["Location"]


@pytest.mark.parametrize("language", ["nb", "uk", "ar"])
def test_null_character_is_refused_in_the_language_of_the_address(client, heroy, language):
    for rest in ("her%00y/", "find/?q=%00", "portal/newcomers/18%0018/"):
        response = client.get(f"/{language}/{rest}")
        assert response.status_code == 400
        assert f'<html lang="{language}"' in response.content.decode()


ACCEPTED = ["xx", "tlh-KLI", "*", ";q=,,", "x" * 5000, "nb;q=NaN", "../../etc"]


@pytest.mark.parametrize("accepted", ACCEPTED)
def test_language_that_we_do_not_have_is_answered_in_one_that_we_have(client, heroy, accepted):
    factories.a_municipality_page()
    headers = {"accept-language": accepted, "cookie": f"language={accepted.replace(';', ' ')}"}
    response = client.get("/", headers=headers)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == "nb"
    # An address without a language of ours is looked up under one, and is not found there.
    unknown = client.get("/xx/heroy-nordland/", headers={**headers, "accept-language": "ar"}, follow=True)
    assert unknown.status_code == 404
    assert unknown.redirect_chain == [("/ar/xx/heroy-nordland/", 302)]
    assert 'action="/ar/find/"' in unknown.content.decode()


def test_each_address_has_a_name_of_its_own():
    """Of two with one name, a link leads to whichever was written last."""
    names = get_resolver().reverse_dict
    twice = [
        name
        for name in names
        if isinstance(name, str) and len({pattern for _parts, pattern, *_rest in names.getlist(name)}) > 1
    ]
    assert twice == []
    assert "venue_month" in names
