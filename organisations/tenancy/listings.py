"""The list of pages in Wagtail's admin, without the filters that name people of every municipality."""

from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from organisations.tenancy.translate_buttons import StaffIndexView, StaffSearchView, StaffUseView


class StaffPageFilterSet(GenericPageFilterSet):
    """By kind and date. Wagtail's filters by owner, editor and site offer everybody's to choose from."""

    owner = None
    edited_by = None
    site = None


class StaffPageViewSet(PageViewSet):
    """In place of Wagtail's for all pages."""

    model = Page
    index_view_class = StaffIndexView
    search_view_class = StaffSearchView
    content_type_use_view_class = StaffUseView
    filterset_class = StaffPageFilterSet
