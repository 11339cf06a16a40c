"""The list on somebody else's site, which is another origin with a strict policy of its own."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from events.models import EventText
from tests import factories
from tests.browser.conftest import PHONE
from tests.stack_plugin import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STYLE = """
body { margin: 0; background: #0b2530; color: #f4f4f4; font-family: sans-serif; }
.light { background: #fff; color: #222; --moteplass-accent: #005a70; }
/* As the lines to paste have it: nothing jumps when the script comes. */
moteplass-list { display: block; min-height: 448px; }
iframe { border: 0; width: 100%; height: 448px; }
"""
PAGE = """<!doctype html><html lang="en"><head><title>Library</title><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/style.css"><script src="{site}/embed/moteplass-list.js" defer></script></head>
<body><main><h1>Library</h1>
<moteplass-list id="dark" municipality="heroy-nordland" language="uk" accent="#ffd400"></moteplass-list>
<div class="light"><moteplass-list id="light" municipality="heroy-nordland" language="ar">
</moteplass-list></div>
<moteplass-list id="unreadable" municipality="heroy-nordland" language="en" limit="1"
  background="black" text="#111" accent="red;}}"></moteplass-list>
<moteplass-list id="unknown" municipality="nowhere" language="en"></moteplass-list>
<iframe src="{site}/nb/heroy-nordland/events/embed/?background=0b2530&amp;text=0b2530" title="Frame"></iframe>
<p id="after">After</p></main></body></html>"""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src {site}; connect-src {site}; frame-src {site}; "
    "require-trusted-types-for 'script'"
)


class Library(BaseHTTPRequestHandler):
    """Another site: one page and its style."""

    def __init__(self, *args, site: str, **options) -> None:
        self.site = site
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        is_style = self.path == "/style.css"
        self.send_response(200)
        self.send_header("Content-Type", "text/css" if is_style else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY.format(site=self.site))
        self.end_headers()
        self.wfile.write((STYLE if is_style else PAGE.format(site=self.site)).encode())

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def site(live_server, settings) -> str:
    """Ours, with six dates: its address."""
    settings.BASE_URL = live_server.url
    event = factories.an_event()
    EventText.objects.create(event=event, language="uk", title="Мовне кафе", state="human")
    for days in range(1, 7):
        factories.an_occurrence(event, starts_at=timezone.now() + timedelta(days=days))
    return live_server.url


@pytest.fixture
def library(site: str) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Library, site=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Page:
    page = browser.new_context(viewport=PHONE).new_page()
    page.set_default_timeout(30_000)
    return page


AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# What is painted: colours of the text, of the first link and of the background, as the browser has them.
PAINTED = """(id) => {
  const list = document.getElementById(id).shadowRoot.querySelector(".list");
  const link = list.querySelector("a");
  return [getComputedStyle(list).color, getComputedStyle(link).color, getComputedStyle(list).backgroundColor];
}"""
HEIGHTS = "[...document.querySelectorAll('moteplass-list')].map((each) => each.offsetHeight)"


def test_list_stands_on_another_site(page: Page, site: str, library: str):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(library, wait_until="domcontentloaded")
    for name in ("dark", "light", "unreadable"):
        page.locator(f"#{name} h3").first.wait_for()
    assert page.locator("#dark h2").inner_text().startswith("Заходи в комуні")
    assert page.evaluate(PAINTED, "dark") == ["rgb(244, 244, 244)", "rgb(255, 212, 0)", "rgb(11, 37, 48)"]
    assert page.evaluate(PAINTED, "light") == ["rgb(34, 34, 34)", "rgb(0, 90, 112)", "rgb(255, 255, 255)"]
    # Nobody could read what was asked for, and "red;}" is no colour.
    white = "rgb(255, 255, 255)"
    assert page.evaluate(PAINTED, "unreadable") == [white, white, "rgb(0, 0, 0)"]
    assert page.locator("#unreadable li").count() == 1
    light = page.locator("#light .list")
    assert (light.get_attribute("dir"), light.get_attribute("lang")) == ("rtl", "ar")
    unknown = page.locator("#unknown [part=problem]")
    unknown.wait_for()
    assert unknown.inner_text() == "We do not know this municipality"
    assert page.locator("#unknown a").get_attribute("href") == f"{site}/en/find/"

    frame = page.frame_locator("iframe")
    frame.locator("h2").first.wait_for()
    body = frame.locator("body")
    assert body.evaluate("each => getComputedStyle(each).color") == "rgb(255, 255, 255)"
    assert body.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(11, 37, 48)"

    assert page.context.cookies() == []
    # As high as the place that was kept for them: nothing below has moved.
    assert set(page.evaluate(HEIGHTS)) == {448}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE)
    faults = page.evaluate("axe.run(document, { iframes: false })")["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
    page.locator("#dark a").first.focus()
    assert page.evaluate("document.getElementById('dark').shadowRoot.activeElement.tagName") == "A"
    assert complaints == ["Failed to load resource: the server responded with a status of 404 (Not Found)"]

    frame.locator("a").first.click()
    page.wait_for_url(f"{site}/nb/heroy-nordland/events/*/")


def test_list_that_cannot_reach_us_says_so(page: Page, site: str, library: str):
    page.route("**/embed.json*", lambda route: route.abort())
    page.goto(library, wait_until="domcontentloaded")
    page.locator("#light [part=problem]").wait_for()
    assert page.locator("#light [part=problem]").inner_text() == "لا يمكننا عرض ما يُقام الآن."
    assert page.locator("#light a").get_attribute("href") == f"{site}/ar/heroy-nordland/events/"
    assert page.locator("#unknown [part=problem]").inner_text() == "We cannot show what is on right now."
