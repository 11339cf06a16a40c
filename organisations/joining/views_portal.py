"""The municipality's pages: what was typed beside what the register says, and the answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.requests import MemberRequest
from core.formats import telephone
from core.isolation import filled
from core.paging import page_of
from organisations.joining import services
from organisations.joining.choices import State
from organisations.joining.forms import AcceptForm, WordsForm
from organisations.joining.models import Application
from organisations.joining.views import register_context
from organisations.models import Municipality
from organisations.roles import Capability

PAGE_SIZE = 25


@login_required
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first, and below what was decided of late."""
    rows = Application.objects.edited_by(request.user).select_related("municipality")
    waiting = rows.filter(state__in=[State.WAITING, State.ASKED])
    context = {
        "here": "joining",
        "places": Municipality.objects.where_user_may(request.user, Capability.EDIT_DIRECTORY).few() or [],
        "page": page_of(waiting, request.GET.get("page"), size=PAGE_SIZE),
        "decided": rows.filter(state__in=[State.ACCEPTED, State.DECLINED]).order_by("-changed_at")[
            :PAGE_SIZE
        ],
    }
    return render(request, "joining/portal_list.html", context)


def _own(request: HttpRequest, pk: int) -> Application:
    rows = Application.objects.edited_by(request.user)
    return get_object_or_404(rows.select_related("municipality__county", "organisation__municipality"), pk=pk)


@login_required
@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _own(request, pk))


def _page(request: HttpRequest, found: Application, status: int = 200, **forms) -> HttpResponse:
    others = Application.objects.edited_by(request.user).about_the_same(found)
    context = {
        "here": "joining",
        "application": found,
        "municipality": found.municipality,
        "existing": found.organisation if found.is_open else None,
        "others": others.exclude(state=State.DECLINED),
        "accept": forms.get("accept") or _accept_form(found),
        "ask": forms.get("ask") or _ask_form(),
        "decline": forms.get("decline") or _decline_form(),
        **register_context(found),
    }
    return render(request, "joining/portal_application.html", context, status=status)


def _accept_form(found: Application, data=None) -> AcceptForm:
    entry = found.entry
    offered = (
        {
            "website": (_("Website"), entry.website),
            "email": (_("E-mail address"), entry.email),
            "phone": (_("Phone number"), telephone(entry.phone) if entry.phone else ""),
        }
        if entry
        else {}
    )
    proposed = [(name, f"{label}: {value}") for name, (label, value) in offered.items() if value]
    return AcceptForm(data, proposed=proposed, initial={"name": found.title, "kind": found.kind})


def _ask_form(data=None) -> WordsForm:
    return WordsForm(data, prefix="ask", label=_("What do you want to know?"))


def _decline_form(data=None) -> WordsForm:
    return WordsForm(data, prefix="decline", label=_("Why not? The applicant reads this."))


@login_required
@require_POST
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """The municipality vouches for it."""
    found = _own(request, pk)
    form = _accept_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, 400, accept=form)
    try:
        organisation = services.accept(
            application=found,
            user=request.user,
            now=timezone.now(),
            name=form.cleaned_data["name"],
            kind=form.cleaned_data["kind"],
            proposals=form.cleaned_data.get("proposals", []),
        )
    except services.Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, 409, accept=form)
    messages.success(
        request, filled(_("%(name)s is here now. The applicant gets an e-mail."), name=organisation)
    )
    return redirect("portal_joining")


@login_required
@require_POST
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    """Something is to be known first."""
    found, form = _own(request, pk), _ask_form(request.POST)
    if not form.is_valid():
        return _page(request, found, 400, ask=form)
    try:
        services.ask(
            application=found, user=request.user, question=form.cleaned_data["words"], now=timezone.now()
        )
    except services.Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, 409, ask=form)
    messages.success(request, _("Your question is sent."))
    return redirect("portal_joining")


@login_required
@require_POST
def decline(request: MemberRequest, pk: int) -> HttpResponse:
    """No, and why."""
    found, form = _own(request, pk), _decline_form(request.POST)
    if not form.is_valid():
        return _page(request, found, 400, decline=form)
    try:
        services.decline(
            application=found, user=request.user, why=form.cleaned_data["words"], now=timezone.now()
        )
    except services.Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, 409, decline=form)
    messages.success(request, _("Your answer is sent."))
    return redirect("portal_joining")
