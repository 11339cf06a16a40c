"""At the door on a phone whose network comes and goes; and a newcomer's own list, in a real browser."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page

from events.door.models import Headcount, PhoneCount, SelfCount, Tick
from events.models import Occurrence
from tests import factories
from tests.browser.conftest import PHONE
from tests.servers import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def date(demonstration) -> Occurrence:
    """Of the demonstration's activities with sign-up, one that is on right now, with two parties."""
    rows = Occurrence.objects.public().scheduled().filter(event__admission="sign_up", venue__isnull=False)
    found = rows.exclude(category="tro-livssyn").order_by("pk").first()
    now = timezone.now()
    found.starts_at, found.ends_at = now - timedelta(minutes=5), now + timedelta(hours=1)
    found.save()
    Headcount.objects.filter(occurrence=found).delete()
    found.signups.all().delete()
    factories.a_signup(found, name="Amina Farah", email="amina@example.org", adults=1, children_6_12=2)
    factories.a_signup(found, name="Oleh Koval", email="oleh@example.org", adults=2)
    return found


@pytest.fixture
def organiser(date):
    return factories.a_member(date.organisation, user=factories.a_user("Ola Dør"))


def plus(page: Page, name: str, times: int = 1) -> None:
    for _each in range(times):
        page.click(f".mp-door__count:has(input[name={name}]) .mp-door__step:last-child")


def value(page: Page, name: str) -> str:
    return page.input_value(f"input[name={name}]")


def status(page: Page, words: str) -> None:
    page.wait_for_selector(f"[data-door-status]:has-text('{words}')")


def saved(page: Page) -> None:
    page.wait_for_selector("[data-door-status][data-color=success]", timeout=30_000)


def kept(page: Page) -> list:
    """What the phone itself has."""
    return page.evaluate(
        """() => new Promise((done, fail) => {
          setTimeout(fail, 10000, "it waits for somebody who has it open");
          const request = indexedDB.open("mp-door");
          request.onsuccess = () => {
            const names = request.result.objectStoreNames;
            if (!names.contains("dates")) return done([]);
            const all = request.result.transaction("dates").objectStore("dates").getAll();
            all.onsuccess = () => { request.result.close(); done(all.result); };
          };
        })"""
    )


def count_of(date) -> tuple:
    row = Headcount.objects.get(occurrence=date)
    return (row.adults, row.children, row.first_timers, row.newcomers, row.newcomers_first)


def test_counting_goes_on_without_a_signal_and_counts_once(demonstration, date, organiser):
    page = demonstration.log_in(organiser.email, PHONE)
    door = f"/en/portal/dates/{date.public_id}/door/"
    page.goto(door)
    status(page, "Ready")
    plus(page, "adults", 2)
    saved(page)
    assert count_of(date) == (2, 0, 0, None, None)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.wait_for_function(
        "async () => { for (const name of await caches.keys()) if ((await (await caches.open(name)).keys())"
        ".some((one) => one.url.endsWith('/offline/'))) return true; return false; }"
    )
    # The narrowest scope there is, and a kept page without anybody's name.
    workers = "(await navigator.serviceWorker.getRegistrations())"
    scopes = page.evaluate(f"async () => {workers}.map((worker) => new URL(worker.scope).pathname)")
    assert scopes == [door]
    text = page.evaluate(
        """async () => {
          let text = "";
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const key of await cache.keys()) text += await (await cache.match(key)).text();
          }
          return text;
        }"""
    )
    for name in ("Amina", "Oleh", "Ola Dør", organiser.email):
        assert name not in text

    page.context.set_offline(True)
    plus(page, "children", 1)
    page.check("input[name=came] >> nth=0")
    status(page, "No signal")
    assert (value(page, "adults"), value(page, "children")) == ("3", "3")
    # The phone is put away, and opened again without a signal.
    page.goto(door)
    page.wait_for_selector("h1:has-text('Counting without a signal')")
    status(page, "No signal")
    assert (value(page, "adults"), value(page, "children")) == ("3", "3")
    plus(page, "first_timers", 1)
    plus(page, "newcomers", 2)
    plus(page, "newcomers_first", 1)
    plus(page, "volunteers", 1)
    page.click("[data-door-undo]")
    assert value(page, "volunteers") == "0"
    assert count_of(date) == (2, 0, 0, None, None)

    page.context.set_offline(False)
    saved(page)
    assert count_of(date) == (3, 3, 1, 2, 1)
    assert Tick.objects.get(occurrence=date).signup.name == "Amina Farah"
    # Who was ticked has left the phone; who was not has not come yet.
    assert "Amina" not in json.dumps(kept(page))
    assert "Oleh" in json.dumps(kept(page))
    page.goto(door)
    page.wait_for_selector("h1:has-text('At the door')")
    saved(page)
    assert count_of(date) == (3, 3, 1, 2, 1)
    assert PhoneCount.objects.filter(occurrence=date).count() == 1

    # Whoever logs out leaves nothing, though another window is open at the door.
    other_window = page.context.new_page()
    other_window.goto(door)
    status(other_window, "Ready")
    with page.expect_navigation():
        page.click("form[action$='/account/logout/'] button >> visible=true")
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    page.wait_for_function("async () => (await caches.keys()).length === 0")
    assert kept(page) == []
    assert page.evaluate("localStorage.getItem('mp:door')") is None


