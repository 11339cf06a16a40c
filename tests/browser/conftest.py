"""A real browser on a real site: the demonstration, a worker in a process of its own, and a mail server."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import CHROMIUM
from tests.servers import ReceivedMail, wait_until

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def browser(monkeypatch) -> Iterator[Browser]:
    # Playwright's own loop runs in this thread, and Django would take our queries for asynchronous ones.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
        # What the test asked the database while the loop ran went through connections of the loop's own.
        # Nobody sees them after it, and they must not outlive the database.
        connections.close_all()


@dataclass
class Demonstration:
    """The running site. `complaints` is what browsers wrote to their consoles."""

    url: str
    browser: Browser
    mail: ReceivedMail
    complaints: list[str]

    def open(self, viewport: dict[str, int] = DESKTOP, *, javascript: bool = True) -> Page:
        """A new visitor: no cookies, nothing remembered."""
        context: BrowserContext = self.browser.new_context(
            viewport=viewport, base_url=self.url, java_script_enabled=javascript, locale="en-GB"
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", self._note)
        page.on("request", self._no_third_party)
        return page

    def _note(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _no_third_party(self, request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:", "about:")):
            self.complaints.append(f"third party: {request.url}")

    def log_in(self, email: str, viewport: dict[str, int] = DESKTOP) -> Page:
        """Log in with the code that comes by mail."""
        page = self.open(viewport)
        page.goto("/en/account/login/")
        page.fill("input[name=login]", email)
        page.click("form button[type=submit]:visible")
        page.wait_for_selector("input[name=code]")
        code = re.search(r"^\s*([A-Z0-9]{3,4}-[A-Z0-9]{3,4})\s*$", self.letter_to(email).text, re.MULTILINE)
        assert code, self.letter_to(email).text
        page.fill("input[name=code]", code[1])
        page.press("input[name=code]", "Enter")
        page.wait_for_url("**/portal/")
        return page

    def letter_to(self, address: str, *, header: str = "To", seconds: float = 30) -> "Letter":
        """The newest mail to `address` that has `header`, once it is there."""

        def found() -> list[Letter]:
            return [letter for letter in self.letters_to(address) if letter.message[header]]

        wait_until(lambda: bool(found()), seconds)
        return found()[-1]

    def letters_to(self, address: str) -> list["Letter"]:
        letters = [Letter(message_from_bytes(raw, policy=policy.default)) for raw in self.mail.messages]
        return [letter for letter in letters if address in str(letter.message["To"])]


@dataclass
class Letter:
    message: EmailMessage

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content()

    @property
    def html(self) -> str:
        return self.message.get_body(("html",)).get_content()

    def link(self, part: str) -> str:
        """The first address in the text that holds `part`."""
        return next(url for url in re.findall(r"https?://\S+", self.text) if part in url)

    def attachment(self, suffix: str) -> bytes:
        return next(
            part.get_payload(decode=True)
            for part in self.message.iter_attachments()
            if part.get_filename().endswith(suffix)
        )


@pytest.fixture
def demonstration(
    request, demonstration_data, live_server, smtp_server, settings, browser
) -> Iterator[Demonstration]:
    """The demonstration's data, served, with a worker beside it."""
    settings.BASE_URL = live_server.url
    settings.DEMONSTRATION = True
    request.getfixturevalue("celery_worker_process")
    site = Demonstration(url=live_server.url, browser=browser, mail=smtp_server, complaints=[])
    yield site
    assert site.complaints == []
