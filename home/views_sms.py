"""What a municipality sees of its SMS, and the budget that it sets. Without SMS there is no such page."""

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import MemberRequest
from core.formats import kroner
from core.isolation import filled
from core.sms import costs
from core.sms.messages import is_answerable, is_offered, sender
from home import texting
from home.forms import SmsBudgetForm
from home.portal import sms_link, sms_places
from home.views_portal import PAGE_SIZE, asked_for, show_list
from organisations.models import Municipality
from organisations.roles import Capability

logger = structlog.get_logger(__name__)


@login_required
@require_safe
def sms_list(request: MemberRequest) -> HttpResponse:
    """The municipalities whose SMS the user answers for, each with how it stands."""
    if not is_offered():
        raise Http404
    found = sms_places(request.user).called(asked_for(request))
    page = Paginator(found.select_related("county"), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        (place, place.county.name, [sms_link(place, standing)])
        for place, standing in texting.standings(page, now=timezone.now())
    ]
    context = {
        "here": "sms",
        "title": "SMS",
        "search_label": _("Name of the municipality"),
        "here_url": reverse("portal_sms_list"),
    }
    return show_list(request, page, rows, context)


@login_required
@require_safe
def sms(request: MemberRequest, kommunenummer: str) -> HttpResponse:
    """Who the sender is, what SMS cost and were for, and what did not arrive."""
    place = _place(request, kommunenummer, Capability.SEE_SMS)
    standing = texting.standing(place, now=timezone.now())
    context = {
        "municipality": place,
        "standing": standing,
        "sender": sender(),
        "is_answerable": is_answerable(),
        "price": texting.price(),
        "what_for": texting.what_for(place, month=standing.month),
        "undelivered": texting.undelivered(place, month=standing.month),
        "earlier": texting.earlier(place, before=standing.month),
        "may_set": _may_set(request, kommunenummer),
        "reserve": costs.RESERVE_PERCENT,
        "here": "sms",
    }
    return render(request, "home/sms.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sms_budget(request: MemberRequest, kommunenummer: str) -> HttpResponse:
    """What SMS may cost in a month: asked, then said what follows from it, and set with a yes to that."""
    place = _place(request, kommunenummer, Capability.SET_SMS_BUDGET)
    now = timezone.now()
    standing = texting.standing(place, now=now)
    form = SmsBudgetForm(request.POST or None, initial={"kroner": standing.budget // 100})
    foreseen = None
    if request.method == "POST" and form.is_valid():
        ore = form.cleaned_data["kroner"] * 100
        if request.POST.get("yes") == request.POST.get("kroner"):
            costs.set_budget(payer=place.pk, ore=ore, now=now)
            logger.info("sms_budget_set", municipality=place.pk, ore=ore, user=request.user.pk)
            said = _("From now on SMS may cost %(kroner)s kr a month.")
            messages.success(request, filled(said, kroner=kroner(ore)))
            return redirect("portal_sms", kommunenummer)
        foreseen = texting.Standing(standing.month, standing.used, ore)
    context = {
        "municipality": place,
        "form": form,
        "standing": standing,
        "foreseen": foreseen,
        "enough_for": texting.messages_for(foreseen.budget) if foreseen else None,
        "reserve": costs.RESERVE_PERCENT,
        "here": "sms",
    }
    return render(request, "home/sms_budget.html", context)


def _place(request: MemberRequest, kommunenummer: str, capability: Capability) -> Municipality:
    if not is_offered():
        raise Http404
    scope = Municipality.objects.where_user_may(request.user, capability)
    return get_object_or_404(scope, pk=kommunenummer)


def _may_set(request: MemberRequest, kommunenummer: str) -> bool:
    scope = Municipality.objects.where_user_may(request.user, Capability.SET_SMS_BUDGET)
    return scope.filter(pk=kommunenummer).exists()
