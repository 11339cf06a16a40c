"""A newcomer host's substitutes: who stands in, and from when to when."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.requests import MemberRequest
from core.clock import local_day
from core.isolation import filled
from core.limits import TooMany, count_mail, hold
from core.models import User
from organisations.models import Municipality, Region, Substitution, SubstitutionQuerySet
from organisations.people.forms import SubstituteForm
from organisations.people.handing_over import possible_takers
from organisations.roles import Capability
from organisations.tenancy.substitutes import end_substitute, name_substitute, welcomes_by_role

GET_OR_POST = ["GET", "HEAD", "POST"]


def hosted_place(user: User, number: str) -> Municipality:
    """Where `user` welcomes newcomers by a role of their own, else a 404: a substitute names no other."""
    own = Municipality.objects.where_user_may(user, Capability.WELCOME).select_related("county")
    place = get_object_or_404(own, pk=number)
    if not welcomes_by_role(user, place):
        raise Http404
    return place


def substitutes_seen(user: User, place: Municipality | Region, *, now: datetime) -> SubstitutionQuerySet:
    """A host's own substitutes; every one there for who decides about its people."""
    rows = Substitution.objects.not_over(now).select_related("absent", "user", "municipality")
    if isinstance(place, Region):
        return rows.none()
    rows = rows.filter(municipality=place)
    decides = Municipality.objects.where_user_may(user, Capability.MANAGE_PEOPLE).filter(pk=place.pk).exists()
    return rows if decides else rows.filter(absent=user)


@login_required
@require_http_methods(GET_OR_POST)
def substitutes(request: MemberRequest, number: str) -> HttpResponse:
    """Those in force and to come. A POST names one."""
    place = hosted_place(request.user, number)
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    form = SubstituteForm(data, colleagues=possible_takers(place, request.user), today=local_day(now))
    if data is not None and form.is_valid():
        if form.address.casefold() == request.user.email.casefold():
            form.add_error(None, _("You cannot stand in for yourself."))
        elif _name(request, place, form, now=now):
            return redirect("portal_substitutes", number)
    context = {
        "place": place,
        # The menu stays in it.
        "municipality": place,
        "number": number,
        "form": form,
        "substitutes": substitutes_seen(request.user, place, now=now),
        "here": "welcome_settings",
    }
    return render(request, "organisations/people/substitutes.html", context)


def _name(request: MemberRequest, place: Municipality, form: SubstituteForm, *, now: datetime) -> bool:
    try:
        count_mail(request, to=form.address)
    except TooMany as too_many:
        hold(request, too_many, form)
        return False
    row, is_new = name_substitute(
        place=place,
        absent=request.user,
        email=form.address,
        first_day=form.cleaned_data["first_day"],
        last_day=form.cleaned_data["last_day"],
        now=now,
    )
    if is_new:
        text = _("%(name)s stands in for you on these days. You both get an e-mail.")
        messages.success(request, filled(text, name=row.user))
    else:
        messages.info(request, filled(_("%(name)s stands in for you on these days already."), name=row.user))
    return True


@login_required
@require_POST
def end(request: MemberRequest, number: str, substitute: int) -> HttpResponse:
    """End it before its last day: for the host, and for who decides about the people there."""
    own = Municipality.objects.where_user_may(request.user, Capability.WELCOME)
    place = get_object_or_404(own, pk=number)
    now = timezone.now()
    row = get_object_or_404(substitutes_seen(request.user, place, now=now), pk=substitute)
    end_substitute(substitution=row, by=request.user, now=now)
    messages.success(request, filled(_("%(name)s no longer stands in."), name=row.user))
    if row.absent_id == request.user.pk:
        return redirect("portal_substitutes", number)
    return redirect("portal_people", number)
