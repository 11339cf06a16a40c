"""The style sheet of the pages that are read on phones has what any room can put on them."""

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
