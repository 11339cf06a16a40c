"""wagtail-localize's two buttons on pages, answered for a whole list by the query that reads the list.

Its own function asks up to four questions for each page: a list of fifty took a hundred. What the buttons say
and where they lead is as there (`wagtail_localize.wagtail_hooks.page_listing_more_buttons`).
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin.views.pages.listing import ExplorableIndexView, PageListingMixin
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet
from wagtail_localize.models import TranslationSource
from wagtail_localize.wagtail_hooks import page_listing_more_buttons

PLACES = ("register_page_header_buttons", "register_page_listing_more_buttons")
# As they stand in wagtail-localize's own catalogues.
TRANSLATE, SYNC = "Translate this page", "Sync translated pages"
PRIORITY = 60


def with_translating(pages: PageQuerySet) -> PageQuerySet:
    """With `_can_be_translated`: whether a language has none or only an alias of it; and `_synced_source`:
    the number of the source that its translations are kept in step with, or None."""
    written = Page.objects.filter(translation_key=OuterRef(OuterRef("translation_key")), alias_of=None)
    source = TranslationSource.objects.filter(
        object=OuterRef("translation_key"), locale=OuterRef("locale"), translations__enabled=True
    )
    return pages.annotate(
        _can_be_translated=Exists(Locale.objects.exclude(pk__in=written.values("locale"))),
        _synced_source=Subquery(source.values("pk")[:1]),
    )


def translate_buttons(
    page: Page, user, view_name: str | None = None, next_url: str | None = None
) -> Iterator[Button]:
    """The buttons of one page. One query, or none where it comes out of a list `with_translating`."""
    if page.is_root() or not user.has_perm("wagtail_localize.submit_translation"):
        return
    known = page
    if not hasattr(page, "_can_be_translated"):
        known = with_translating(Page.objects.filter(pk=page.pk)).get()
    if known._can_be_translated:
        url = reverse("wagtail_localize:submit_page_translation", args=[page.alias_of_id or page.pk])
        yield Button(gettext(TRANSLATE), url, priority=PRIORITY, icon_name="wagtail-localize-language")
    if known._synced_source:
        url = reverse("wagtail_localize:update_translations", args=[known._synced_source])
        back = f"?{urlencode({'next': next_url})}" if next_url is not None else ""
        yield Button(gettext(SYNC), url + back, priority=PRIORITY, icon_name="resubmit")


def take_the_place_of_localize() -> None:
    """Wagtail has no way to take a hook back: its own registry is changed, and it fails loudly."""
    for place in PLACES:
        hooks._hooks[place].remove((page_listing_more_buttons, 0))
        hooks.register(place, translate_buttons)


class KnowsTranslations(PageListingMixin):
    """A list of pages whose rows need not be asked one by one."""

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        return with_translating(super().annotate_queryset(pages))


class StaffIndexView(KnowsTranslations, ExplorableIndexView):
    pass


class StaffSearchView(KnowsTranslations, SearchView):
    pass


class StaffUseView(KnowsTranslations, ContentTypeUseView):
    pass
