"""Whether it is still right: by the link in the mail, in the portal, and the list of who is silent."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.link_pages import Gone, behind_link
from organisations.joining import yearly
from organisations.joining.links import question_from
from organisations.joining.mails import public_facts
from organisations.models import Membership, Organisation

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
PAGE_SIZE = 25
GONE = Gone(
    gettext_lazy("This link is too old"),
    gettext_lazy("There is a newer question, or the time is over. Log in, and answer there."),
    "portal",
    gettext_lazy("Log in"),
)


@GET_OR_POST
@behind_link(GONE)
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """A GET shows what stands on the public page, a POST says that it is right."""
    organisation = question_from(token).organisation
    if request.method == "POST":
        organisation = yearly.confirm(organisation=organisation, now=timezone.now())
    context = {
        "organisation": organisation,
        "municipality": organisation.municipality,
        "facts": public_facts(organisation),
        "is_confirmed": request.method == "POST",
        "token": token,
    }
    return render(request, "joining/still_right.html", context)


@login_required
@GET_OR_POST
def own(request: HttpRequest, pk: int) -> HttpResponse:
    """The same in the portal: for its owners, and for the municipality's editors."""
    owned = Membership.objects.filter(role=Membership.MemberRole.OWNER, user=request.user.pk)
    may = Organisation.objects.edited_by(request.user) | Organisation.objects.filter(
        pk__in=owned.values("organisation")
    )
    organisation = get_object_or_404(may.select_related("municipality__county"), pk=pk)
    if request.method == "POST":
        is_editor = Organisation.objects.edited_by(request.user).filter(pk=pk).exists()
        yearly.confirm(organisation=organisation, now=timezone.now(), by_editor=is_editor)
        messages.success(request, _("Thank you! It says now that this is right."))
        return redirect("portal")
    context = {"organisation": organisation, "facts": public_facts(organisation)}
    return render(request, "joining/portal_still_right.html", context)


@login_required
@require_safe
def silent(request: HttpRequest) -> HttpResponse:
    """The organisations that nobody has heard from for long, with those that left the lists for it."""
    rows = yearly.silent(Organisation.objects.edited_by(request.user), now=timezone.now())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "joining/portal_silent.html", {"page": page, "total": page.paginator.count})
