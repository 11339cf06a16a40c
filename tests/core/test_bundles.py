"""The style sheet of the pages that are read on phones has what any room can put on them."""

import re

from django.conf import settings

from core.bundles import readers
from events.discovery.joining import Joining
from events.signups import besides


def test_what_rooms_put_on_a_readers_page_has_its_looks_in_the_readers_sheet():
    known = {str(file) for file in readers.of("built/pages.css", settings.ROOT)}
    put = {beside.template for beside in besides._besides}
    put |= {"besides/going.html", "besides/meet.html", "follows/follow_here.html"}
    put.add(Joining("signups/sign_up_here.html", {}).template)
    assert len(put) > 6
    assert {name for name in put if str(settings.ROOT / "templates" / name) not in known} == set()


def test_what_is_hidden_in_a_row_that_scrolls_makes_no_page_wider():
    """A text for screen readers alone is placed: in a box that scrolls and is none's place, it sticks out."""
    css = "".join(file.read_text("utf-8") for file in sorted((settings.ROOT / "static/css").glob("*.css")))
    rules = re.findall(r"([^{}]+)\{([^{}]*overflow-x: auto[^{}]*)\}", css)
    loose = {selector.strip() for selector, body in rules if "position:" not in body}
    # Its menus open over the page, out of the row.
    assert loose == {".mp-filterbar"}
