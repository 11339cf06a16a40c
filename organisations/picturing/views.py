"""The pictures of organisations and places."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.accounts.requests import MemberRequest
from core.models import Picture
from organisations.models import Organisation, Venue
from organisations.picturing.page import Pictured, drop_when_unused, picture_page, saved


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_organisation(request: MemberRequest, pk: int) -> HttpResponse:
    """By those who say what else stands on its page."""
    rows = Organisation.objects.looked_after_by(request.user)
    row = get_object_or_404(rows.select_related("municipality", "picture"), pk=pk)
    return _page(request, row, back=reverse("portal_organisation", args=[row.pk]), here="organisations")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_venue(request: MemberRequest, pk: int) -> HttpResponse:
    """By those who say what else stands on its page."""
    rows = Venue.objects.looked_after_by(request.user)
    row = get_object_or_404(rows.select_related("municipality", "picture"), pk=pk)
    return _page(request, row, back=reverse("portal_venue", args=[row.pk]), here="venues")


def _page(request: MemberRequest, row: Any, *, back: str, here: str) -> HttpResponse:
    def put(picture: Picture | None) -> str:
        before, row.picture = row.picture, picture
        row.save(update_fields=["picture"])
        if before != picture:
            drop_when_unused(before)
        return saved(picture)

    place = row.municipality
    return picture_page(request, Pictured(row.name, place.language, row.picture, place, back, here, put))
