"""Opening the door: a front page in every language, and a municipality's first page and admin."""

import uuid
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override, pgettext
from wagtail.models import Locale, Page, Site

from core.accounts.users import user_for
from core.languages import language_codes
from core.models import User
from home.models import HomePage, MunicipalityPage
from home.opening_texts import first_words
from organisations.models import Municipality, Role, StaffInvitation
from organisations.people.staff import invite
from organisations.tenancy.grants import grant_role


@transaction.atomic
def open_site() -> dict[str, HomePage]:
    """Make the front page in every language where it is missing; returns all of them by code."""
    homes = {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}
    key = next(iter(homes.values())).translation_key if homes else uuid.uuid4()
    for code in language_codes():
        if code not in homes:
            homes[code] = _make_home_page(code, key)
    _point_site_at(homes[settings.LANGUAGE_CODE])
    return homes


def _make_home_page(code: str, key: uuid.UUID) -> HomePage:
    locale, _created = Locale.objects.get_or_create(language_code=code)
    with override(code):
        page = HomePage(
            title=pgettext("title of the front page", "Home"),
            slug=f"home-{code}",
            locale=locale,
            translation_key=key,
            heading=gettext("Where do you live?"),
            intro=gettext(
                "Meet people where you live. Read in your language what is on this week. Choose your "
                "municipality."
            ),
        )
    return Page.get_first_root_node().add_child(instance=page)


def _point_site_at(page: HomePage) -> None:
    """The default site starts at `page`; the "Welcome to Wagtail" page that came with the tables goes."""
    address = urlsplit(settings.BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "root_page": page,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    for welcome in Page.objects.filter(depth=2, slug="home").exclude(pk=page.pk):
        welcome.delete()


@transaction.atomic
def open_municipality(*, municipality: Municipality, admin_email: str) -> User:
    """Let `municipality` take part: a page in every language, and an admin who logs in with this address.

    A repeat adds what is missing: another admin, a page in a new language. Returns the admin.
    """
    open_door(municipality=municipality)
    admin = user_for(email=admin_email)
    grant_role(user=admin, role=Role.ADMIN, municipality=municipality)
    return admin


@transaction.atomic
def open_and_invite(
    *, municipality: Municipality, admin_email: str, by: User, now: datetime
) -> StaffInvitation | None:
    """The same from the portal: the first admin gets an e-mail, and has the role with their own yes."""
    open_door(municipality=municipality)
    return invite(place=municipality, email=admin_email, roles=[Role.ADMIN], by=by, now=now)


@transaction.atomic
def open_door(*, municipality: Municipality) -> None:
    """Let `municipality` take part, with a page in every language. A repeat adds what is missing."""
    Municipality.objects.filter(pk=municipality.pk).update(is_active=True)
    pages = {page.locale.language_code: page for page in municipality.pages.select_related("locale")}
    key = next(iter(pages.values())).translation_key if pages else uuid.uuid4()
    for code, home in open_site().items():
        if code not in pages:
            _make_municipality_page(municipality, code, home, key)


def _make_municipality_page(municipality: Municipality, code: str, home: HomePage, key: uuid.UUID) -> None:
    first = first_words(code)
    add_municipality_page(municipality, home, key, greeting=first.greeting, intro=first.intro)


def add_municipality_page(
    municipality: Municipality,
    home: HomePage,
    key: uuid.UUID,
    *,
    greeting: str,
    intro: str,
    **facts: object,
) -> None:
    """Put the page of `municipality` under the front page `home`, in its language.

    `key` is shared by the page's languages; in `greeting` and `intro` "%(name)s" stands for the
    municipality; `facts` are values of `MunicipalityPage`'s other fields.
    """
    home.add_child(
        instance=MunicipalityPage(
            title=municipality.name,
            slug=municipality.slug,
            locale=home.locale,
            translation_key=key,
            municipality=municipality,
            greeting=greeting % {"name": municipality.name},
            intro=intro % {"name": municipality.name},
            **facts,
        )
    )
