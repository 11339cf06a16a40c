"""Nobody sees or does what is not theirs: every route, as every role, about one's own and about others'.

The table is in site.txt and admin.txt. A new route without a line there fails here. `make prove` asks
every cell; without it what costs most is asked by one role of several.
"""

import logging
from collections import Counter

import pytest
from django.conf import settings
from django.test import SimpleTestCase, TestCase, override_settings

from tests.isolation.access import fits, the_table
from tests.isolation.asking import Asker
from tests.isolation.posts import all_posts, send
from tests.isolation.routes import all_routes
from tests.isolation.rows import Rows
from tests.isolation.walk import ROLES, Walk, cells
from tests.isolation.world import World, build
from tests.proving import WHOLE
from tests.texting import WITH_SMS

# The short walk goes without: what they look up for an address that is not there costs more than the rest.
SLOW = {
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
}


class TableTest(SimpleTestCase):
    def test_every_route_has_a_line(self):
        lines = {(line.route.key, line.route.address) for line in the_table()}
        routes = {(route.key, route.address) for route in all_routes()}
        assert routes - lines == set()

    def test_no_line_stands_twice(self):
        counted = Counter(str(line) for line in the_table())
        assert {line for line, number in counted.items() if number > 1} == set()


@pytest.mark.prove
class IsolationTest(TestCase):
    """One world for all; each request in it is undone."""

    rows: Rows
    world: World

    @classmethod
    def setUpClass(cls):
        # A line for each no would be thousands.
        logging.disable(logging.ERROR)
        cls.addClassCleanup(logging.disable, logging.NOTSET)
        # Its pages are there.
        cls.enterClassContext(override_settings(SMS=WITH_SMS))
        if not WHOLE:
            kept = [name for name in settings.MIDDLEWARE if name not in SLOW]
            cls.enterClassContext(override_settings(ROOT_URLCONF="tests.isolation.urls", MIDDLEWARE=kept))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        cls.rows = Rows()
        cls.world = build(cls.rows.remember)

    def a_walk(self, *roles: str) -> Walk:
        watches = {}
        for role in roles:
            others = ("other", "neighbour") if role in ("organiser", "owner") else ("other",)
            watches[role] = self.rows.watch(*others)
        return Walk(self.world, {role: Asker(self.world.actors.get(role), watches[role]) for role in roles})

    def walk_as(self, role: str) -> None:
        walk = self.a_walk(role)
        for cell in cells(the_table(), role):
            walk.take(cell)
        assert walk.faults == [], "\n" + "\n".join(walk.faults)

    def test_every_line_leads_to_its_route(self):
        own, other = self.world.own, self.world.other
        wrong = [str(line) for line in the_table() if not fits(line, line.address(own, other))]
        assert wrong == []

    def test_everybody_of_the_table_walks(self):
        walks = {name.removeprefix("test_as_") for name in dir(self) if name.startswith("test_as_")}
        assert walks == set(ROLES)

    def test_anothers_numbers_in_own_forms(self):
        posts = all_posts()
        walk = self.a_walk(*{post.role for post in posts})
        without_a_form = [str(post) for post in posts if not send(walk, self.world, post)]
        assert walk.faults == [], "\n" + "\n".join(walk.faults)
        assert without_a_form == []

    def test_as_anonymous(self):
        self.walk_as("anonymous")

    def test_as_stranger(self):
        self.walk_as("stranger")

    def test_as_organiser(self):
        self.walk_as("organiser")

    def test_as_owner(self):
        self.walk_as("owner")

    def test_as_editor(self):
        self.walk_as("editor")

    def test_as_host(self):
        self.walk_as("host")

    def test_as_translator(self):
        self.walk_as("translator")

    def test_as_admin(self):
        self.walk_as("admin")

    def test_as_adviser(self):
        self.walk_as("adviser")

    def test_as_superuser(self):
        self.walk_as("superuser")
