"""The whole mission on one thread: publish, find, sign up, welcome, count, see the figures."""

import re
from datetime import timedelta

import pytest
import vobject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import Page, expect

from events.door.models import Headcount
from events.models import Event, Occurrence
from events.signups.models import Signup
from newcomers.models import Newcomer
from newcomers.welcome.models import Delivery
from organisations.models import Municipality
from tests.browser.conftest import PHONE, Demonstration

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

# By what they are, not by how they look: a card of the list has a time, the host has a heading.
CARD = "main article:has(time)"
HOST = "section[aria-labelledby=host-heading] h3"
# The first form of the page's own: the menu's log-out is one too.
SEND = "main form[method=post]:not([action*='/logout/']) button[type=submit]"

LIST_OF_ARRIVALS = (
    "Navn;E-post;Språk;Ankomst\r\n"
    "Oksana Prøve;oksana@nykommer.example;ukrainsk;2026-10\r\n"
    "Khalid Prøve;khalid@nykommer.example;arabisk;oktober 2026\r\n"
    "Emily Prøve;emily@nykommer.example;English;10.2026\r\n"
    "Bjørn Prøve;bjorn@nykommer.example;norsk;\r\n"
    "Uten Adresse;;norsk;2026-10\r\n"
    "Ukjent Språk;ukjent@nykommer.example;qwrtpsdf;2026-10\r\n"
).encode("cp1252")


def test_walk_from_published_activity_to_figures(demonstration: Demonstration, tmp_path):
    visitor = find_heroy_in_ukrainian(demonstration)
    read_a_language_cafe(visitor)
    read_it_in_arabic(demonstration)
    for language in ("uk", "ar", "nn"):
        sign_up_and_cancel(demonstration, language)
    title = publish_a_weekly_cafe(demonstration)
    approve_it(demonstration, title)
    every_date_is_in_the_list(demonstration, title)
    welcome_the_new_arrivals(demonstration, tmp_path)
    count_at_the_door(demonstration, title)
    see_the_figures(demonstration)


def find_heroy_in_ukrainian(site: Demonstration) -> Page:
    page = site.open(PHONE)
    page.goto("/")
    expect(page.get_by_role("link", name=re.compile("Українська"))).to_have_attribute("lang", "uk")
    page.get_by_role("link", name=re.compile("Українська")).click()
    page.wait_for_url("**/uk/")
    page.get_by_role("searchbox").press_sequentially("heroy")
    results = page.locator("#search-results .mp-foundlist").first.locator("li")
    expect(results).to_have_count(2)
    expect(results.filter(has_text="Møre og Romsdal")).to_have_count(1)
    results.filter(has_text="Nordland").get_by_role("link").click()
    page.wait_for_url("**/uk/heroy-nordland/")
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    expect(page.locator(HOST)).to_contain_text("Ingrid")
    assert page.locator(CARD).count() >= 3
    assert_fits(page)
    return page


def read_a_language_cafe(page: Page) -> None:
    page.goto("/uk/heroy-nordland/events/?day=week&category=sprakkafe")
    kinds = page.locator(CARD).evaluate_all("cards => cards.map((card) => card.dataset.color)")
    assert set(kinds) == {"accent"}
    page.locator(f"{CARD} h3 a").first.click()
    expect(page.locator("main")).to_contain_text("Це мовне кафе")
    expect(page.locator("main div[lang=nb]")).to_have_count(1)
    assert_fits(page)


