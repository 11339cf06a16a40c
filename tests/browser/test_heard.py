"""What is said when a part of the page changes: in the one live region, which stood there before."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import Page, expect

from newcomers.welcome.services import start_campaign
from newcomers.welcome.views.campaigns import DELIVERIES_PER_PAGE
from tests import factories
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Milliseconds: what a machine with much to do may take for an answer.
PATIENCE = 20_000
# Everything that stood in the region, also what stood there between two looks.
KEEP = """() => {
  window.heard = [];
  const live = document.getElementById("live");
  new MutationObserver(() => {
    const words = live.textContent.replace(/\\s+/g, " ").trim();
    if (words) window.heard.push(words);
  }).observe(live, { childList: true, characterData: true, subtree: true });
}"""


def test_what_changes_without_a_new_page_is_said(live_server, browser, host, organiser, organisation):
    factories.a_home_page("nb").copy_for_translation(factories.a_locale("en"), alias=True)
    page = browser.new_context(viewport=PHONE, base_url=live_server.url).new_page()
    search(page)
    log_in(page, live_server.url, host)
    watch_a_sending(page, host)
    log_in(page, live_server.url, organiser)
    write_dates(page, organisation)
    count(page, organisation)


def search(page: Page) -> None:
    factories.a_municipality()
    page.goto("/en/")
    page.evaluate(KEEP)
    page.get_by_role("searchbox").press_sequentially("her")
    results = page.locator("#search-results")
    expect(results.get_by_role("link")).to_have_count(1, timeout=PATIENCE)
    assert heard(page) == ["1 place found"]

    page.context.set_offline(True)
    page.get_by_role("searchbox").press_sequentially("y")
    notice = page.locator(".mp-hero .ds-alert")
    expect(notice).to_have_text(
        "We cannot reach the website now. Check your connection, and try again.", timeout=PATIENCE
    )
    expect(results).to_be_hidden()
    expect(page.locator("#live")).to_have_text(notice.inner_text(), timeout=PATIENCE)

    page.context.set_offline(False)
    page.get_by_role("searchbox").press_sequentially("x")
    expect(results).to_contain_text("no place called", timeout=PATIENCE)
    expect(notice).to_have_count(0)
    assert heard(page)[-1] == "We found no place called “heryx”."

    page.get_by_role("searchbox").fill("")
    expect(results).to_be_empty(timeout=PATIENCE)
    expect(page.locator("#live")).to_be_empty(timeout=PATIENCE)


def watch_a_sending(page: Page, host) -> None:
    """It polls every two seconds: the keyboard keeps its place, and the same is said once."""
    for number in range(DELIVERIES_PER_PAGE + 1):
        factories.a_newcomer(f"nr{number}@example.org")
    campaign = start_campaign(step=factories.a_step(), user=host, now=timezone.now())
    page.goto(path("campaign_detail", campaign.pk))
    page.evaluate(KEEP)
    more = page.get_by_role("link", name="Show more")
    more.focus()
    for _poll in range(2):
        with page.expect_response("**/campaigns/*/"):
            pass
    expect(more).to_be_focused()
    assert heard(page) == ["Done: 0 percent"]

    campaign.deliveries.update(state="sent", sent_at=timezone.now())
    expect(page.locator("#live")).to_have_text(f"Finished: Sent {DELIVERIES_PER_PAGE + 1}", timeout=PATIENCE)
    expect(more).to_be_focused()


def write_dates(page: Page, organisation) -> None:
    """The list of dates follows what is typed: how many there are, and from when to when, is said."""
    page.goto(path("portal_event_new", organisation.pk))
    page.evaluate(KEEP)
    # After the pause of Christmas and before that of Easter.
    page.fill("input[name=first_date]", "2027-01-12")
    page.fill("input[name=start_time]", "17:00")
    page.fill("input[name=end_time]", "19:00")
    page.check("input[name=repeats][value=weekly]")
    page.fill("input[name=until]", "2027-02-09")
    page.press("input[name=until]", "Tab")
    live = page.locator("#live")
    expect(live).to_contain_text("5 dates.", timeout=PATIENCE)
    expect(live).to_contain_text("9 February 2027", timeout=PATIENCE)
    page.locator("input[name=kept]").last.uncheck()
    expect(live).to_contain_text("4 dates.", timeout=PATIENCE)


def count(page: Page, organisation) -> None:
    start = timezone.now() + timedelta(minutes=30)
    date = factories.an_occurrence(factories.an_event(organisation=organisation), starts_at=start)
    page.goto(path("portal_door", date.public_id))
    page.evaluate(KEEP)
    plus = page.get_by_role("button", name="Adults: one more")
    plus.click()
    expect(page.locator("#live")).to_have_text("Adults: 1", timeout=PATIENCE)
    plus.click()
    plus.click()
    expect(page.locator("#live")).to_have_text("Adults: 3", timeout=PATIENCE)


def path(name: str, *arguments: object) -> str:
    with override("en"):
        return reverse(name, args=arguments)


def heard(page: Page) -> list[str]:
    return page.evaluate("window.heard")


def log_in(page: Page, url: str, user) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": url} for name, cookie in client.cookies.items()]
    )
