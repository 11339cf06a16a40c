"""Signing up, publishing, counting and sending by the keyboard alone, with script and on a phone's width."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import Page

from events.door.models import Headcount
from events.models import Event, Occurrence
from events.signups.models import Signup
from newcomers.welcome.models import Campaign
from tests.browser.pages import Visitors

# The page's own form: the menu's log-out is one too.
SEND = "main form:not([action*='/logout/']) button[type=submit]"
# Whether what has focus is there to be seen: not under something else, and inside the window (WCAG 2.4.11).
FOCUS = """selector => {
    const it = document.activeElement;
    const box = it.getBoundingClientRect();
    const points = [0.1, 0.5, 0.9].map(part => [box.left + box.width * part, box.top + box.height / 2]);
    const hit = points.map(([x, y]) => document.elementFromPoint(x, y));
    const isOf = each => each && (it.contains(each) || each.contains(it) || it.labels?.[0]?.contains(each));
    const isSeen = it === document.body || hit.some(isOf);
    return { isThere: it.matches(selector), isSeen, what: it.outerHTML.slice(0, 120) };
}"""


def walk_by_keyboard(visitors: Visitors) -> None:
    sign_up(visitors)
    publish(visitors)
    count(visitors)
    send(visitors)
    language_menu(visitors)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until `selector` has focus. What has focus on the way is never hidden."""
    for _press in range(150):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS, selector)
        assert focus["isSeen"], f"{page.url}: {focus['what']} has focus behind something"
        if focus["isThere"]:
            return
    raise AssertionError(f"{page.url}: the keyboard does not come to {selector}")


def type_in(page: Page, **fields: str) -> None:
    """Whatever the order in which they stand: after the last thing comes the first again."""
    for name, value in fields.items():
        tab_to(page, f"[name={name}]")
        page.keyboard.type(value)


def enter(page: Page, selector: str) -> None:
    tab_to(page, selector)
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    said = page.locator(".mp-error-summary").all_inner_texts()
    assert not said, f"{page.url}: {said}"


def address(name: str, *arguments: object) -> str:
    with override("en"):
        return reverse(name, args=arguments)


def sign_up(visitors: Visitors) -> None:
    page = visitors.of("anonymous")
    page.goto(address("event_list", "heroy"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    # Places with opening hours stand before the dates, and nobody signs up there.
    enter(page, "article h3 a[href*='/events/']")
    tab_to(page, "a[href='#sign-up']")
    page.keyboard.press("Enter")
    type_in(page, name="Oksana Prøve", email="oksana@tastatur.example")
    enter(page, SEND)
    assert "/thanks/" in page.url
    assert Signup.objects.get(email="oksana@tastatur.example").name == "Oksana Prøve"


def publish(visitors: Visitors) -> None:
    page = visitors.of("organiser")
    page.goto(address("portal"))
    enter(page, f"a[href='{address('portal_event_start', visitors.world.own.ids['organisation'])}']")
    enter(page, f"a[href='{address('portal_event_new', visitors.world.own.ids['organisation'])}']")
    # A browser's own fields ask for a day, or for a month, first, and for AM where its people do.
    days = (timezone.localdate() + timedelta(days=ahead) for ahead in range(1, 150))
    day = next(day for day in days if day.day == day.month and day.month not in (1, 4))
    type_in(page, title="Tastaturkafé", description="Vi skriver sammen.", category="L")
    type_in(page, first_date=f"{day:%d%m%Y}", start_time="1000A", end_time="1100A", venue="T")
    enter(page, f"{SEND}:not([name])")
    event = Event.objects.get(texts__title="Tastaturkafé")
    assert event.occurrences.count() == 1


def count(visitors: Visitors) -> None:
    start = timezone.now() + timedelta(minutes=30)
    date = Occurrence.objects.get(pk=visitors.world.own.ids["date"])
    Occurrence.objects.filter(pk=date.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    page = visitors.of("organiser")
    page.goto(address("portal_door", date.public_id))
    type_in(page, adults="3")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, ".mp-door__save")
    page.keyboard.press("Enter")
    # Nothing is loaded anew: the phone says when the server has it.
    page.locator("[data-door-status]", has_text="Saved.").wait_for()
    assert Headcount.objects.get(occurrence=date).adults == 4


def send(visitors: Visitors) -> None:
    page = visitors.of("host")
    page.goto(address("package_list", visitors.world.own.ids["kommunenummer"]))
    enter(page, f"a[href='{address('campaign_dry_run', visitors.world.own.ids['step'])}']")
    before = Campaign.objects.count()
    enter(page, SEND)
    assert Campaign.objects.count() == before + 1


def language_menu(visitors: Visitors) -> None:
    """It opens and closes by the keyboard, and lies on nothing that has focus when it is left."""
    page = visitors.of("anonymous")
    page.goto(address("event_list", "heroy"))
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    assert page.locator("details.mp-lang").get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.localName") == "summary"
    page.keyboard.press("Enter")
    tab_to(page, "main a, main select, main input")
    assert page.locator("details.mp-lang").get_attribute("open") is None
    without = visitors.of("anonymous", java_script_enabled=False, viewport={"width": 320, "height": 700})
    without.goto(address("event_list", "heroy"))
    before = without.locator("main").bounding_box()
    without.locator("summary").first.click()
    after = without.locator("main").bounding_box()
    assert before
    assert after
    assert after["y"] > before["y"] + 100
