"""A municipality's people, for its admins; a county's, for whoever runs the site."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import MemberRequest
from core.formats import in_words
from core.isolation import filled
from core.limits import TooMany, count_mail, hold
from core.models import User
from core.sorting import alphabetical_key
from organisations.models import Municipality, PeopleLog, Region, RoleAssignment, StaffInvitation
from organisations.people import staff
from organisations.people.confirming import Question
from organisations.people.forms import ColleagueForm, LetGoForm, RolesForm
from organisations.people.handing_over import has_something, possible_takers, what_is_handed_over
from organisations.people.staff import Place
from organisations.people.views.inviting import tell_invited
from organisations.people.views.substitutes import substitutes_seen
from organisations.roles import Capability

GET_OR_POST = ["GET", "HEAD", "POST"]
LINES = 30


@dataclass(frozen=True)
class Colleague:
    """Somebody with roles in a place."""

    user: User
    roles: list[str]


def managed_place(user: User, number: str) -> Place:
    """The municipality (four digits) or county (two) whose people `user` decides about; else a 404."""
    if len(number) == 2:
        if not user.is_superuser:
            raise Http404
        return get_object_or_404(Region.objects.filter(kind=Region.Kind.COUNTY), fylkesnummer=number)
    return get_object_or_404(Municipality.objects.where_user_may(user, Capability.MANAGE_PEOPLE), pk=number)


def colleagues(place: Place) -> list[Colleague]:
    rows = sorted(staff.assignments(place), key=lambda row: (alphabetical_key(str(row.user)), row.user_id))
    order = {role: number for number, role in enumerate(staff.roles_in(place))}
    return [
        Colleague(user, [_label(row) for row in sorted(of_user, key=lambda row: order.get(row.role, 99))])
        for user, of_user in groupby(rows, key=lambda row: row.user)
    ]


def _label(row: RoleAssignment) -> str:
    return str(row.get_role_display())


@login_required
@require_safe
def places(request: MemberRequest) -> HttpResponse:
    """The municipalities whose people the user decides about; for whoever runs the site also the counties."""
    open_ones = Municipality.objects.where_user_may(request.user, Capability.MANAGE_PEOPLE).active()
    counties = Region.objects.none()
    if request.user.is_superuser:
        counties = Region.objects.filter(kind=Region.Kind.COUNTY).exclude(fylkesnummer="")
    context = {
        "municipalities": open_ones.by_name(),
        "counties": counties.order_by("name"),
        "here": "people",
    }
    return render(request, "organisations/people/places.html", context)


@login_required
@require_http_methods(GET_OR_POST)
def people(request: MemberRequest, number: str) -> HttpResponse:
    """Who works there and who is invited. A POST invites."""
    place = managed_place(request.user, number)
    data = request.POST if request.method == "POST" else None
    form = ColleagueForm(data, place=place)
    if data is not None and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            count_mail(request, to=email)
        except TooMany as too_many:
            hold(request, too_many, form)
        else:
            _invite(request, place, email, form.cleaned_data["roles"])
            return redirect("portal_people", number)
    invited = StaffInvitation.objects.filter(**{place._meta.model_name or "": place})
    now = timezone.now()
    context = {
        "place": place,
        "number": number,
        "colleagues": colleagues(place),
        "invitations": invited.standing(now).select_related("user", "municipality", "region"),
        "log": PeopleLog.objects.of(place)[:LINES],
        "form": form,
        "substitutes": substitutes_seen(request.user, place, now=now),
        "here": "people",
    }
    return render(request, "organisations/people/place.html", context)


def _invite(request: MemberRequest, place: Place, email: str, roles: list[str]) -> None:
    now = timezone.now()
    row = staff.invite(place=place, email=email, roles=roles, by=request.user, now=now)
    if row is None:
        messages.info(request, filled(_("%(email)s has these roles already."), email=email))
    else:
        tell_invited(request, row, now=now)


def own_colleague(place: Place, pk: int) -> User:
    """Somebody with a role in `place`; anybody else is a 404."""
    rows = User.objects.filter(pk__in=staff.assignments(place).values("user"))
    return get_object_or_404(rows, pk=pk)


@login_required
@require_http_methods(GET_OR_POST)
def colleague(request: MemberRequest, number: str, person: int) -> HttpResponse:
    """What somebody may do there."""
    place = managed_place(request.user, number)
    user = own_colleague(place, person)
    held = list(staff.assignments(place).filter(user=user).values_list("role", flat=True))
    data = request.POST if request.method == "POST" else None
    form = RolesForm(data, place=place, initial={"roles": held})
    if data is not None and form.is_valid():
        roles = form.cleaned_data["roles"]
        try:
            staff.set_roles(place=place, user=user, roles=roles, by=request.user, now=timezone.now())
        except staff.LastAdmin:
            form.add_error("roles", _last_admin())
        else:
            messages.success(request, _("Saved."))
            return _back(request, number)
    context = {"place": place, "number": number, "person": user, "form": form, "here": "people"}
    return render(request, "organisations/people/colleague.html", context)


def _back(request: MemberRequest, number: str) -> HttpResponse:
    """To the list, or, for who has just given the right to see it away, to the first page."""
    try:
        managed_place(User.objects.get(pk=request.user.pk), number)
    except Http404:
        return redirect("portal")
    return redirect("portal_people", number)


def _last_admin() -> str:
    return _("Nobody else is an admin here. Give somebody else that role first.")


@login_required
@require_http_methods(GET_OR_POST)
def let_go(request: MemberRequest, number: str, person: int) -> HttpResponse:
    """A leaver: every role there ends at once, and what they publish in their job."""
    place = managed_place(request.user, number)
    user = own_colleague(place, person)
    data = request.POST if request.method == "POST" else None
    host_of = place if isinstance(place, Municipality) and has_something(place, user) else None
    takers = list(possible_takers(host_of, user)) if host_of else None
    form = LetGoForm(data, rows=staff.service_memberships(place, user), takers=takers)
    others = [row.organisation.name for row in staff.other_memberships(place, user)]
    says = [_("Every role here ends at once, also in a window that is open now. What they have done stays.")]
    if others:
        text = _("They go on publishing for %(organisations)s: that is for the organisation to say.")
        says.append(filled(text, organisations=in_words(others)))
    if host_of:
        says += what_is_handed_over(host_of, user)
    if user != request.user:
        says.append(_("They get an e-mail that says so."))
    question = Question(
        title=filled(_("Let %(email)s go?"), email=user.email),
        kicker=place.name,
        says=tuple(says),
        button=_("Let go"),
        back=reverse("portal_people", args=[number]),
        form=form,
        here="people",
    )
    if data is None or not form.is_valid():
        return question.page(request)
    try:
        staff.let_go(
            place=place,
            user=user,
            memberships=list(form.cleaned_data.get("memberships", [])),
            taker=form.chosen_taker,
            by=request.user,
            now=timezone.now(),
        )
    except staff.LastAdmin:
        messages.error(request, _last_admin())
        return redirect("portal_people", number)
    messages.success(request, filled(_("%(email)s no longer works here."), email=user.email))
    return _back(request, number)


@login_required
@require_POST
def withdraw(request: MemberRequest, number: str, invitation: int) -> HttpResponse:
    place = managed_place(request.user, number)
    rows = StaffInvitation.objects.filter(**{place._meta.model_name or "": place})
    row = get_object_or_404(rows.select_related("user", "municipality", "region"), pk=invitation)
    staff.withdraw(invitation=row, by=request.user, now=timezone.now())
    messages.success(request, filled(_("%(email)s is no longer invited."), email=row.user.email))
    return redirect("portal_people", number)
