"""Languages, pictures, the front page and a page per municipality."""

import uuid
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.images import ImageFile
from wagtail.models import Locale, Page, Site

from core.languages import language_codes
from core.models import Picture
from home.demo import everywhere
from home.demo.places import WRITTEN
from home.demo.shapes import Written
from home.models import HomePage, MunicipalityPage
from organisations.models import Municipality

PICTURES = Path(__file__).resolve().parents[1] / "demo_pictures"


def make_locales() -> dict[str, Locale]:
    """One locale for each language of the site, by code."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in language_codes()}


def make_home_pages(locales: dict[str, Locale]) -> dict[str, HomePage]:
    """The front page in each language, and the site that starts at the Norwegian one."""
    root = Page.get_first_root_node()
    key = uuid.uuid4()
    pages: dict[str, HomePage] = {}
    for code, locale in locales.items():
        heading, intro = everywhere.HOME[code]
        pages[code] = root.add_child(
            instance=HomePage(
                title=everywhere.HOME_TITLES[code],
                slug=f"home-{code}",
                locale=locale,
                translation_key=key,
                heading=heading,
                intro=intro,
            )
        )
    _open_site(pages[settings.LANGUAGE_CODE])
    return pages


def _open_site(page: HomePage) -> None:
    """Point the default site at `page`; the "Welcome to Wagtail" page that came with the tables goes."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": port,
            "root_page": page,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    for welcome in Page.objects.filter(depth=2, slug="home").exclude(pk=page.pk):
        welcome.delete()


def make_picture(file_name: str, description: str) -> Picture:
    """A picture of the demonstration's own, with `description` as its alternative text."""
    with (PICTURES / file_name).open("rb") as file:
        return Picture.objects.create(
            title=Path(file_name).stem.capitalize(),
            description=description,
            credit="Møteplass",
            file=ImageFile(file, name=f"demo-{file_name}"),
        )


def make_municipality_pages(homes: dict[str, HomePage], municipalities: list[Municipality]) -> None:
    """A page for each municipality in each language."""
    written = {place.kommunenummer: place for place in WRITTEN}
    for municipality in municipalities:
        place = written.get(municipality.pk)
        facts = _host_of(place) if place else _office_of(municipality)
        texts = place.texts if place else everywhere.SHORT
        key = uuid.uuid4()
        for code, home in homes.items():
            text = texts[code]
            home.add_child(
                instance=MunicipalityPage(
                    title=municipality.name,
                    slug=municipality.slug,
                    locale=home.locale,
                    translation_key=key,
                    municipality=municipality,
                    greeting=text.greeting % {"name": municipality.name},
                    intro=text.intro % {"name": municipality.name},
                    host_role=text.host_role,
                    host_hours=text.host_hours,
                    host_languages=text.host_languages,
                    **facts,
                )
            )


def _host_of(place: Written) -> dict[str, object]:
    return {
        "image": make_picture(place.image, place.image_text),
        "host_image": make_picture(place.host_image, f"Tegning av {place.host_name}."),
        "host_name": place.host_name,
        "host_email": place.host_email,
        "host_phone": place.host_phone,
    }


def _office_of(municipality: Municipality) -> dict[str, object]:
    return {
        "host_name": everywhere.HOST_NAME,
        "host_email": f"post@{municipality.slug}.example",
        "host_phone": everywhere.HOST_PHONE,
    }
