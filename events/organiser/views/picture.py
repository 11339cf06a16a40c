"""The picture of an activity."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.requests import MemberRequest
from core.models import Picture
from events.models import Event
from events.publishing import put_picture
from organisations.picturing.page import Pictured, drop_when_unused, picture_page, saved


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose it, by those who may change the activity."""
    own = Event.objects.for_user(request.user).select_related("municipality", "organisation")
    event = get_object_or_404(own, pk=pk)
    newest = event.get_latest_revision_as_object()
    text = newest.source_text or newest.text_for()

    def put(picture: Picture | None) -> str:
        before = newest.picture
        changed = put_picture(event=event, picture=picture, user=request.user, now=timezone.now())
        waits = changed.has_unpublished_changes or not changed.live
        if before != picture and not (changed.live and waits):
            drop_when_unused(before)
        if waits:
            return _("The picture is kept. It is shown when the activity is.")
        return saved(picture)

    of = Pictured(
        name=text.title if text else newest.title,
        language=text.language if text else event.municipality.language,
        current=newest.picture,
        municipality=event.municipality,
        back=reverse("portal_event", args=[event.pk]),
        here="events",
        put=put,
        organiser=event.organisation.name,
    )
    return picture_page(request, of)
