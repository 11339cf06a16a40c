"""The seven main tasks as a screen reader has them: Chromium's accessibility tree, kept as text in trees/.

A change in what is heard is seen in the diff. When it is meant: TREES=write make test ARGS='-k test_trees'.
"""

import os
import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.models import Occurrence
from newcomers.welcome.models import Campaign
from newcomers.welcome.services import start_campaign
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.test_heard import log_in, path

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TREES = Path(__file__).with_name("trees")
MONTHS = "January February March April May June July August September October November December".split()
MONTH = "(?:" + "|".join(f"{month}|{month[:3]}" for month in MONTHS) + ")"
WEEKDAY = "(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
# What is another on another day, or after other tests, and addresses, which hold ids.
CHANGING = (
    (re.compile(rf"(?:{WEEKDAY},? )?\d{{1,2}} {MONTH}(?: \d{{4}})?"), "DATE"),
    (re.compile(r"\d{1,2}[:.]\d{2}"), "TIME"),
    (re.compile(r"^ *- /url:.*\n", re.MULTILINE), ""),
    (re.compile(r'^( *- option "DATE"\n)(?: *- option "DATE"\n)+', re.MULTILINE), r"\1"),
    (re.compile(r" \[ref=\w+\]"), ""),
    # The number is of how many have been made before.
    (re.compile(r"-\d+(?=@example\.org)"), ""),
)


def test_main_tasks_are_heard_as_they_were(live_server, browser, host, organiser, organisation):
    factories.a_home_page("nb").copy_for_translation(factories.a_locale("en"), alias=True)
    factories.a_municipality_page(factories.a_municipality_page().municipality, language="en")
    date = in_three_days(factories.an_event(organisation=organisation, admission="sign_up", capacity=12))
    page = browser.new_context(viewport=PHONE, base_url=live_server.url, locale="en-GB").new_page()
    heard = {
        "1-language-and-municipality": choose_language_and_municipality(page),
        "2-finding": find_an_activity(page, date),
        "3-signing-up": sign_up(page, date),
        "4-logging-in": begin_to_log_in(page),
    }
    log_in(page, live_server.url, organiser)
    heard["5-publishing"] = publish(page, organisation)
    heard["6-door"] = count_at_the_door(page, date)
    log_in(page, live_server.url, host)
    heard["7-sending"] = send_a_package(page, host)
    if os.environ.get("TREES") == "write":
        for name, tree in heard.items():
            (TREES / f"{name}.txt").write_text(tree)
    for name, said in heard.items():
        assert said == (TREES / f"{name}.txt").read_text()


def tree(page: Page, part: str = "main") -> str:
    """The title and the tree of one page, without what changes from day to day."""
    text = page.locator(part).aria_snapshot() + "\n"
    for pattern, word in CHANGING:
        text = pattern.sub(word, text)
    title = page.title()
    for pattern, word in CHANGING[:2]:
        title = pattern.sub(word, title)
    return f"# {title}\n{text}\n"


def visit(page: Page, *addresses: str) -> str:
    said = []
    for address in addresses:
        page.goto(address)
        said.append(tree(page))
    return "".join(said)


def in_three_days(event) -> Occurrence:
    day = timezone.localdate() + timedelta(days=3)
    return factories.an_occurrence(event, starts_at=datetime.combine(day, time(18), factories.OSLO))


def choose_language_and_municipality(page: Page) -> str:
    page.goto("/")
    first = tree(page, "body")
    return first + visit(page, "/en/", "/en/find/?q=her")


def find_an_activity(page: Page, date: Occurrence) -> str:
    listed = "/en/heroy-nordland/events/"
    return visit(page, "/en/heroy-nordland/", listed, f"{listed}?view=series", f"{listed}{date.public_id}/")


def sign_up(page: Page, date: Occurrence) -> str:
    asked = visit(page, f"/en/heroy-nordland/events/{date.public_id}/sign-up/")
    send = page.locator("main form button[type=submit]")
    send.click()
    wrong = tree(page)
    page.fill("input[name=name]", "Olena Prøve")
    page.fill("input[name=email]", "olena@example.org")
    send.click()
    page.wait_for_url("**/thanks/**")
    expect(page.locator("main header")).to_be_focused()
    thanks = tree(page)
    page.get_by_role("link", name="Correct the address").click()
    # A wrong address is corrected where it was typed: the rest is still there.
    expect(page.locator("input[name=name]")).to_have_value("Olena Prøve")
    return asked + wrong + thanks


def begin_to_log_in(page: Page) -> str:
    asked = visit(page, "/en/account/login/")
    page.fill("input[name=login]", "nobody@example.org")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector("input[name=code]")
    return asked + tree(page)


def publish(page: Page, organisation) -> str:
    return visit(page, path("portal_events"), path("portal_event_new", organisation.pk))


def count_at_the_door(page: Page, date: Occurrence) -> str:
    start = timezone.now() + timedelta(minutes=30)
    Occurrence.objects.filter(pk=date.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    asked = visit(page, path("portal_door", date.public_id))
    page.fill("input[name=adults]", "7")
    page.locator("main form.mp-door button[type=submit]").click()
    # Nothing is loaded anew: the phone says when the server has it.
    page.locator("[data-door-status]", has_text="Saved.").wait_for()
    return asked + tree(page)


def send_a_package(page: Page, host) -> str:
    factories.a_newcomer("olena@example.org")
    step = factories.a_step()
    before = visit(page, path("package_list", "1818"), path("campaign_dry_run", step.pk))
    start_campaign(step=step, user=host, now=timezone.now())
    return before + visit(page, path("campaign_detail", Campaign.objects.get().pk))
