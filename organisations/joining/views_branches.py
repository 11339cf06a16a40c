"""The local clubs of a krets or region, as the register has them: an editor chooses which are here too."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.accounts.requests import MemberRequest
from core.isolation import filled
from organisations.joining import branches as services
from organisations.joining.choices import Lookup
from organisations.joining.models import RegisterList
from organisations.joining.views import WAITS
from organisations.models import Municipality, Organisation
from organisations.registers.lookup import is_asked
from organisations.roles import Capability


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def branches(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for the list, wait for it, choose from it."""
    own = Organisation.objects.edited_by(request.user).select_related("municipality__county")
    organisation = get_object_or_404(own, pk=pk)
    row = RegisterList.objects.filter(organisation=organisation).first()
    now = timezone.now()
    can_ask = bool(organisation.orgnr) and is_asked()
    if request.method == "POST" and "fetch" in request.POST and can_ask:
        services.want(organisation=organisation, now=now)
        return redirect("portal_branches", pk)
    places = Municipality.objects.where_user_may(request.user, Capability.EDIT_DIRECTORY)
    if request.method == "POST" and row:
        chosen, numbers = request.POST.getlist("orgnr"), set(places.values_list("pk", flat=True))
        done = services.take_in(row=row, chosen=chosen, places=numbers, now=now)
        text = ngettext("%(number)d local club is here now.", "%(number)d local clubs are here now.", done)
        messages.success(request, filled(text, number=done))
        return redirect("portal_branches", pk)
    is_asking = row is not None and row.state in (Lookup.PENDING, Lookup.LATER)
    context = {
        "organisation": organisation,
        "municipality": organisation.municipality,
        "row": row if row and row.state == Lookup.FOUND else None,
        "clubs": _clubs(row, set(places.values_list("pk", flat=True))) if row else [],
        "waits": is_asking and row.state == Lookup.PENDING and now < row.asked_at + WAITS,  # type: ignore[union-attr]
        "is_asking": is_asking,
        "can_ask": can_ask,
        "branches": organisation.branches.order_by("name", "pk"),
    }
    return render(request, "joining/branches.html", context)


def _clubs(row: RegisterList, places: set[str]) -> list[dict[str, object]]:
    """Those of the editor's own municipalities that are not under it yet."""
    numbers = [each["orgnr"] for each in row.rows]
    under = set(
        Organisation.objects.filter(orgnr__in=numbers, parent__isnull=False).values_list("orgnr", flat=True)
    )
    return [each for each in row.rows if each["municipality"] in places and each["orgnr"] not in under]
