"""Every address of ours, handled as no person would: nothing that is typed or sent is answered with a 500.

The addresses come from the URL configuration, so that a new one is handled roughly from its first day.
"""

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from django.utils import timezone

from core.clock import local_day
from core.models import User
from events.confirming import links as question_links
from events.confirming.choices import Why
from events.confirming.models import SignOfLife
from events.confirming.services import ask
from events.exchange.models import Source, Upload
from events.follows import links as follow_links
from events.models import CoOrganiserRequest, SharedTemplate
from events.signups import links as signup_links
from events.signups.access import ask as ask_to_read
from events.standing.notices import LINKS as STILL_RIGHT_LINKS
from newcomers import asking
from newcomers.models import Selection, WayIn
from newcomers.person import Person
from newcomers.services import note_offer
from newcomers.uploading import bring as bring_people
from newcomers.welcome import links as welcome_links
from newcomers.welcome.booklet.services import order_booklets
from newcomers.welcome.models import SharedSection
from newcomers.welcome.models.links import LetterLink
from newcomers.welcome.models.steps import CompanyWish
from newcomers.welcome.services import start_campaign
from organisations.joining import links as joining_links
from organisations.joining import services as joining
from organisations.joining.models import YearlyQuestion
from organisations.mails import LINKS as INVITATION_LINKS
from organisations.models import Role
from organisations.people.staff import invite
from organisations.services import invite_member
from organisations.tenancy.grants import grant_role
from organisations.tenancy.substitutes import name_substitute
from tests import factories
from tests.proving import rounds
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
    """What belongs into each part of an address: {the word before it or its own name: value}."""
    event = factories.an_event(organisation=organisation, admission="sign_up", capacity=30)
    factories.a_series(event)
    date = event.occurrences.get()
    signup = factories.a_signup(date)
    place = factories.a_standing_place(organisation=organisation)
    volunteer = factories.a_responsible(event)
    question = ask(occurrence=date, why=Why.EACH, now=timezone.now())
    assert question is not None
    life = SignOfLife.objects.create(series=date.series)
    factories.a_municipality_page()
    invitation = invite_member(organisation=organisation, email="ny@example.org", now=timezone.now())
    to_work = invite(place=heroy, email="kollega@example.org", roles=["host"], by=insider, now=timezone.now())
    assert to_work is not None
    given = {"orgnr": "", "name": "Klubben", "kind": "other", "about": "x", "applicant": "Å"}
    given |= {"email": "a@klubben.example", "language": "nb", "municipality": heroy, "now": timezone.now()}
    application = joining.confirm(application=joining.apply(**given), now=timezone.now())
    yearly = YearlyQuestion.objects.create(
        organisation=organisation, since=timezone.now(), seen_at=timezone.now()
    )
    day = local_day(timezone.now())
    substitution, _is_new = name_substitute(
        place=heroy,
        absent=insider,
        email="vikar@example.org",
        first_day=day,
        last_day=day,
        now=timezone.now(),
    )
    access = ask_to_read(occurrence=date, user=insider, why="Klage", now=timezone.now())
    newcomer, step = factories.a_newcomer(), factories.a_step()
    campaign = start_campaign(step=step, user=insider, now=timezone.now())
    booklet = factories.a_booklet(campaign, factories.a_newcomer())
    job = order_booklets(
        municipality=heroy, deliveries=[booklet.pk], sheet="70x37", user=insider, now=timezone.now()
    )
    factories.a_newcomer()
    way_in = WayIn.objects.create(
        municipality=heroy, kind="library", name="Biblioteket", created_at=timezone.now()
    )
    who = Person(email="asks@example.org", language="uk")
    asked = asking.ask(municipality=heroy, person=who, page_language="uk", now=timezone.now())
    template = SharedTemplate.objects.create(
        municipality=heroy,
        language="nb",
        title="Tur",
        category=event.category,
        shared_at=timezone.now(),
    )
    source = Source.objects.create(
        organisation=organisation, kind="file", name="a", created_at=timezone.now()
    )
    upload = Upload.objects.create(
        source=source, user=insider, created_at=timezone.now(), expires_at=timezone.now() + timedelta(days=1)
    )
    calendar = Source.objects.create(
        organisation=organisation,
        kind="subscription",
        name="b",
        address="https://klubben.example/a.ics",
        created_at=timezone.now(),
    )
    wish = CompanyWish.objects.create(
        newcomer=newcomer, asked_at=timezone.now(), expires_at=newcomer.expires_at
    )
    letter = welcome_links.mint(
        newcomer=newcomer, delivery=None, medium=LetterLink.Medium.MAIL, now=timezone.now()
    )
    waiting = factories.an_event(organisation=organisation, live=False, state="waiting")
    theirs = factories.an_event(organisation=factories.an_organisation("Sjakklubben"))
    together = CoOrganiserRequest.objects.create(
        event=theirs, organisation=organisation, asked_at=timezone.now()
    )
    upload.rows.create(number=2, cells={"title": "Tur", "date": "hver tirsdag"}, raw={"Hva": "Tur"})
    return {
        "taking-in": upload.public_id,
        "calendars": calendar.pk,
        "queue": waiting.pk,
        "together": together.pk,
        "venues": event.venue_id,
        "texts": "uk",
        "municipality": heroy.slug,
        "kommunenummer": heroy.pk,
        "organisation": organisation.pk,
        "page": heroy.slug,
        "portal/events": event.pk,
        "portal/events/shared": template.pk,
        "steps": "what",
        "answers": volunteer.pk,
        "dates": date.pk,
        "<series>": date.series_id,
        "import": bring_people(
            municipality=heroy, user=insider, data=b"navn;mobil\nOla;x\n", name="l", now=timezone.now()
        ).public_id,
        "events": date.pk,
        "signups": signup.pk,
        "newcomer": newcomer.pk,
        "step": step.pk,
        "portal/package": step.package_id,
        "contact": factories.a_contact().pk,
        "into": "uk",
        "sections": heroy.county.slug,
        "section": SharedSection.objects.create(county=heroy.county, heading="F", text="<p>F</p>").pk,
        "portal/newcomer": newcomer.pk,
        "letters": newcomer.letter_links.create(
            delivery=None, medium="mail", token_hash="0", made_at=timezone.now(), expires_at=timezone.now()
        ).pk,
        "campaigns": campaign.pk,
        "ways": way_in.pk,
        "come": way_in.token,
        "selections": Selection.objects.create(municipality=heroy, name="Alle", created_at=timezone.now()).pk,
        "welcome-request": asking.LINKS.token(asked.public_id),
        "offers": note_offer(newcomer=newcomer, offer="met", on_day=timezone.localdate(), by=insider).pk,
        "print-job": job.pk,
        "file": "print",
        "booklet": "nb",
        "form": "screen",
        "kind": "card",
        "deliveries": campaign.deliveries.exclude(pk=booklet.pk).get().pk,
        "invitations": invitation.pk,
        "work": to_work.pk,
        "substitutes": substitution.pk,
        "desk": heroy.pk,
        "portal/organisations": organisation.pk,
        "people": organisation.memberships.get().pk,
        "portal/people": heroy.pk,
        "access": access.pk,
        "<person>": insider.pk,
        "invitation": INVITATION_LINKS.token(to_work.public_id),
        "keys": 1,
        "organisations": organisation.slug,
        "places": event.venue_id,
        "regions": heroy.county.slug,
        "<event>": event.pk,
        "<digest>": "0123456789abcdef",
        # The public id that a date's addresses have now.
        "<date>": date.public_id,
        "sms": "no-secret",
        "sign-up": signup_links.token_for(signup),
        "is-it-on": question_links.token_for(question),
        "s": question.token,
        "still-here": question_links.STILL_HERE.token(life.public_id),
        "join/sent": joining_links.SENT.token(application.public_id),
        "sent": joining_links.SENT.token(application.public_id),
        "mine": joining_links.MINE.token(application.public_id),
        "joining": application.pk,
        "portal/organisation": organisation.pk,
        "still-right": joining_links.STILL_RIGHT.token(yearly.public_id),
        "follow": follow_links.token_for(factories.a_follow(date)),
        "open": place.pk,
        "right": STILL_RIGHT_LINKS.token(place.public_id),
        "welcome": letter,
        "w": letter,
        "portal/letters": newcomer.letter_links.latest("pk").pk,
        "wish": wish.pk,
    }


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
        names = sorted(set(FIELD.findall(page.content.decode(errors="replace"))) - {"csrfmiddlewaretoken"})
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
