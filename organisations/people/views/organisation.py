"""An organisation's people, for themselves and for their municipality."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import MemberRequest
from core.isolation import filled
from core.limits import TooMany, count_mail, hold
from core.models import User
from core.paging import page_of
from organisations.models import Membership, Organisation, PeopleLog
from organisations.people import services
from organisations.people.confirming import Question
from organisations.people.forms import HandOverForm, InviteForm, MemberRoleForm, ProposeForm
from organisations.people.views.inviting import tell_invited
from organisations.services import invite_member, withdraw_invitation

GET_OR_POST = ["GET", "HEAD", "POST"]
# A year of a large club; the rest is of no use to anybody.
LINES = 30
PAGE_SIZE = 50


def seen_organisation(user: User, pk: int) -> Organisation:
    """One whose people `user` sees: their own, or one that their municipality looks after; else a 404."""
    own = Organisation.objects.with_member(user) | Organisation.objects.edited_by(user)
    return get_object_or_404(own.select_related("municipality").distinct(), pk=pk)


def own_membership(user: User, pk: int) -> Membership:
    """The user's own place in an organisation; a 404 for everybody else, on the next request too."""
    return get_object_or_404(user.memberships.select_related("organisation", "user"), organisation=pk)


def leads(user: User, organisation: Organisation) -> bool:
    return Organisation.objects.with_people_led_by(user).filter(pk=organisation.pk).exists()


@login_required
@require_http_methods(GET_OR_POST)
def people(request: MemberRequest, organisation: int) -> HttpResponse:
    """Who belongs to it and who is invited. A POST invites, or proposes for the municipality."""
    place = seen_organisation(request.user, organisation)
    is_leading = leads(request.user, place)
    may_propose = Organisation.objects.edited_by(request.user).filter(pk=place.pk).exists()
    data = request.POST if request.method == "POST" else None
    form: InviteForm | ProposeForm | None = None
    if is_leading:
        form = InviteForm(data)
    elif may_propose:
        form = ProposeForm(data, organisation=place)
    elif data is not None:
        raise Http404
    if form is not None and data is not None and form.is_valid():
        try:
            count_mail(request, to=form.cleaned_data["email"])
        except TooMany as too_many:
            hold(request, too_many, form)
        else:
            _invite(request, place, form, by_organisation=is_leading)
            return redirect("organisation_people", place.pk)
    now = timezone.now()
    members = list(place.memberships.with_people())
    invitations = place.invitations.standing(now).select_related("user")
    context = {
        "organisation": place,
        "members": members,
        "mine": next((each for each in members if each.user_id == request.user.pk), None),
        "invitations": [(each, is_leading or not each.by_organisation) for each in invitations],
        "is_leading": is_leading,
        "may_remove": is_leading or may_propose,
        "may_propose": may_propose and not is_leading,
        "has_owner": any(each.role == Membership.MemberRole.OWNER for each in members),
        "log": PeopleLog.objects.of(place)[:LINES],
        "form": form,
        "here": "organisation_people",
    }
    status = 400 if form is not None and form.errors else 200
    return render(request, "organisations/people/organisation.html", context, status=status)


def _invite(
    request: MemberRequest, place: Organisation, form: InviteForm | ProposeForm, *, by_organisation: bool
) -> None:
    email, now = form.cleaned_data["email"], timezone.now()
    invitation = invite_member(
        organisation=place,
        email=email,
        now=now,
        by=request.user,
        role=form.cleaned_data.get("role", Membership.MemberRole.ORGANISER),
        by_organisation=by_organisation,
    )
    if invitation is None:
        messages.info(request, filled(_("%(email)s belongs to it already."), email=email))
    else:
        tell_invited(request, invitation, now=now, is_proposed=not by_organisation)


@login_required
@require_http_methods(GET_OR_POST)
def person(request: MemberRequest, organisation: int, membership: int) -> HttpResponse:
    """What one of its people may do: for who decides about that."""
    place, member = _led(request.user, organisation, membership)
    data = request.POST if request.method == "POST" else None
    form = MemberRoleForm(data, initial={"role": member.role})
    if data is not None and form.is_valid():
        try:
            services.change_role(
                membership=member, role=form.cleaned_data["role"], by=request.user, now=timezone.now()
            )
        except services.LastOwner:
            form.add_error("role", _("Nobody else is an owner. Make somebody else an owner first."))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation_people", place.pk)
    context = {"organisation": place, "member": member, "form": form, "here": "organisation_people"}
    return render(request, "organisations/people/person.html", context)


def _led(user: User, organisation: int, membership: int) -> tuple[Organisation, Membership]:
    place = get_object_or_404(Organisation.objects.with_people_led_by(user), pk=organisation)
    return place, get_object_or_404(place.memberships.select_related("user", "organisation"), pk=membership)