def read_it_in_arabic(site: Demonstration) -> None:
    page = site.open(PHONE)
    page.goto("/ar/heroy-nordland/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(f"{HOST} bdi")).to_have_attribute("dir", "ltr")
    page.locator(f"{CARD} h3 a").first.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert_fits(page)


def sign_up_and_cancel(site: Demonstration, language: str) -> None:
    address = f"oksana-{language}@besok.example"
    occurrence = (
        Occurrence.objects.public()
        .filter(municipality="1818", event__admission="sign_up", starts_at__gt=timezone.now())
        .order_by("starts_at")
        .first()
    )
    page = site.open(PHONE)
    page.goto(f"/{language}/heroy-nordland/events/{occurrence.public_id}/")
    assert_fits(page)
    page.click("a[href='#sign-up']")
    page.fill("input[name=name]", "Oksana Prøve")
    page.fill("input[name=email]", address)
    assert_fits(page)
    page.click("main form summary")
    page.fill("input[name=adults]", "2")
    page.fill("input[name=children_6_12]", "1")
    assert_fits(page)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/thanks/**")

    letter = site.letter_to(address)
    assert letter.message["Content-Language"] == language
    calendar = vobject.readOne(letter.attachment(".ics").decode())
    assert calendar.vevent.dtstart.value == occurrence.starts_at.replace(microsecond=0)
    signup = Signup.objects.get(email=address)
    assert (signup.adults, signup.children_6_12, signup.language) == (2, 1, language)

    page.goto(letter.link("/sign-up/"))
    signup.refresh_from_db()
    assert signup.status == Signup.Status.CONFIRMED
    assert not signup.is_firm
    assert_fits(page)
    page.click("main form[action$='/confirm/'] button")
    page.wait_for_load_state()
    signup.refresh_from_db()
    assert signup.is_firm
    page.click("main a[href$='/cancel/']")
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    signup.refresh_from_db()
    assert signup.status == Signup.Status.CANCELLED


def publish_a_weekly_cafe(site: Demonstration) -> str:
    title = "Språkkafé i Prøvestua"
    page = site.log_in("organiser@moteplass.example", PHONE)
    page.click("main a[href$='/portal/organisations/'].ds-button")
    page.locator("li", has_text="Språkvenner").locator("a[href*='/portal/events/start/']").click()
    page.get_by_role("button", name="Language café", exact=True).click()
    page.wait_for_url("**/steps/what/")
    page.fill("input[name=title]", title)
    page.fill("textarea[name=description]", "Vi snakker norsk sammen. Alle er velkomne.")
    assert_fits(page)
    page.click("button[name=next]")
    page.wait_for_url("**/steps/when/")
    first = timezone.localdate() + timedelta(days=3)
    page.fill("input[name=first_date]", first.isoformat())
    page.fill("input[name=start_time]", "17:00")
    page.fill("input[name=end_time]", "19:00")
    page.check("input[name=repeats][value=weekly]")
    page.fill("input[name=until]", (first + timedelta(weeks=11)).isoformat())
    # Also in the pauses, so that the walk is the same in every season.
    page.click("details[data-asked=week]:not([open]) > summary")
    for name in ("also_at_holidays", "also_in_summer"):
        # Each answer shows the dates anew.
        page.wait_for_load_state("networkidle")
        page.check(f"input[name={name}]")
    boxes = page.locator("input[name=kept]")
    expect(boxes).to_have_count(12)
    # And on public holidays.
    for box in boxes.all():
        box.check()
    assert_fits(page)
    page.click("button[name=next]")
    page.wait_for_url("**/steps/where/")
    page.select_option("select[name=venue]", index=1)
    page.click("button[name=next]")
    page.wait_for_url("**/steps/who/")
    page.check("input[name=children_welcome]")
    assert_fits(page)
    page.click("button[name=next]")
    page.wait_for_url("**/steps/look/")
    assert_fits(page)
    page.click("button[name=publish]")
    page.wait_for_url(re.compile(r"/portal/events/\d+/$"))
    event = Event.objects.get(pk=int(page.url.rstrip("/").rsplit("/", 1)[1]))
    assert event.occurrences.count() == 12
    assert not event.live
    visitor = site.open(PHONE)
    visitor.goto("/nb/heroy-nordland/events/?category=sprakkafe&view=series")
    expect(visitor.get_by_text(title)).to_have_count(0)
    return title


def approve_it(site: Demonstration, title: str) -> None:
    page = site.log_in("editor@moteplass.example")
    page.goto("/nb/portal/queue/")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("button", name="Godkjenn", exact=True).click()
    page.wait_for_url("**/portal/queue/")
    event = Event.objects.get(texts__title=title)
    assert event.live
    assert event.occurrences.filter(is_public=True).count() == 12


def every_date_is_in_the_list(site: Demonstration, title: str) -> None:
    page = site.open(PHONE, javascript=False)
    page.goto("/nb/heroy-nordland/events/?category=sprakkafe&view=series")
    card = page.locator(CARD, has_text=title)
    expect(card).to_have_count(1)
    expect(card).to_contain_text("9")


def welcome_the_new_arrivals(site: Demonstration, tmp_path) -> None:
    page = site.log_in("host@moteplass.example")
    before = Newcomer.objects.filter(municipality="1818").count()
    page.goto("/en/portal/newcomers/1818/import/")
    file = tmp_path / "nye.csv"
    file.write_bytes(LIST_OF_ARRIVALS)
    page.set_input_files("input[type=file]", file)
    page.click(SEND)
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("qwrtpsdf", timeout=30_000)
    page.click("button[name=take_in]")
    expect(page.locator("#undo")).to_be_visible(timeout=30_000)
    # One has no address: a booklet is handed over.
    assert Newcomer.objects.filter(municipality="1818").count() == before + 5
    assert Newcomer.objects.get(email="bjorn@nykommer.example").name == "Bjørn Prøve"

    page.goto("/en/portal/packages/1818/")
    page.locator("main a[href*='/preview/']").first.click()
    for language in ("nb", "en", "uk", "ar"):
        page.locator(f"main a[href*='language={language}']").first.click()
        page.wait_for_load_state()
        assert f"language={language}" in page.url
    page.goto("/en/portal/packages/1818/")
    page.locator("main a[href*='/send/']").first.click()
    expect(page.locator("main")).to_contain_text("Nothing has been sent yet")
    page.click(SEND)
    page.wait_for_url("**/portal/campaigns/*/")
    for address, language in (("oksana", "uk"), ("khalid", "ar"), ("emily", "en"), ("bjorn", "nb")):
        letter = site.letter_to(f"{address}@nykommer.example", header="List-Unsubscribe-Post")
        assert letter.message["Content-Language"] == language
    expect(page.locator("progress").first).to_have_js_property("position", 1, timeout=30_000)
    sent = Delivery.objects.filter(newcomer__email__endswith="@nykommer.example")
    assert {delivery.state for delivery in sent} == {Delivery.State.SENT}
    mails = len(site.mail.messages)

    page.goto("/en/portal/packages/1818/")
    page.locator("main a[href*='/send/']").first.click()
    expect(page.locator("main")).to_contain_text("nobody to send it to")
    expect(page.locator("#send")).to_have_count(0)
    assert len(site.mail.messages) == mails


def count_at_the_door(site: Demonstration, title: str) -> None:
    occurrence = Occurrence.objects.filter(event__texts__title=title).order_by("starts_at").first()
    # The door opens two hours before: tonight's date stands in for the one in three days.
    start = timezone.now() + timedelta(minutes=30)
    Occurrence.objects.filter(pk=occurrence.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    page = site.log_in("organiser@moteplass.example", PHONE)
    with override("en"):
        page.goto(reverse("portal_door", args=[occurrence.public_id]))
    for name, number in {"adults": 7, "children": 3, "volunteers": 2, "first_timers": 6}.items():
        page.fill(f"input[name={name}]", str(number))
    assert_fits(page)
    page.click(SEND)
    expect(page.locator("[data-door-status]")).to_have_text("Saved.")
    assert Headcount.objects.get(occurrence=occurrence).participants == 10


def see_the_figures(site: Demonstration) -> None:
    page = site.log_in("adviser@moteplass.example")
    page.goto("/en/portal/figures/")
    expect(page.locator("main")).to_contain_text("Herøy")
    expect(page.locator("main")).to_contain_text("Packages sent")
    with page.expect_download() as download:
        page.locator("main a[href*='figures.csv']").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert Municipality.objects.get(pk="1818").name in text
    with page.expect_download() as download:
        page.locator("main a[href*='figures.xlsx']").click()
    assert download.value.path().read_bytes().startswith(b"PK")


def assert_fits(page: Page) -> None:
    """Nothing stands outside the screen."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
