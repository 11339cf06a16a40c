"""What a page weighs on a phone that has nothing of it yet, served as `make run` serves it."""

from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser

from config.languages import LANGUAGES
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MUNICIPALITY = "/{}/heroy-nordland/"
# Path, most kilobytes, most requests.
PAGES = [(MUNICIPALITY, 90, 10), (f"{MUNICIPALITY}events/", 60, 8)]


@pytest.fixture
def server(demonstration_data, settings) -> Iterator[str]:
    """Without the test server's own way of serving static files: WhiteNoise sends what is compressed."""
    settings.DEMONSTRATION = True
    thread = LiveServerThread("localhost", lambda handler: WSGIHandler())
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    settings.ALLOWED_HOSTS = ["localhost"]
    yield f"http://localhost:{thread.port}"
    thread.terminate()


def weigh(browser: Browser, url: str) -> tuple[float, list[str]]:
    """Kilobytes as transferred, and what was asked for."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    asked: list[str] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    page.goto(url, wait_until="networkidle")
    context.close()
    return sum(sizes) / 1000, [address for address in asked if not address.startswith("data:")]


def test_pages_are_light_in_every_language(server, browser):
    # Whatever is made when it is first asked for is made now.
    for language in ("uk", "ar"):
        weigh(browser, server + MUNICIPALITY.format(language))
    heavy = {}
    for language in LANGUAGES:
        for path, kilobytes, requests in PAGES:
            weight, asked = weigh(browser, server + path.format(language.code))
            assert any(address.endswith(".css") for address in asked)
            if weight > kilobytes or len(asked) > requests:
                heavy[path.format(language.code)] = (round(weight, 1), asked)
    assert heavy == {}


def test_htmx_comes_with_the_first_turn_to_what_uses_it(server, browser):
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{server}/nb/heroy-nordland/events/", wait_until="networkidle")
    assert page.evaluate("'htmx' in window") is False
    page.evaluate("window.stayed = true")
    page.locator("[hx-boost\\:inherited] a[href*='?']:visible").first.click()
    page.wait_for_url("**?*")
    assert page.evaluate("window.stayed && 'htmx' in window") is True
