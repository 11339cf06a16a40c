"""Every kind of page, out of the table of who comes to what: a new route is looked at without more ado."""

import re
from dataclasses import dataclass, field
from time import time
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.test import Client
from playwright.sync_api import Browser, Page

from events.models import EventText
from newcomers.welcome.models import WelcomePackage
from organisations.models import Municipality, Organisation, Venue
from tests.browser.conftest import DESKTOP
from tests.isolation.access import Access, the_table
from tests.isolation.world import World
from tests.proving import WHOLE

# 61 letters; a real one has 35 ("flerkulturellungdomsorganisasjonen").
WORD = "Flyktninghjelpsorganisasjonssamarbeidsutvalgsmedlemsmøtedagen"
# Who looks, of those who may: the one with the least.
ORDER = ("anonymous", "stranger", "organiser", "owner", "adviser", "host", "editor", "admin", "superuser")
# Files, what is only posted to, and what ends the visit.
NO_PAGE = re.compile(
    r"_ics|_calendar$|_atom$|^api_(?!page)|^robots$|^sitemap|embed_(data|script|style)$|_qr|_csv|_xlsx|figures_(json|pdf)$|template$|corrections$|one_click|sprite|catalog|docs_serve|account_logout"
    r"|signup_(confirm|party)|portal_signup_place|sms_from_provider|mail_from_provider|follow_(yes|stop)|event_picture$|_poster_file$|_answer$|campaign_(again|pause|resume)|selection_save|step_test$|step_mail$|step_preview_booklet|event_undo|newcomer_import_undo|event_bring_back|portal_unshare"
    r"|found_closed|meet_me$|taking_in_forget$|subscription_look$|subscription_(set_going|zones)$|queue_approve$|date_confirm$|_door_list$|is_it_on_act"
    r"|join_(yes|reply|withdraw)$|portal_application_(accept|ask|decline)$|directory_take_in$"
    r"|answers_(move|copy)$|_withdraw$|standing_(remove|act)$|confirm_(shown|short)$"
    r"|queue_mail$|substitute_end$|step_(new|explainer|machine)$|section_machine$"
    r"|short_link$|letter_close$|welcome_step_hold$|package_by_itself$|company_done$"
    r"|thing_back$|loan_out$|newcomer_(trust|offer|offer_remove)$|way_in_close$|about_me_file$|my_data(_account)?_file$"
    r"|portal_door_(worker|state|settle)$|here_answer$"
    r"|booklet_(file|paper|job_file|job_again|take_back)$"
)
# Wagtail's pages are its own. Ours in it: the front page, lists with our columns, the dates in the editor.
ADMIN = {
    "wagtailadmin_home",
    "wagtailsnippets_welcome_packagestep:list",
}
# Pages that no line of the table leads to.
OTHERS = {
    "an address that is nowhere": ("anonymous", "/nb/not-a-place/"),
    "a search with results": ("anonymous", "/nb/find/?q=heroy"),
    "a search without": ("anonymous", "/nb/find/?q=xyz"),
    "each activity once": ("anonymous", "/nb/heroy/events/?view=series"),
    "nothing is found": ("anonymous", "/nb/heroy/events/?category=sprakkafe&day=today"),
    "earlier activities": ("organiser", "/nb/portal/events/?past=1"),
}


@dataclass(frozen=True)
class Visit:
    """One kind of page: what it is called here, who looks, and where it is in Norwegian."""

    name: str
    role: str
    address: str

    @property
    def is_in_the_admin(self) -> bool:
        return self.address.startswith("/admin/")

    def spoken(self, language: str) -> str:
        return re.sub(r"^/nb/", f"/{language}/", self.address)


def all_visits(world: World) -> list[Visit]:
    """A visit for each line of the table that leads to a page; one a route in the short run."""
    visits: dict[str, Visit] = {}
    for line in the_table():
        if shows_a_page(line):
            visit = Visit(str(line), who(line), line.address(world.own, world.other))
            visits.setdefault(visit.name if WHOLE else line.route.key, visit)
    return [*visits.values(), *(Visit(name, *where) for name, where in OTHERS.items())]


def shows_a_page(line: Access) -> bool:
    if line.who == "nobody" or any(name.startswith("&") for name, _kind in line.things):
        return False
    if line.route.address.startswith("admin/") or line.route.key.startswith("wagtail"):
        return line.route.key in ADMIN or line.route.key == "wagtail_serve"
    return not line.route.key.endswith("_by_number") and not NO_PAGE.search(line.route.key)


def who(line: Access) -> str:
    if line.who == "self":
        return "stranger"
    return next(role for role in ORDER if role in line.allowed)


def with_long_words(world: World) -> None:
    """Every name is one long word: Norwegian makes one word of many."""
    ids = world.own.ids
    Municipality.objects.filter(pk=ids["kommunenummer"]).update(name=WORD)
    # No organisation is called what its municipality is called.
    Organisation.objects.filter(pk=ids["organisation"]).update(name=f"{WORD} lag")
    Venue.objects.filter(pk=ids["venue"]).update(name=WORD, address=WORD)
    for package in WelcomePackage.objects.all():
        package.name = f"{WORD} {package.pk}"
        package.save()
    for text in EventText.objects.all():
        text.title, text.description = f"{WORD} {text.pk}", f"{text.description} {WORD}"
        text.save()
    for user in world.actors.values():
        user.name = WORD
        user.save()


@dataclass
class Visitors:
    """The actors' browsers, one page each, logged in as if they had just typed their code."""

    browser: Browser
    world: World
    url: str
    pages: dict[str, Page] = field(default_factory=dict)

    def of(self, role: str, **options: Any) -> Page:
        if role not in self.pages or options:
            context = self.browser.new_context(
                **{
                    "viewport": DESKTOP,
                    "base_url": self.url,
                    "locale": "en-GB",
                    "reduced_motion": "reduce",
                    **options,
                }
            )
            context.set_default_timeout(15_000)
            if role != "anonymous":
                key = self._session(role).session_key
                context.add_cookies([{"name": "sessionid", "value": str(key), "url": self.url}])
            page = context.new_page()
            if options:
                return page
            self.pages[role] = page
        return self.pages[role]

    def _session(self, role: str) -> SessionBase:
        client = Client()
        client.force_login(self.world.actors[role])
        session = client.session
        session["account_authentication_methods"] = [{"method": "code", "at": time()}]
        session.save()
        return session
