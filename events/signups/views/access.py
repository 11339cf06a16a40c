"""Reading the sign-ups of an organisation's date from the municipality: asked for, lent, and read."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import MemberRequest
from core.isolation import filled
from core.limits import TooMany, count_staff_form, hold
from core.paging import page_of
from events.models import Occurrence
from events.signups import access
from events.signups.access_models import SignupAccess
from events.signups.forms import AccessForm
from events.signups.models import Signup
from events.signups.views.portal import date_context
from events.signups.wording import party_lines
from organisations.models import Organisation

PAGE_SIZE = 25


def askable_date(request: MemberRequest, date: UUID) -> Occurrence:
    """A date in a municipality where the user moderates; anybody else's is a 404, on the next request too."""
    rows = access.askable(request.user).select_related("organisation", "municipality", "event")
    return get_object_or_404(rows, public_id=date)


@login_required
@require_safe
def dates_of_organisation(request: MemberRequest, organisation: int) -> HttpResponse:
    """For the municipality: the dates of one organisation whose sign-ups it can ask to read."""
    place = get_object_or_404(Organisation.objects.edited_by(request.user), pk=organisation)
    signed_up = Signup.objects.filter(occurrence=OuterRef("pk")).standing()
    rows = access.askable(request.user).filter(Exists(signed_up), organisation=place)
    page = page_of(rows.with_cards().order_by("-starts_at", "pk"), request.GET.get("page"), size=PAGE_SIZE)
    context = {
        "organisation": place,
        "page": page,
        "rows": [date_context(date, page="access") for date in page],
        "here": "signup_access",
    }
    return render(request, "signups/access_dates.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, date: UUID) -> HttpResponse:
    """Ask the organisation, and see what it has said."""
    occurrence = askable_date(request, date)
    now = timezone.now()
    own = SignupAccess.objects.filter(occurrence=occurrence, user=request.user).first()
    is_open = SignupAccess.objects.open_to(request.user, now).filter(occurrence=occurrence).exists()
    form = AccessForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count_staff_form(request)
        except TooMany as too_many:
            hold(request, too_many, form)
        else:
            why = form.cleaned_data["why"]
            access.ask(occurrence=occurrence, user=request.user, why=why, now=now)
            text = _("%(organisation)s is asked.")
            messages.success(request, filled(text, organisation=occurrence.organisation.name))
            return redirect("signup_access", date)
    context = {
        **date_context(occurrence, page="access"),
        "own": own,
        "is_open": is_open,
        "is_waiting": own is not None and own.answered_at is None,
        "form": form,
    }
    return render(request, "signups/access_ask.html", context)


@login_required
@require_safe
def read(request: MemberRequest, date: UUID) -> HttpResponse:
    """Who has signed up, for who was lent a look at it. Each time it is opened is a line that they see."""
    occurrence = askable_date(request, date)
    signups = access.read(occurrence=occurrence, user=request.user, now=timezone.now())
    if signups is None:
        return redirect("signup_access", date)
    context = {
        **date_context(occurrence, page="access"),
        # What somebody told the organiser beside who comes is not lent.
        "rows": [(signup, party_lines(signup), ()) for signup in signups],
        "is_open": False,
    }
    response = render(request, "signups/access_read.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@login_required
@require_safe
def asked(request: MemberRequest) -> HttpResponse:
    """For an organisation: who has asked to read its sign-ups, what was answered, and each reading."""
    now = timezone.now()
    dates = Prefetch("occurrence", Occurrence.objects.with_cards())
    rows = SignupAccess.objects.seen_by(request.user).select_related("user", "answered_by")
    page = page_of(rows.prefetch_related(dates, "readings"), request.GET.get("page"), size=PAGE_SIZE)
    answers = set(
        SignupAccess.objects.answered_by(request.user)
        .filter(pk__in=[row.pk for row in page])
        .values_list("pk", flat=True)
    )
    context = {
        "page": page,
        "rows": [
            (
                row,
                date_context(row.occurrence, page="access"),
                row.pk in answers and row.answered_at is None and row.expires_at > now,
                row.pk in answers and row.granted_until is not None and row.granted_until > now,
            )
            for row in page
        ],
        "here": "signup_access",
    }
    return render(request, "signups/access_asked.html", context)


@login_required
@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """An owner's yes for a day or a week, a no, or the end of a yes."""
    row = get_object_or_404(SignupAccess.objects.answered_by(request.user), pk=pk)
    now = timezone.now()
    said = request.POST.get("answer", "")
    if said == "end":
        access.take_back(access=row, now=now)
    else:
        days = {"day": 1, "week": 7}.get(said, 0)
        access.answer(access=row, days=days, by=request.user, now=now)
    messages.success(request, _("Saved."))
    return redirect("signup_access_list")