@login_required
@require_http_methods(GET_OR_POST)
def remove(request: MemberRequest, organisation: int, membership: int) -> HttpResponse:
    """Take somebody out: for who decides there, and for the municipality."""
    led = Organisation.objects.with_people_led_by(request.user) | Organisation.objects.edited_by(request.user)
    place = get_object_or_404(led.distinct(), pk=organisation)
    member = get_object_or_404(place.memberships.select_related("user", "organisation"), pk=membership)
    if member.user_id == request.user.pk:
        return redirect("organisation_people_leave", place.pk)
    email = member.user.email
    question = Question(
        title=filled(_("Remove %(email)s?"), email=email),
        kicker=place.name,
        says=(
            _("They can no longer publish for it or read who signs up. What they have published stays."),
            _("They get an e-mail that says so. It stands in the log, which all of you see."),
        ),
        button=_("Remove"),
        back=reverse("organisation_people", args=[place.pk]),
        here="organisation_people",
    )
    if request.method != "POST":
        return question.page(request)
    try:
        services.remove(membership=member, by=request.user, now=timezone.now())
    except services.LastPerson:
        text = _("Somebody must remain: without anybody the organisation cannot say yes to the next.")
        messages.error(request, text)
    else:
        messages.success(request, filled(_("%(email)s is removed."), email=email))
    return redirect("organisation_people", place.pk)


@login_required
@require_http_methods(GET_OR_POST)
def hand_over(request: MemberRequest, organisation: int) -> HttpResponse:
    """An owner makes somebody else owner in their place, and stays as organiser."""
    mine = own_membership(request.user, organisation)
    if mine.role != Membership.MemberRole.OWNER:
        raise Http404
    form = HandOverForm(request.POST if request.method == "POST" else None, giver=mine)
    question = Question(
        title=_("Hand over to somebody else"),
        kicker=mine.organisation.name,
        says=(_("They decide from then on who else may. You go on publishing, until you leave."),),
        button=_("Hand over"),
        back=reverse("organisation_people", args=[organisation]),
        form=form,
        here="organisation_people",
    )
    if request.method == "POST" and form.is_valid():
        taker = form.cleaned_data["taker"]
        services.hand_over(giver=mine, taker=taker, now=timezone.now())
        text = _("%(email)s is the owner now.")
        messages.success(request, filled(text, email=taker.user.email))
        return redirect("organisation_people", organisation)
    return question.page(request)


@login_required
@require_http_methods(GET_OR_POST)
def leave(request: MemberRequest, organisation: int) -> HttpResponse:
    """Go. The last owner is asked to hand over first; who is alone is told what follows."""
    mine = own_membership(request.user, organisation)
    others = mine.organisation.memberships.exclude(pk=mine.pk).exists()
    back = reverse("organisation_people", args=[organisation])
    if services.is_last_owner(mine) and others:
        messages.info(request, _("You are the only owner. Hand over to somebody first, and then leave."))
        return redirect("organisation_people_hand_over", organisation)
    follows = _("You can no longer publish for it or read who signs up. What you have published stays.")
    alone = _(
        "You are the last one. Nobody can change its activities then, or say yes to new people. The "
        "municipality is shown that nobody answers for it."
    )
    question = Question(
        title=_("Leave the organisation?"),
        kicker=mine.organisation.name,
        says=(follows,) if others else (follows, alone),
        button=_("Leave"),
        back=back,
        here="organisation_people",
    )
    if request.method != "POST":
        return question.page(request)
    try:
        services.leave(membership=mine, now=timezone.now())
    except services.LastOwner:
        return redirect("organisation_people_hand_over", organisation)
    text = _("You have left %(organisation)s.")
    messages.success(request, filled(text, organisation=mine.organisation.name))
    return redirect("portal")


@login_required
@require_safe
def without_owner(request: MemberRequest) -> HttpResponse:
    """For the municipality: organisations whose owner has left, or has not logged in for a year."""
    now = timezone.now()
    rows = Organisation.objects.edited_by(request.user).without_active_owner(now)
    page = page_of(rows.select_related("municipality").by_name(), request.GET.get("page"), size=PAGE_SIZE)
    context = {"page": page, "here": "without_owner"}
    return render(request, "organisations/people/without_owner.html", context)


@login_required
@require_POST
def withdraw(request: MemberRequest, organisation: int, invitation: int) -> HttpResponse:
    """Take an invitation back: the organisation's own any of them, the municipality its proposals."""
    place = seen_organisation(request.user, organisation)
    rows = place.invitations.select_related("user", "organisation")
    if not leads(request.user, place):
        if not Organisation.objects.edited_by(request.user).filter(pk=place.pk).exists():
            raise Http404
        rows = rows.filter(by_organisation=False)
    row = get_object_or_404(rows, pk=invitation)
    withdraw_invitation(invitation=row, by=request.user, now=timezone.now())
    messages.success(request, filled(_("%(email)s is no longer invited."), email=row.user.email))
    return redirect("organisation_people", place.pk)
