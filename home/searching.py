"""One search over everything that is public: activities, organisations and pages."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from wagtail.models import Page

from core.searching import asking
from core.searching.asking import Asked
from events.choices import Category
from events.discovery.hosts import PlaceLink
from events.discovery.searching import (
    FoundActivities,
    find_activities,
    find_organisations,
    find_standing_places,
    to_be_shown,
)
from home.guides import best_of
from home.models import MunicipalityPage
from home.searching_words import PAGE
from organisations.models import Municipality, Organisation

MOST_ORGANISATIONS = 5
MOST_PLACES = 8
MOST_PAGES = 5
# A guide has a version for each language, and is shown once.
VERSIONS = 6


@dataclass(frozen=True)
class FoundPage:
    """A page in the reader's language, or in the one it is written in: `language` says which."""

    title: str
    language: str
    url: str


@dataclass(frozen=True)
class Found:
    """What was found. `asked.meant` is what was looked for in place of mistyped words."""

    asked: Asked
    activities: FoundActivities
    organisations: list[Organisation] = field(default_factory=list)
    # With opening hours.
    places: list[PlaceLink] = field(default_factory=list)
    pages: list[FoundPage] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.activities.cards or self.organisations or self.places or self.pages)


def search_everything(
    *,
    text: str,
    municipality: Municipality | None = None,
    language: str,
    now: datetime,
    limit: int = 20,
) -> Found:
    """What `text` finds for a reader of `language`, what is in `municipality` first. 13 queries, at most.

    `text` may be anything that somebody typed: what has no letter or digit in it finds nothing.
    """
    asked = asking.read(text)
    if not asked:
        return Found(asked, FoundActivities([]))
    return Found(
        asked=asked,
        activities=find_activities(asked, municipality=municipality, now=now, limit=limit),
        organisations=find_organisations(asked, municipality=municipality, limit=MOST_ORGANISATIONS),
        places=find_standing_places(asked, municipality=municipality, now=now, limit=MOST_PLACES),
        pages=find_pages(asked, language=language, limit=MOST_PAGES),
    )


def find_pages(asked: Asked, *, language: str, limit: int) -> list[FoundPage]:
    """Pages with every word, each in the version that a reader of `language` gets. Three queries."""
    closed = MunicipalityPage.objects.filter(municipality__is_active=False)
    public = Page.objects.live().filter(pk=OuterRef("row"), view_restrictions__isnull=True)
    found = asking.found(asked, PAGE).filter(Exists(public), hits=len(asked.groups))
    ranked = list(found.order_by("-score", "pk").values_list("row", flat=True)[: limit * VERSIONS])
    if not ranked:
        return []
    same = Page.objects.filter(pk__in=ranked).values("translation_key")
    versions = Page.objects.live().filter(translation_key__in=same, view_restrictions__isnull=True)
    shut = tuple(closed.values_list("path", flat=True))
    versions = versions.select_related("locale", "alias_of__locale")
    pages = [page for page in versions if not page.path.startswith(shut)]
    place = {page.translation_key: ranked.index(page.pk) for page in reversed(pages) if page.pk in ranked}
    best = sorted(best_of(pages, language), key=lambda page: place.get(page.translation_key, len(ranked)))
    return [_found(page) for page in best[:limit]]


def _found(page: Page) -> FoundPage:
    # The same address in every language: a guide that is not in one yet is shown in another.
    below_home = page.url_path.strip("/").partition("/")[2]
    return FoundPage(
        title=page.title,
        language=(page.alias_of or page).locale.language_code,
        url=reverse("wagtail_serve", args=[f"{below_home}/"]),
    )


def kinds_on_offer(*, now: datetime) -> list[str]:
    """What kinds of activities there are anywhere, in the reader's language. One query."""
    present = set(to_be_shown(now).order_by().values_list("category", flat=True).distinct())
    return [str(label) for value, label in Category.choices if value in present]
