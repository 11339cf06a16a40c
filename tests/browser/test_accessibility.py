"""Every kind of public page under axe-core: WCAG 2.1 A and AA, on a phone, also right to left."""

import json

import pytest

from tests import factories
from tests.browser.conftest import PHONE
from tests.stack_plugin import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
PAGES = [
    "/",
    "/{language}/",
    "/{language}/find/?q=heroy",
    "/{language}/heroy-nordland/",
    "/{language}/heroy-nordland/events/",
    "/{language}/heroy-nordland/events/?view=series",
    "/{language}/heroy-nordland/events/{date}/",
    "/{language}/heroy-nordland/events/{date}/sign-up/",
    "/{language}/about/",
    "/{language}/about/privacy/",
    "/{language}/about/accessibility/",
    "/{language}/about/data-sources/",
    "/{language}/account/login/",
    "/{language}/not-a-place/",
]


@pytest.mark.parametrize("language", ["nb", "nn", "ar"])
def test_public_pages_have_no_accessibility_faults(live_server, browser, language):
    page_of_heroy = factories.a_municipality_page()
    if language != "nb":
        factories.a_municipality_page(page_of_heroy.municipality, language=language)
    occurrence = factories.an_occurrence(factories.an_event(admission="sign_up", capacity=12))
    page = browser.new_context(viewport=PHONE, base_url=live_server.url).new_page()
    faults = []
    for address in PAGES:
        page.goto(address.format(language=language, date=occurrence.public_id))
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")["violations"]
        faults += [(page.url, fault["id"], fault["nodes"][0]["html"]) for fault in found]
    assert faults == []
