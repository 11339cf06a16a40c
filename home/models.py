"""The front door as Wagtail pages: one home page, one page per municipality, guide pages."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from core import fields
from core.blocks import RichTextBlock
from core.languages import remember_language
from core.models import BasePage
from core.page_cache import mark
from core.prepared import attach, prepared
from events.discovery.doors import closed_door
from events.discovery.offered import on_offer
from home.guides import GuideForm, GuideManager, best_of, check_address
from home.overview import regions_with_dates, this_week
from newcomers.models import WelcomeSettings
from newcomers.welcome.models import PackageStep
from organisations.models import Municipality, MunicipalityName
from organisations.tenancy.forms import OwnChoicesPageForm
from organisations.tenancy.pages import StaffPage

TEXT_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class ShowsGuides:
    """A page with guide pages under it, which a reader finds in every language as soon as there is one."""

    def guides(self, language: str) -> list[Page]:
        return best_of(self._readable(), language)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """As Wagtail finds it; a guide that is not in this language yet is shown in another, and says so."""
        try:
            return super().route(request, path_components)  # type: ignore[misc]  # stands before a page
        except Http404:
            guide = self._guide_at(path_components)
            if guide is None:
                raise
            return RouteResult(guide)

    def _guide_at(self, path_components: list[str]) -> Page | None:
        if len(path_components) != 1:
            return None
        found = self._readable()
        asked = {guide.translation_key for guide in found if guide.slug == path_components[0]}
        same = [guide for guide in found if guide.translation_key in asked]
        return next(iter(best_of(same, get_language() or settings.LANGUAGE_CODE)), None)

    def _readable(self) -> list[Page]:
        """The public ones, in whichever language they are. One query."""
        page: Page = self  # type: ignore[assignment]  # stands before a page
        return _guides(page=page.translation_key, depth=page.depth + 1, length=len(page.path))


@prepared
def _guides(page: UUID, depth: int, length: int) -> QuerySet[Page]:
    return GuidePage.objects.readable_under(page, depth=depth, length=length)


class HomePage(ShowsGuides, StaffPage, BasePage):
    """The site's front page in one language: find your municipality."""

    heading = fields.CharField(_("heading"), max_length=120)
    intro = fields.TextField(_("introduction"), max_length=400, blank=True)

    template = "home/home_page.html"
    max_count_per_parent = 1
    subpage_types = ["home.MunicipalityPage", "home.GuidePage"]
    base_form_class = OwnChoicesPageForm
    content_panels = [*BasePage.content_panels, FieldPanel("heading"), FieldPanel("intro")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """As Wagtail finds it; a municipality's page with all that it shows of itself, in one go."""
        if path_components:
            place = {"slug": path_components[0], "parent": self.path, "length": len(self.path)}
            page = next(iter(_municipality_page(**place, depth=self.depth + 1)), None)
            if page is not None:
                attach(page.municipality, "names", _names(municipality=page.municipality_id))
                return page.route(request, path_components[1:])
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, and the language cookie: opening a front page is how a visitor chooses its language."""
        response = super().serve(request, *args, **kwargs)
        # The address's language, not the page's: a language without pages of its own shows Norwegian ones.
        if not getattr(request, "is_preview", False):
            remember_language(request, response)
        return mark(response)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["language"] = self.content_language
        context["guides"] = self.guides(get_language() or settings.LANGUAGE_CODE)
        context["regions"] = regions_with_dates(now=timezone.now())
        return context


class MunicipalityPageQuerySet(PageQuerySet):
    def whole(self) -> "MunicipalityPageQuerySet":
        """With place, county, pictures, the language of its words, and whether any page is restricted."""
        pages = self.select_related(
            "locale", "alias_of__locale", "municipality__county", "image", "host_image"
        )
        restricted = models.Exists(PageViewRestriction.objects.all())
        published = PackageStep.objects.filter(
            live=True, package__municipality=models.OuterRef("municipality")
        )
        # Without a row people can ask: `WelcomeSettings`.
        closed = models.Exists(
            WelcomeSettings.objects.filter(
                municipality=models.OuterRef("municipality"), can_be_asked_for=False
            )
        )
        asked = {"is_any_page_restricted": restricted, "has_a_welcome": models.Exists(published) & ~closed}
        return pages.annotate(**asked)


MunicipalityPageManager = PageManager.from_queryset(MunicipalityPageQuerySet)


@prepared
def _names(municipality: str) -> QuerySet[MunicipalityName]:
    return MunicipalityName.objects.filter(municipality=municipality)


@prepared
def _municipality_page(slug: str, parent: str, length: int, depth: int) -> "QuerySet[MunicipalityPage]":
    """Below a front page, whose path is `length` characters: at most one."""
    children = MunicipalityPage.objects.whole().alias(parent_path=Substr("path", 1, length))
    return children.filter(slug=slug, depth=depth, parent_path=parent)


class MunicipalityPage(ShowsGuides, StaffPage, BasePage):
    """A municipality's own page: a greeting, the newcomer host, and what is on this week."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="pages")
    greeting = fields.CharField(_("greeting"), max_length=150)
    intro = fields.RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)
    image = models.ForeignKey(
        "core.Picture",
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    host_name = fields.CharField(_("newcomer host"), max_length=120, blank=True)
    host_role = fields.CharField(_("job title of the host"), max_length=120, blank=True)
    host_image = models.ForeignKey(
        "core.Picture",
        verbose_name=_("picture of the host"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    host_email = fields.EmailField(_("e-mail address of the host"), blank=True)
    host_phone = fields.TelephoneField(_("phone number of the host"), max_length=20, blank=True)
    host_languages = fields.CharField(_("languages the host speaks"), max_length=120, blank=True)
    host_hours = fields.CharField(_("when to reach the host"), max_length=120, blank=True)

    objects = MunicipalityPageManager()

    template = "home/municipality_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.GuidePage"]
    base_form_class = OwnChoicesPageForm
    # No end to be set: a municipality's page stays.
    settings_panels = [CommentPanel()]
    content_panels = [
        *BasePage.content_panels,
        # Whose page it is decides who may edit it: not for the editors themselves to change.
        FieldPanel("municipality", permission="organisations.change_municipality"),
        FieldPanel("greeting"),
        FieldPanel("intro"),
        FieldPanel("image"),
        MultiFieldPanel(
            [
                FieldPanel("host_name"),
                FieldPanel("host_role"),
                FieldPanel("host_image"),
                FieldPanel("host_email"),
                FieldPanel("host_phone"),
                FieldPanel("host_languages"),
                FieldPanel("host_hours"),
            ],
            heading=_("Newcomer host"),
        ),
    ]

    class Meta:
        verbose_name = _("municipality page")
        verbose_name_plural = _("municipality pages")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # One address for the page and what is under it: /uk/heroy-nordland/ and /uk/heroy-nordland/events/.
        if self.municipality_id:
            self.slug = self.municipality.slug
        super().full_clean(*args, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; for a municipality that does not take part a 404 that leads on to the search."""
        if not self.municipality.is_active and not getattr(request, "is_preview", False):
            return closed_door(request, self.municipality)
        return mark(super().serve(request, *args, **kwargs))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        context["language"] = self.content_language
        context["municipality"] = self.municipality
        offered = on_offer(self.municipality, now=now)
        context["week"] = this_week(municipality=self.municipality, now=now, places=offered.places)
        context["guides"] = self.guides(get_language() or settings.LANGUAGE_CODE)
        context["categories"] = offered.categories
        return context


class GuidePage(StaffPage, BasePage):
    """A plain page of text: about, accessibility, how things work here."""

    body = fields.StreamField(
        [
            (
                "heading",
                blocks.CharBlock(label=_("Heading"), icon="title", template="home/blocks/heading.html"),
            ),
            ("text", RichTextBlock(label=_("Text"), icon="pilcrow", features=TEXT_FEATURES)),
            ("image", ImageChooserBlock(label=_("Picture"), template="home/blocks/image.html")),
        ],
        verbose_name=_("content"),
    )

    template = "home/guide_page.html"
    parent_page_types = ["home.HomePage", "home.MunicipalityPage"]
    base_form_class = GuideForm
    objects = GuideManager()
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("guide page")
        verbose_name_plural = _("guide pages")

    def clean(self) -> None:
        super().clean()
        # A new one gets its place in the tree after the form has been checked; the form knows the parent.
        if self.path:
            check_address(self.get_parent(), self.slug)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["language"] = self.content_language
        parent = MunicipalityPage.objects.parent_of(self).select_related("municipality__county").first()
        context["municipality"] = parent.municipality if parent else None
        return context
