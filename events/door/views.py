"""For organisers: how many came, counted on a phone, with a signal or without."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.models import User
from core.versions import Reread
from events.door import here, phones, services, telling, ticks
from events.door.exceptions import (
    DoorNotOpen,
    NobodyAskedWhoIsNew,
    TooManyFirstTimers,
    TooManyNewcomers,
    TooManyNewcomersFirst,
    TooManyPhones,
)
from events.door.forms import HeadcountForm
from events.door.models import Headcount, PhoneCount
from events.door.reading import read_sent
from events.models import Occurrence
from events.signups.views.portal import date_context, own_occurrence

# Where the form says what does not fit.
FIELDS = {
    TooManyFirstTimers: "first_timers",
    TooManyNewcomers: "newcomers",
    NobodyAskedWhoIsNew: "newcomers",
    TooManyNewcomersFirst: "newcomers_first",
}


@never_cache
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
        except tuple(FIELDS) as refusal:
            form.add_error(FIELDS[type(refusal)], str(refusal))
        except DoorNotOpen as refusal:
            return _door_page(request, occurrence, form, headcount, read=read, error=str(refusal), status=409)
        else:
            _save_ticks(request, occurrence)
            messages.success(request, _("The count is saved. You can correct it whenever you like."))
            return HttpResponseRedirect(reverse("portal_door", args=[date]))
    return _door_page(request, occurrence, form, headcount, read=read, status=400 if form.errors else 200)


def _counted(headcount: Headcount | None) -> dict[str, int]:
    if headcount is None:
        return {}
    return {name: getattr(headcount, name) for name in HeadcountForm.base_fields}


def _save_ticks(request: HttpRequest, occurrence: Occurrence) -> None:
    """The boxes as the page had them. Whoever types the whole number has counted them in it."""
    now = timezone.now()
    came = set(request.POST.getlist("came"))
    shown = set(request.POST.getlist("name_shown"))
    there = [name.signup.public_id for name in ticks.names_at(occurrence, now=now)]
    said = {each: str(each) in came for each in there if str(each) in shown}
    ticks.set_ticks(occurrence=occurrence, ticks=said, now=now)


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
    now = timezone.now()
    names = telling.names_of(ticks.names_at(occurrence, now=now))
    if form.is_bound:
        came = request.POST.getlist("came")
        names = [name | {"ticked": name["id"] in came} for name in names]
    context = {
        **_words(occurrence),
        **telling.page_part(occurrence, phones.standing(occurrence, None)),
        "form": form,
        "read": read,
        "headcount": headcount,
        "can_count": services.can_count(occurrence=occurrence, now=now),
        "opens_at": services.door_opens_at(occurrence),
        "error": error,
        "expected": occurrence.signups.confirmed().places() if occurrence.event.takes_signups else None,
        "names": names,
        "walk_ins": ticks.walk_ins_at(occurrence, headcount),
        # A page that was sent and came back is the browser's own form, whatever the phone has counted.
        "is_counter": not form.is_bound,
        "who": telling.who(request.user),
        "keeps_lists": here.keeps_lists(occurrence),
    }
    return render(request, "door/portal_door.html", context, status=status)


def _words(occurrence: Occurrence) -> dict[str, Any]:
    url = reverse("portal_door", args=[occurrence.public_id])
    return {**date_context(occurrence, page="door"), "here": url, "state_url": f"{url}state/"}


@never_cache
@login_required
@require_safe
def portal_door_offline(request: HttpRequest, date: UUID) -> HttpResponse:
    """The page that a phone keeps for when there is no signal. It names nobody, not even who is logged in."""
    occurrence = own_occurrence(request, date)
    form = HeadcountForm()
    context = {**_words(occurrence), "form": form, "is_counter": True, "is_kept": True, "can_count": True}
    return render(request, "door/offline.html", context)


@require_safe
def portal_door_worker(request: HttpRequest, date: UUID) -> HttpResponse:
    """The script that answers for this one page where there is no signal.

    It stands under the page's own address, so that a browser lets it answer for nothing else.
    """
    text = (settings.ROOT / "static" / "js" / "door-worker.js").read_text(encoding="utf-8")
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def portal_door_state(request: HttpRequest, date: UUID) -> HttpResponse:
    """What the script on a phone asks, and what it sends: see `events.door.phones`."""
    occurrence = own_occurrence(request, date)
    now = timezone.now()
    if request.method != "POST":
        return JsonResponse(telling.told(request, occurrence, device=_device(request), now=now))
    try:
        # Whatever is no JSON is of no page of ours, and may have been read as a form already.
        sent = read_sent(request.body if request.content_type == "application/json" else b"")
    except (ValueError, RecursionError):
        return JsonResponse({"problem": "unreadable"}, status=400)
    try:
        phones.receive(occurrence=occurrence, user=cast(User, request.user), sent=sent, now=now)
    except (DoorNotOpen, TooManyPhones) as refusal:
        return JsonResponse({"problem": refusal.code, "words": str(refusal)}, status=409)
    return JsonResponse(telling.told(request, occurrence, device=sent.device, now=now))


def _device(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("device", ""))
    except ValueError:
        return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def portal_door_settle(request: HttpRequest, date: UUID, pk: int) -> HttpResponse:
    """Somebody's word on how what two phones have counted belongs together."""
    occurrence = own_occurrence(request, date)
    phone = get_object_or_404(PhoneCount, pk=pk, occurrence=occurrence)
    page = HttpResponseRedirect(reverse("portal_door", args=[date]))
    if request.method != "POST":
        return page
    how = request.POST.get("how", "")
    try:
        is_done = how in list(phones.Settle) and phones.settle(
            phone=phone,
            how=phones.Settle(how),
            seen=request.POST.get("seen", ""),
            user=cast(User, request.user),
            now=timezone.now(),
        )
    except DoorNotOpen as refusal:
        messages.error(request, str(refusal))
        return page
    if is_done:
        messages.success(request, _("The count is saved. You can correct it whenever you like."))
    else:
        messages.warning(
            request, _("The numbers have changed meanwhile. Nothing is saved yet: look at them once more.")
        )
    return page
