"""Is it on? What a municipality's editor sees, and can do where nobody answers."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.requests import MemberRequest
from events.confirming import by_staff, overview, services
from events.confirming.choices import Why
from events.models import Series
from organisations.models import Municipality
from organisations.roles import Capability


def moderated_municipality(request: HttpRequest, kommunenummer: str) -> Municipality:
    """The municipality, if this user looks after its activities; otherwise it does not exist for them."""
    scope = Municipality.objects.where_user_may(request.user, Capability.MODERATE)
    return get_object_or_404(scope, pk=kommunenummer)


@login_required
@require_safe
def is_it_on(request: MemberRequest, kommunenummer: str) -> HttpResponse:
    """How much is confirmed, what nobody answers for, and what was found closed."""
    municipality = moderated_municipality(request, kommunenummer)
    context = {
        "municipality": municipality,
        "here": "is_it_on",
        "overview": overview.overview(municipality, now=timezone.now()),
        "most": overview.MOST,
    }
    return render(request, "confirming/is_it_on.html", context)


@login_required
@require_POST
def act(request: MemberRequest, kommunenummer: str, series: int) -> HttpResponse:
    """Ask about a series once more, leave it out of lists, or bring it back."""
    municipality = moderated_municipality(request, kommunenummer)
    rows = Series.objects.filter(event__municipality=municipality, event__live=True).select_related("event")
    one = get_object_or_404(rows, pk=series)
    do = ACTIONS.get(request.POST.get("do", ""))
    if do:
        do(request, one)
    return redirect(reverse("portal_is_it_on", args=[kommunenummer]) + "#silent")


def _ask(request: HttpRequest, series: Series) -> None:
    now = timezone.now()
    coming = series.occurrences.public().scheduled().filter(starts_at__gt=now)
    date = coming.select_related("event", "warning").order_by("starts_at", "pk").first()
    if date is None:
        messages.info(request, _("There is no date to ask about."))
    elif services.ask(occurrence=date, why=Why.EACH, now=now):
        messages.success(request, _("We have asked about the next date."))
    else:
        messages.info(request, _("Everybody who can be asked about the next date has been asked. Call them."))


def _hide(request: HttpRequest, series: Series) -> None:
    by_staff.hide(series=series, now=timezone.now())
    messages.success(
        request, _("It is left out of the lists until somebody answers. Its own page is still there.")
    )


def _bring_back(request: HttpRequest, series: Series) -> None:
    by_staff.bring_back(series=series, now=timezone.now())
    messages.success(request, _("It stands in the lists again."))


ACTIONS: dict[str, Callable[[HttpRequest, Series], None]] = {
    "ask": _ask,
    "hide": _hide,
    "bring_back": _bring_back,
}
