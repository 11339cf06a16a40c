"""What a page is called: by its title, as a tab and a screen reader have it, and by its headings.

Every page of the site that a superuser can open, about the things of two municipalities and of two
organisations in one of them, which have given everything the same names: as it is in Norway, where every
library has a "Språkkafé", and Herøy is two municipalities.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.test import Client, TestCase, override_settings

from core.models import User
from events.signups.thanks import Thanks
from organisations.models import Municipality, Organisation, Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.isolation.access import Access, the_table
from tests.isolation.sides import Side
from tests.isolation.world import World, build
from tests.texting import WITH_SMS

# One page at two addresses, for one step of the same task.
# The frame is the list, for a site of somebody else's.
# "Is this still right?" is answered by a link, and in the portal.
TWINS = {"account_login", "account_request_login_code", "embed_frame", "still_right"}
# A municipality may call two of its templates the same.
TWINS |= {"portal_shared_change"}
# And two of its packages.
TWINS |= {"step_translate"}
# A mail in a frame of a page: it is heard as a mail is.
MAILS = {"step_mail"}


# What else a page shows at its address, by its query.
OTHER_FACES = {
    "event_list": ["?view=series", "?category=sprakkafe", "?day=today", "?category=tur-friluft"],
    "municipality_search": ["?q=her", "?q=xyz"],
    "portal_events": ["?past=1"],
    "sign_up_thanks": ["?for=" + Thanks(by=by).query for by in ("phone", "sms")],
    "step_preview": ["?language=uk", "?as=email", "?as=text", "?as=sms", "?as=booklet"],
}


class SameWords(Side):
    """What everybody calls the same thing; organisations have names of their own."""

    def _words(self, letter: str, kind: str) -> str:
        return {"place": "Herøy", "organisation": f"Laget {self.name}"}.get(kind, f"Tekst {kind}")


@dataclass(frozen=True)
class Page:
    line: Access
    side: str
    address: str
    soup: BeautifulSoup

    @property
    def title(self) -> str:
        return squeezed(self.soup.title.get_text())

    @property
    def headings(self) -> list[str]:
        return [heading.name for heading in self.soup.find_all(re.compile("^h[1-6]$"))]


def somebody_with_every_role(world: World) -> User:
    """In both municipalities and in all organisations."""
    user = world.actors["superuser"]
    for municipality in Municipality.objects.all():
        for role in (Role.ADMIN, Role.HOST, Role.EDITOR):
            grant_role(user=user, role=role, municipality=municipality)
    for organisation in Organisation.objects.all():
        factories.a_member(organisation, user=user)
    return user


def squeezed(text: str) -> str:
    return " ".join(text.split())


@override_settings(DEMONSTRATION=True, SMS=WITH_SMS)
class PageNamesTest(TestCase):
    pages: list[Page]

    @classmethod
    def setUpTestData(cls):
        world = build(lambda _part: None, SameWords)
        client = Client()
        client.force_login(somebody_with_every_role(world))
        sides = [world.own, Side("neighbour", world.own.ids | world.neighbour.ids), world.other]
        names = [side.name for side in sides]
        cls.pages = []
        asked = set()
        # Some of the log-in's own pages end a session.
        for line in sorted(the_table(), key=lambda each: "account/" in each.route.address):
            is_searched = any(name.startswith("&") for name, _kind in line.things)
            if (
                is_searched
                or line.route.key in MAILS
                or line.route.address.startswith(("admin/", "documents/"))
            ):
                continue
            addresses = {
                (side.name, line.address(side, side) + query)
                for side in sides
                for query in ("", *OTHER_FACES.get(line.route.key, ()))
            }
            for side_name, address in sorted(addresses, key=lambda each: names.index(each[0])):
                response = None if address in asked else client.get(address)
                asked.add(address)
                if response is None or response.status_code != 200:
                    continue
                if response["Content-Type"].startswith("text/html"):
                    soup = BeautifulSoup(response.content, "html.parser")
                    cls.pages.append(Page(line, side_name, address, soup))

    def test_the_pages_of_every_room_are_here(self):
        names = {page.line.route.key for page in self.pages}
        assert {"event_detail", "sign_up", "portal_door", "campaign_dry_run", "figures"} <= names

    def test_no_two_pages_share_a_title(self):
        called = defaultdict(set)
        for page in self.pages:
            if page.line.route.key not in TWINS:
                # A municipality's figures are at their address of before too.
                called[page.title].add(page.address.replace("?municipality=", "?area="))
        assert {title: found for title, found in called.items() if len(found) > 1} == {}

    def test_pages_of_one_thing_have_headings_of_their_own(self):
        called = defaultdict(set)
        for page in self.pages:
            if page.line.route.key not in TWINS:
                called[page.side, squeezed(page.soup.h1.get_text())].add(page.line.route.key)
        assert {heading: found for heading, found in called.items() if len(found) > 1} == {}

    def test_headings_begin_with_one_h1_and_skip_no_level(self):
        wrong = {}
        for page in self.pages:
            levels = [int(name[1]) for name in page.headings]
            steps = [below - above for above, below in zip([0, *levels], levels, strict=False)]
            if levels.count(1) != 1 or any(step > 1 for step in steps):
                wrong[page.address] = levels
        assert wrong == {}

    def test_everything_stands_in_a_landmark(self):
        """The heading in `main`, where the skip link leads; the rest in a header, footer or named part."""
        outside = {}
        for page in self.pages:
            assert len(page.soup.select("main#main h1")) == 1, page.address
            for part in page.soup.body.find_all(True, recursive=False):
                is_landmark = part.name in ("header", "main", "footer") or part.get("aria-label")
                if not is_landmark and part.name != "script" and part.get("id") != "live":
                    outside.setdefault(str(part.get("class")), page.address)
        assert outside == {"['ds-skip-link']": self.pages[0].address}
