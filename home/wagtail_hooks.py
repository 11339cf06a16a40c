"""What the front door registers with Wagtail."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.permissions import page_permission_policy


@hooks.register("construct_page_chooser_queryset")
def hide_drafts_of_others(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """A link can lead to any public page; what another municipality has not published is its own affair."""
    own = page_permission_policy.explorable_instances(request.user).values("pk")
    return pages.filter(Q(live=True) | Q(pk__in=own))
