"""What of Wagtail's own pages is left out for those who are not superusers."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.admin.site_summary import SummaryItem
from wagtail.permissions import page_permission_policy


def hide_drafts_of_others(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """A link can lead to any public page; what another municipality has not published is its own affair."""
    own = page_permission_policy.explorable_instances(request.user).values("pk")
    return pages.filter(Q(live=True) | Q(pk__in=own))


def count_nothing_for_volunteers(request: HttpRequest, items: list[SummaryItem]) -> None:
    """How many pages and pictures there are is nobody's errand: the first page opens on what waits."""
    if not request.user.is_superuser:
        items.clear()
