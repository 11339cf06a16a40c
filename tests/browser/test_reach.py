"""Everybody reaches everything: with little room, large letters, the keyboard alone, on paper, by ear."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.keyboard import walk_by_keyboard
from tests.browser.pages import Visit, Visitors, all_visits, with_long_words
from tests.browser.paper import six_signups_on_one_sheet
from tests.isolation.world import build
from tests.proving import WHOLE
from tests.stack_plugin import ROOT
from tests.texting import WITH_SMS

pytestmark = [pytest.mark.browser, pytest.mark.prove, pytest.mark.django_db(transaction=True)]

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
MEASURES = (ROOT / "tests" / "browser" / "measures.js").read_text(encoding="utf-8")
ALL_OF_THEM = ["nb", "nn", "uk", "ar", "en"]
# Where axe looks, by language; in the short run each page is looked at in one of these.
AXE_AT = {"uk": [320], "ar": [1280], "nb": [320]}
if WHOLE:
    AXE_AT = {language: [320, 360, 1280] for language in ALL_OF_THEM}
# WCAG 1.4.4 and 1.4.12.
LARGE = "html { font-size: 200% !important }"
SPACED = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }
"""
ROOM = {
    "320": (320, ""),
    "1280": (1280, ""),
    "large": (320, LARGE),
    "spaced": (320, SPACED),
}
if WHOLE:
    ROOM |= {"360": (360, ""), "390": (390, "")}


@pytest.fixture
def visitors(live_server, browser, settings) -> Visitors:
    settings.DEMONSTRATION = True
    settings.SMS = WITH_SMS
    return Visitors(browser, build(lambda _part: None), live_server.url)


def test_main_tasks_are_done_by_the_keyboard_alone_and_fit_on_paper(visitors):
    walk_by_keyboard(visitors)
    six_signups_on_one_sheet(visitors)


def test_every_page_is_reached_with_little_room_and_large_letters(visitors):
    with_long_words(visitors.world)
    faults = []
    for number, visit in enumerate(all_visits(visitors.world)):
        for language in ALL_OF_THEM if WHOLE else [list(AXE_AT)[number % len(AXE_AT)]]:
            faults += looked_at(visitors, visit, language)
    assert faults == [], "\n" + "\n".join(faults)


def looked_at(visitors: Visitors, visit: Visit, language: str) -> Iterator[str]:
    page = visitors.of(visit.role)
    answer = page.goto(visit.spoken(language))
    assert answer, visit
    assert "text/html" in str(answer.header_value("content-type")), visit
    # Of Wagtail's pages the middle is ours; where its own buttons and panels stand is its makers'.
    if visit.is_in_the_admin:
        faults = [*heard(page, language, {"include": ["main"], "exclude": [".w-minimap"]})]
    else:
        faults = [*measured(page), *heard(page, language)]
    for where, fault in faults:
        yield f"{language} {where} {visit.name}: {fault}"


def measured(page: Page) -> Iterator[tuple[str, str]]:
    page.evaluate(MEASURES)
    yield from (("names", fault) for fault in page.evaluate("measures.names()"))
    for name, (width, rules) in ROOM.items():
        page.set_viewport_size({"width": width, "height": 700})
        faults = page.evaluate("rules => measures.withRules(rules)", rules)
        yield from ((name, fault) for fault in faults)


def heard(page: Page, language: str, part: object = "html") -> Iterator[tuple[str, str]]:
    for width in AXE_AT.get(language, []):
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate(AXE)
        found = page.evaluate(f"axe.run({json.dumps(part)}, {json.dumps(RULES)})")["violations"]
        yield from ((f"axe at {width}", f"{fault['id']} {fault['nodes'][0]['html']}") for fault in found)
