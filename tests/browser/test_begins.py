"""The pages where people look for something begin with what is on: on a phone, in every language."""

import pytest

from events.models import EventText
from tests.browser.conftest import Demonstration
from tests.browser.pages import WORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("", "events/")
LANGUAGES = ("nb", "nn", "en", "uk", "ar")
FIRST_AT_MOST = 640
CARD_AT_MOST = 140
# Of a card with a status, or with a line of the organiser's own, more may be said.
MEASURE = """() => {
  const cards = [...document.querySelectorAll("main article:has(time)")];
  const isOrdinary = (card) => !card.querySelector(".mp-status") && card.querySelectorAll("p").length < 3;
  const root = document.scrollingElement;
  return {
    first: cards.length ? cards[0].getBoundingClientRect().top + scrollY : 9999,
    heights: cards.filter(isOrdinary).map((card) => card.getBoundingClientRect().height),
    sideways: root.scrollWidth - document.documentElement.clientWidth,
  };
}"""


def test_what_is_on_stands_first_and_a_card_is_low(demonstration: Demonstration):
    page = demonstration.open({"width": 360, "height": 740})
    found = {}
    for language in LANGUAGES:
        for path in PAGES:
            page.goto(f"/{language}/heroy-nordland/{path}")
            assert page.locator(".mp-demo").count() == 1
            found[language, path] = page.evaluate(MEASURE)
    too_far = {where: each for where, each in found.items() if each["first"] > FIRST_AT_MOST}
    too_high = {where: each for where, each in found.items() if max(each["heights"]) > CARD_AT_MOST}
    assert (too_far, too_high) == ({}, {})
    with_one_long_word("1818")
    page.set_viewport_size({"width": 320, "height": 640})
    for language in ("nb", "ar"):
        for path in PAGES:
            page.goto(f"/{language}/heroy-nordland/{path}")
            assert page.evaluate(MEASURE)["sideways"] == 0, (language, path)


def with_one_long_word(kommunenummer: str) -> None:
    EventText.objects.filter(event__municipality=kommunenummer).update(title=WORD)
