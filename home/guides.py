"""Guide pages: found under their municipality in every language, never on an address of the site's own."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models.functions import Substr
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from django.utils.translation import gettext, override
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from core.isolation import filled
from core.languages import pick
from organisations.models import Municipality
from organisations.tenancy.forms import OwnChoicesPageForm


class GuideQuerySet(PageQuerySet):
    """Guide pages; one row per language."""

    def readable_under(self, page: UUID, *, depth: int, length: int) -> "GuideQuerySet":
        """The public ones directly under a page, by its `translation_key`, in whichever language they are.

        They are at `depth`; the path of the page is `length` characters.
        """
        below = self.filter(depth=depth).alias(parent_path=Substr("path", 1, length))
        below = below.filter(parent_path__in=Page.objects.filter(translation_key=page).values("path"))
        return below.filter(live=True, view_restrictions__isnull=True).select_related("locale")


GuideManager = PageManager.from_queryset(GuideQuerySet)


def best_of(guides: Iterable[Page], language: str) -> list[Page]:
    """Each guide once: the version that a reader of `language` gets. By title."""
    versions: dict[Any, dict[str, Page]] = {}
    for guide in guides:
        versions.setdefault(guide.translation_key, {})[guide.locale.language_code] = guide
    best = [pick(by_language, language) for by_language in versions.values()]
    return sorted((guide for guide in best if guide is not None), key=lambda guide: guide.title.casefold())


def check_address(parent: Page, slug: str) -> None:
    """Raises `ValidationError` if the site answers at this address itself: the page would never be seen."""
    above = [parent.slug] if parent.depth > 2 else []
    path = "/".join(["", settings.LANGUAGE_CODE, *above, slug, ""])
    with override(settings.LANGUAGE_CODE):
        try:
            is_free = resolve(path).url_name == "wagtail_serve"
        except Resolver404:
            is_free = True
    if not is_free or (not above and Municipality.objects.filter(slug=slug).exists()):
        raise ValidationError(
            {
                "slug": filled(
                    gettext(
                        "The site uses the address “%(slug)s” itself, and the page would never be seen. "
                        "Write another one."
                    ),
                    slug=slug,
                )
            }
        )


class GuideForm(OwnChoicesPageForm):
    """A guide page in the admin. A new page has no place in the tree yet: the form knows its parent."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        slug = cleaned.get("slug") or slugify(cleaned.get("title", ""))
        if self.parent_page is not None and "slug" not in self.errors:
            try:
                check_address(self.parent_page, slug)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned
