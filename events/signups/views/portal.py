"""For organisers: who is coming."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.formats import in_words
from core.isolation import filled
from core.limits import TooMany, count_mail, count_staff_form, hold
from core.responses import problem
from events.models import Occurrence
from events.signups import services
from events.signups.besides import (
    NotToBeHad,
    Parts,
    Whole,
    parts_for,
    said_with,
    sign_up_with,
    totals_of,
)
from events.signups.exceptions import HasEnded, IsFull, SignUpRefused
from events.signups.forms import PhonedForm
from events.signups.models import TAKING, Signup
from events.signups.ways import can_be_told
from events.signups.wording import party_lines
from events.telling.wording import when

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


def own_occurrence(request: HttpRequest, date: UUID) -> Occurrence:
    return get_object_or_404(Occurrence.objects.for_user(request.user).with_cards(), public_id=date)


def date_context(occurrence: Occurrence, *, page: str) -> dict[str, Any]:
    """What every page about one date shows of it; `page` is the one marked in the menu."""
    return {
        "occurrence": occurrence,
        "text": occurrence.event.text_for(),
        "when": when(occurrence),
        "page": page,
    }


@login_required
@GET_AND_POST
def portal_signups(request: HttpRequest, date: UUID) -> HttpResponse:
    """Who is coming to one date. A POST adds somebody who phoned."""
    occurrence = own_occurrence(request, date)
    form = PhonedForm(request.POST or None, initial={"language": occurrence.municipality.language})
    parts = parts_for(occurrence, request.POST or None, now=timezone.now())
    is_right = request.method == "POST" and form.is_valid() & parts.are_valid()
    if is_right and _add_phoned(request, form, parts, occurrence):
        return HttpResponseRedirect(reverse("portal_signups", args=[date]))
    standing = list(occurrence.signups.standing())
    signups = [each for each in standing if each.status in TAKING]
    waiting = [each for each in standing if each.status == Signup.Status.REQUESTED]
    listed = [each for each in standing if each.is_waiting]
    listed.sort(key=lambda each: (each.waits_since, each.pk))
    said = said_with(standing)
    context = {
        **date_context(occurrence, page="signups"),
        "form": form,
        "besides": parts,
        "whole": Whole(form, parts) if form.is_bound else form,
        "totals": totals_of(occurrence),
        "has_said": any(said.values()),
        "waiting": [(signup, party_lines(signup)) for signup in waiting],
        "rows": [(signup, party_lines(signup), said[signup.pk]) for signup in signups],
        # In order, as they get places.
        "listed": [
            (number, signup, [*party_lines(signup), *said[signup.pk]])
            for number, signup in enumerate(listed, start=1)
        ],
        "places": sum(signup.party_size for signup in signups),
        "capacity": occurrence.event.capacity,
        "is_drop_in": not occurrence.event.takes_signups,
        "is_open": _is_open(occurrence),
    }
    status = 400 if form.errors or parts.errors else 200
    return render(request, "signups/portal_signups.html", context, status=status)


def _is_open(occurrence: Occurrence) -> bool:
    return occurrence.takes_place and occurrence.is_public and occurrence.ends_at > timezone.now()


def _add_phoned(request: HttpRequest, form: PhonedForm, parts: Parts, occurrence: Occurrence) -> bool:
    """Whether they are on a list now; if not, the form says why."""
    values, now = form.cleaned_data, timezone.now()
    try:
        count_staff_form(request)
        if values["email"]:
            count_mail(request, to=values["email"])
        sign_up = partial(
            services.sign_up,
            occurrence_id=occurrence.pk,
            name=values["name"],
            email=values["email"],
            phone=values["phone"],
            language=values["language"],
            now=now,
            by_organiser=True,
            waits=request.POST.get("waits") == "on",
            **form.party(),
        )
        result = sign_up_with(parts, sign_up, now=now, by_organiser=True)
    except TooMany as too_many:
        hold(request, too_many, form)
        return False
    except NotToBeHad:
        return False
    except SignUpRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    _say_added(request, result)
    return True


def _say_added(request: HttpRequest, result: services.SignedUp) -> None:
    name = result.signup.name
    if result.created and result.signup.is_waiting:
        said = _("%(name)s is number %(number)s on the waiting list.")
        messages.success(request, filled(said, name=name, number=result.number))
    elif result.created:
        messages.success(request, filled(_("%(name)s is signed up."), name=name))
    elif result.as_asked:
        messages.info(request, filled(_("%(name)s was signed up already."), name=name))
    else:
        # There was no room for the party that was typed now.
        said = _(
            "%(name)s was signed up already, and there is no room for more. "
            "The sign-up is as it was: %(party)s."
        )
        messages.warning(request, filled(said, name=name, party=in_words(party_lines(result.signup))))


@login_required
@require_POST
def portal_signup_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The organiser's yes or no to a sign-up by telephone alone."""
    rows = Signup.objects.for_user(request.user).requested().with_date()
    signup = get_object_or_404(rows, pk=pk)
    name = {"name": signup.name}
    if request.POST.get("answer") == "yes":
        try:
            services.accept_request(signup=signup, now=timezone.now())
        except SignUpRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, filled(_("%(name)s has places now. Call and say so."), **name))
    elif request.POST.get("answer") == "no":
        services.decline_request(signup=signup, now=timezone.now())
        said = filled(_("The sign-up of %(name)s is deleted. Call and say so."), **name)
        messages.success(request, said, extra_tags="done")
    return HttpResponseRedirect(reverse("portal_signups", args=[signup.occurrence.public_id]))


@login_required
@require_POST
def portal_signup_place(request: HttpRequest, pk: int) -> HttpResponse:
    """The organiser gives a place to somebody on the waiting list."""
    signup = get_object_or_404(Signup.objects.for_user(request.user).waiting().with_date(), pk=pk)
    try:
        services.give_place(signup=signup, now=timezone.now())
    except IsFull:
        said = _("There is no room for %(name)s. Make the number of places higher first.")
        messages.error(request, filled(said, name=signup.name))
    except SignUpRefused as refusal:
        messages.error(request, str(refusal))
    else:
        said = (
            _("%(name)s has places now, and is told.")
            if can_be_told(signup)
            else _("%(name)s has places now. Call and say so.")
        )
        messages.success(request, filled(said, name=signup.name))
    return HttpResponseRedirect(reverse("portal_signups", args=[signup.occurrence.public_id]))


@login_required
@GET_AND_POST
def portal_signup_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """A GET asks; a POST gives one party's places back."""
    rows = Signup.objects.for_user(request.user).told().with_date()
    signup = get_object_or_404(rows, pk=pk)
    back = reverse("portal_signups", args=[signup.occurrence.public_id])
    if request.method != "POST":
        context = {
            **date_context(signup.occurrence, page="signups"),
            "signup": signup,
            "party": party_lines(signup),
            "back": back,
        }
        return render(request, "signups/portal_signup_cancel.html", context)
    try:
        services.cancel_signup(signup=signup, now=timezone.now())
    except HasEnded as refusal:
        return problem(
            request,
            status=refusal.status,
            title=str(refusal.title),
            message=str(refusal),
            next_url=back,
            next_label=_("Back to who is coming"),
        )
    said = filled(_("The places of %(name)s are free again."), name=signup.name)
    messages.success(request, said, extra_tags="done")
    return HttpResponseRedirect(back)
