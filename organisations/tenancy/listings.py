"""The list of pages in Wagtail's admin, without the filters that name people of every municipality."""

from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page


class StaffPageFilterSet(GenericPageFilterSet):
    """By kind and date. Wagtail's filters by owner, editor and site offer everybody's to choose from."""

    owner = None
    edited_by = None
    site = None


class StaffPageViewSet(PageViewSet):
    """In place of Wagtail's for all pages."""

    model = Page
    filterset_class = StaffPageFilterSet
