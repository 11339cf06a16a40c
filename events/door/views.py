"""For organisers: how many came."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.models import User
from core.versions import Reread
from events.door import services
from events.door.exceptions import DoorNotOpen, TooManyFirstTimers
from events.door.forms import HeadcountForm
from events.door.models import Headcount
from events.models import Occurrence
from events.signups.views.portal import date_context, own_occurrence


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def portal_door(request: HttpRequest, date: UUID) -> HttpResponse:
    """The head count of one date, on a phone: saved, and corrected later."""
    occurrence = own_occurrence(request, date)
    if request.method == "POST":
        # Of two who count at the same moment the second is shown what the first has saved.
        Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    headcount = Headcount.objects.filter(occurrence=occurrence).select_related("counted_by").first()
    form = HeadcountForm(request.POST or None, initial=_counted(headcount))
    read = Reread(form)
    if read.is_stale:
        return _door_page(request, occurrence, form, headcount, read=read, status=409)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_headcount(
                occurrence=occurrence, user=cast(User, request.user), now=timezone.now(), **form.cleaned_data
            )
        except TooManyFirstTimers as refusal:
            form.add_error("first_timers", str(refusal))
        except DoorNotOpen as refusal:
            return _door_page(request, occurrence, form, headcount, read=read, error=str(refusal), status=409)
        else:
            messages.success(request, _("The count is saved. You can correct it whenever you like."))
            return HttpResponseRedirect(reverse("portal_door", args=[date]))
    return _door_page(request, occurrence, form, headcount, read=read, status=400 if form.errors else 200)


def _counted(headcount: Headcount | None) -> dict[str, int]:
    if headcount is None:
        return {}
    return {name: getattr(headcount, name) for name in HeadcountForm.base_fields}


def _door_page(
    request: HttpRequest,
    occurrence: Occurrence,
    form: HeadcountForm,
    headcount: Headcount | None,
    *,
    read: Reread,
    error: str = "",
    status: int,
) -> HttpResponse:
    context = {
        **date_context(occurrence, page="door"),
        "form": form,
        "read": read,
        "headcount": headcount,
        "can_count": services.can_count(occurrence=occurrence, now=timezone.now()),
        "opens_at": services.door_opens_at(occurrence),
        "error": error,
        "expected": occurrence.signups.confirmed().places() if occurrence.event.takes_signups else None,
    }
    return render(request, "door/portal_door.html", context, status=status)