def test_what_was_counted_without_a_signal_goes_from_any_page_of_the_portal(demonstration, date, organiser):
    page = demonstration.log_in(organiser.email, PHONE)
    page.goto(f"/en/portal/dates/{date.public_id}/door/")
    status(page, "Ready")
    page.context.set_offline(True)
    plus(page, "adults", 2)
    status(page, "No signal")
    # The door is left before there is a signal again.
    page.close()
    page.context.set_offline(False)
    assert not Headcount.objects.filter(occurrence=date, adults=2).exists()
    elsewhere = page.context.new_page()
    elsewhere.goto("/en/portal/")
    elsewhere.wait_for_selector("[data-door-later-sent]:visible")
    assert Headcount.objects.get(occurrence=date).adults == 2
    elsewhere.goto("/en/portal/")
    assert elsewhere.is_hidden("[data-door-later-sent]")
    assert "Amina" not in json.dumps(kept(elsewhere))


def test_names_leave_the_phone_with_the_page_once_all_is_sent(demonstration, date, organiser):
    page = demonstration.log_in(organiser.email, PHONE)
    door = f"/en/portal/dates/{date.public_id}/door/"
    page.goto(door)
    status(page, "Ready")
    assert "Amina" in json.dumps(kept(page))
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    # Where there is no signal, nothing could bring the names again.
    page.context.set_offline(True)
    page.wait_for_function("() => !navigator.onLine")
    page.reload()
    page.wait_for_selector("h1:has-text('Counting without a signal')")
    assert page.is_visible("text=Amina Farah")
    page.context.set_offline(False)
    page.goto(door)
    page.wait_for_selector("h1:has-text('At the door')")
    status(page, "Ready")
    page.close()
    page = page.context.new_page()
    page.goto("/en/portal/")
    page.wait_for_function("() => !JSON.parse(localStorage.getItem('mp:door')).named")
    assert "Amina" not in json.dumps(kept(page))
    page.context.set_offline(True)
    page.goto(door)
    page.wait_for_selector("text=The names of those who signed up are not on this phone now")
    assert not page.is_visible("[data-door-names]")
    page.context.set_offline(False)
    page.wait_for_selector("text=Amina Farah")
    assert page.is_hidden("[data-door-nameless]")


def test_a_phone_whose_clock_is_days_ahead_counts_and_keeps_as_any_other(demonstration, date, organiser):
    page = demonstration.log_in(organiser.email, PHONE)
    page.add_init_script("const right = Date.now; Date.now = () => right() + 36 * 3600 * 1000")
    door = f"/en/portal/dates/{date.public_id}/door/"
    page.goto(door)
    status(page, "Ready")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    plus(page, "adults", 1)
    saved(page)
    page.goto(door)
    saved(page)
    page.context.set_offline(True)
    plus(page, "adults", 1)
    status(page, "kept on this phone")
    page.reload()
    page.wait_for_selector("h1:has-text('Counting without a signal')")
    status(page, "kept on this phone")
    assert value(page, "adults") == "2"
    page.context.set_offline(False)
    saved(page)
    assert count_of(date)[0] == 2


def test_a_date_that_was_cancelled_while_the_phone_had_no_signal_says_so(demonstration, date, organiser):
    page = demonstration.log_in(organiser.email, PHONE)
    page.goto(f"/en/portal/dates/{date.public_id}/door/")
    status(page, "Ready")
    page.context.set_offline(True)
    plus(page, "adults", 4)
    status(page, "No signal")
    Occurrence.objects.filter(pk=date.pk).update(status="cancelled")
    page.context.set_offline(False)
    status(page, "not for a date that is cancelled")
    assert value(page, "adults") == "4"
    assert kept(page)[0]["mine"]["adults"] == 4
    assert not Headcount.objects.filter(occurrence=date).exists()
    page.on("dialog", lambda dialog: dialog.accept())
    # There is nothing to count any more: what was counted is shown there, and on any page of the portal.
    for address in (f"/en/portal/dates/{date.public_id}/door/", "/en/portal/"):
        page.goto(address)
        page.wait_for_selector("[data-door-later-refused]:has-text('not for a date that is cancelled')")
        assert page.inner_text("[data-door-later-refused] dl").split() == ["Adults", "4"]
    page.click("[data-door-later-drop]")
    page.wait_for_selector("[data-door-later-refused]", state="hidden")
    assert kept(page) == []


