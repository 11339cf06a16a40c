"""What an invitation leads to: its personal link, and the list of all that wait for an answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.accounts.requests import MemberRequest
from core.isolation import filled
from core.link_pages import Gone, behind_link
from core.links import LinkExpired
from organisations.mails import LINKS
from organisations.models import Invitation, StaffInvitation
from organisations.people import staff
from organisations.services import answer_invitation

GONE = Gone(
    title=gettext_lazy("This invitation is over"),
    message=gettext_lazy(
        "It was answered or taken back, or two weeks have passed. Ask whoever invited you to do it once more."
    ),
    next_name="portal",
    next_label=gettext_lazy("My pages"),
)


@behind_link(GONE)
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Says what the invitation is to. It is answered by who is logged in with the address that was invited.

    Somebody else who has the link, or another account, is told kindly that it is for another address.
    """
    (public_id,) = LINKS.read(token)
    now = timezone.now()
    own = Invitation.objects.standing(now).filter(by_organisation=True, public_id=public_id)
    row: Invitation | StaffInvitation | None = own.select_related("organisation", "user").first()
    if row is None:
        to_work = StaffInvitation.objects.standing(now).filter(public_id=public_id)
        row = to_work.select_related("municipality", "region", "user").first()
    if row is None:
        raise LinkExpired
    if request.user.is_authenticated and request.user == row.user:
        return redirect("portal_invitations")
    context = {"invitation": row, "is_to_work": isinstance(row, StaffInvitation)}
    return render(request, "organisations/people/invitation.html", context)


@login_required
@require_safe
def invitations(request: MemberRequest) -> HttpResponse:
    """What the user is invited to, and who is proposed for the user's organisations: yes or no."""
    now = timezone.now()
    waiting = Invitation.objects.answered_by(request.user).standing(now)
    to_work = StaffInvitation.objects.answered_by(request.user).standing(now)
    context = {
        "invitations": waiting.select_related("organisation__municipality", "user", "invited_by"),
        "to_work": to_work.select_related("municipality", "region", "invited_by"),
        "here": "invitations",
    }
    return render(request, "organisations/people/invitations.html", context)


@login_required
@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    waiting = Invitation.objects.answered_by(request.user).standing(now)
    row = get_object_or_404(waiting.select_related("organisation", "user"), pk=pk)
    names = {"email": row.user.email, "organisation": row.organisation.name}
    yes = request.POST.get("answer") == "yes"
    done = answer_invitation(invitation=row, yes=yes, by=request.user, now=now)
    # Pressed twice it was answered a moment ago.
    if done or (yes and row.organisation.memberships.filter(user=row.user_id).exists()):
        text = _("%(email)s now publishes for %(organisation)s.")
    else:
        text = _("%(email)s does not publish for %(organisation)s.")
    messages.success(request, filled(text, **names))
    return redirect("portal_invitations")


@login_required
@require_POST
def answer_to_work(request: MemberRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    waiting = StaffInvitation.objects.answered_by(request.user).standing(now)
    row = get_object_or_404(waiting.select_related("municipality", "region"), pk=pk)
    yes = request.POST.get("answer") == "yes"
    if staff.answer(invitation=row, yes=yes, now=now) or (
        yes and staff.assignments(row.place).filter(user=row.user_id).exists()
    ):
        text = _("You work for %(place)s here now.")
    else:
        text = _("You have said no to %(place)s.")
    messages.success(request, filled(text, place=row.place.name))
    return redirect("portal_invitations")
