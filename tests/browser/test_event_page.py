"""The page of a date in a browser: from a list to a sign-up in few taps, read aloud, and shared."""

import pytest
from playwright.sync_api import Page, expect

from events.models import EventText
from events.signups.models import Signup
from tests import factories
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A device with a Ukrainian voice of its own, and a Norwegian one from elsewhere; what it is given is kept.
VOICES = """
window.spoken = [];
const own = { lang: "uk-UA", name: "Own", localService: true };
const far = { lang: "nb-NO", name: "Far", localService: false };
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
  getVoices: () => [own, far],
  speak: (utterance) => window.spoken.push(utterance.text),
  cancel: () => window.spoken.push("(stopped)"),
}) });
"""


def test_from_a_list_to_a_sign_up_in_six_taps_and_read_aloud(live_server, browser, heroy):
    event = factories.an_event(admission="sign_up", capacity=9)
    EventText.objects.create(
        event=event, language="uk", state="human", title="Мовне кафе", description="П’ємо каву. Розмовляємо."
    )
    date = factories.an_occurrence(event)
    context = browser.new_context(viewport=PHONE, base_url=live_server.url, locale="uk-UA", has_touch=True)
    page = context.new_page()
    taps: list[str] = []
    pages: list[str] = []
    page.on("framenavigated", lambda frame: pages.append(frame.url.split("#")[0]))
    page.add_init_script(VOICES)
    page.goto("/uk/heroy-nordland/events/")
    tap(page, "article h3 a", taps)
    page.wait_for_url(f"**/{date.public_id}/")
    reads_aloud(page)
    tap(page, "a[href='#sign-up']", taps)
    for name, value in (("name", "Olena Eksempel"), ("email", "olena@example.org")):
        tap(page, f"main [name={name}]", taps)
        page.keyboard.type(value)
    tap(page, "main form button[type=submit]", taps)
    page.wait_for_url("**/thanks/**")
    assert Signup.objects.get().party_size == 1
    assert (len(taps), len(dict.fromkeys(pages))) == (5, 3)


def tap(page: Page, selector: str, taps: list[str]) -> None:
    taps.append(selector)
    page.tap(selector)


def reads_aloud(page: Page) -> None:
    button = page.locator("button[data-speak*=event-title]")
    expect(button).to_be_visible()
    button.tap()
    expect(button).to_contain_text("Зупинити читання")
    spoken = page.evaluate("window.spoken")
    assert "Мовне кафе" in spoken[0]
    assert "Розмовляємо." in spoken
    # The place has a Norwegian name, and no voice of the device's own for it.
    assert "Herøy folkebibliotek" not in " ".join(spoken)
    button.tap()
    expect(button).to_contain_text("Прочитати вголос")
    assert page.evaluate("window.spoken.at(-1)") == "(stopped)"