def test_what_a_cancelled_date_has_counted_is_deleted_on_its_own_page(demonstration, date, organiser):
    page = demonstration.log_in(organiser.email, PHONE)
    page.goto(f"/en/portal/dates/{date.public_id}/door/")
    status(page, "Ready")
    Occurrence.objects.filter(pk=date.pk).update(status="cancelled")
    plus(page, "adults", 1)
    status(page, "not for a date that is cancelled")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("[data-door-drop]")
    page.wait_for_selector("text=there is nobody to count")
    assert kept(page) == []


def test_two_phones_at_one_door_are_both_seen(demonstration, date, organiser):
    other = factories.a_member(date.organisation, user=factories.a_user("Anne Annen"))
    one = demonstration.log_in(organiser.email, PHONE)
    two = demonstration.log_in(other.email, PHONE)
    door = f"/en/portal/dates/{date.public_id}/door/"
    for page in (one, two):
        page.goto(door)
        status(page, "Ready")
        page.context.set_offline(True)
    plus(one, "adults", 3)
    plus(two, "adults", 2)
    for page in (one, two):
        page.context.set_offline(False)
        saved(page)
    assert count_of(date)[0] == 3
    two.wait_for_selector("text=Anne Annen has counted on another phone")
    assert value(two, "adults") == "2"
    two.click("button[name=how][value=together]")
    two.wait_for_selector("text=The count is saved")
    saved(two)
    assert count_of(date)[0] == 5
    assert value(two, "adults") == "5"


def test_a_newcomers_own_list_from_the_poster_to_the_paper(demonstration, date):
    cache.clear()
    SelfCount.objects.filter(occurrence=date).delete()
    asked: list[str] = []
    page = demonstration.open(PHONE)
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    page.goto(f"/en/{date.municipality.slug}/places/{date.venue_id}/here/")
    page.wait_for_selector("[data-mine-added]:visible")
    page.check("input[name=new][value=yes]")
    page.check("input[name=first][value=yes]")
    page.click("#new button[type=submit]")
    page.wait_for_selector("h2:has-text('Thank you')")
    wait_until(lambda: SelfCount.objects.filter(occurrence=date, newcomers=1, newcomers_first=1).exists(), 5)
    page.goto(f"/en/{date.municipality.slug}/places/{date.venue_id}/here/")
    page.wait_for_selector("[data-mine-added]:visible")
    assert page.is_hidden("#new")
    page.click("text=See my list")
    page.wait_for_selector("[data-mine-dates] li")
    title = date.event.text_for("en").title
    assert title in page.inner_text("[data-mine-dates]")

    page.fill("[data-mine-name]", "Amina Farah")
    page.evaluate("window.print = () => { window.printed = document.body.className }")
    page.click("[data-mine-print=certificate]")
    assert "mp-prints-mine" in page.evaluate("window.printed")
    page.emulate_media(media="print")
    papers = page.locator("[data-mine-paper=certificate]:visible")
    assert papers.count() == 2
    assert "Amina Farah" in papers.nth(0).inner_text()
    assert "Bekreftelse på deltakelse" in papers.nth(1).inner_text()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")

    page.click("[data-mine-move]")
    page.wait_for_selector("[data-mine-code] svg")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demonstration.url)
    page.click("[data-mine-copy]")
    page.wait_for_selector("[data-mine-step]:has-text('Copied')")
    link = page.evaluate("navigator.clipboard.readText()")
    assert "#take=" in link
    assert not [url for url in asked if "take=" in url or title in url or "Amina" in url]

    new_phone = demonstration.open(PHONE)
    sent: list[str] = []
    new_phone.on("request", lambda request: sent.append(request.url))
    new_phone.goto(link)
    new_phone.wait_for_selector("[data-mine-arrived]:visible")
    assert new_phone.is_hidden("[data-mine-full]"), "nothing comes into a list by a link alone"
    assert "#" not in new_phone.url
    new_phone.click("[data-mine-yes]")
    new_phone.wait_for_selector("[data-mine-dates] li")
    assert not [url for url in sent if "take" in url]
    new_phone.on("dialog", lambda dialog: dialog.accept())
    new_phone.click("[data-mine-empty]")
    new_phone.wait_for_selector("[data-mine-nothing]:visible")
    assert new_phone.evaluate("localStorage.getItem('mp:list')") is None


def test_without_javascript_and_without_memory_it_says_so(demonstration, date):
    page = demonstration.open(PHONE, javascript=False)
    url = f"/en/{date.municipality.slug}/events/{date.public_id}/here/"
    page.goto(url)
    assert "The list needs JavaScript" in page.inner_text("main")
    page.check("input[name=new][value=yes]")
    page.check("input[name=first][value=no]")
    page.click("#new button[type=submit]")
    assert "You have answered" in page.inner_text("main")
    assert SelfCount.objects.get(occurrence=date).newcomers == 1
    page.goto("/en/my-list/")
    assert "The list needs JavaScript" in page.inner_text("main")

    forgetful = demonstration.open(PHONE)
    forgetful.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    forgetful.goto(url)
    forgetful.wait_for_selector("[data-mine-unkept]:visible")
    forgetful.goto("/en/my-list/")
    forgetful.wait_for_selector("[data-mine-unkept]:visible")
