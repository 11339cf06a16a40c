"""An organisation's list of what it lends, for those who look after it."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import MemberRequest
from core.clock import local_day
from core.formats import in_words, telephone
from core.isolation import filled
from core.sending import once
from events.lending import services
from events.lending.forms import HandOutForm, NewThingsForm, ThingForm
from events.lending.models import Loan, Thing
from events.lending.promises import asked_for
from events.lending.wording import thing_in_words
from events.signups.models import Signup
from events.signups.ways import can_be_told
from events.telling.wording import when
from organisations.models import Organisation

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
# What is asked for so far ahead is packed another day.
SHOWN_AHEAD = timedelta(days=14)


def _own_organisation(request: HttpRequest, pk: int) -> Organisation:
    rows = Organisation.objects.for_user(request.user).select_related("municipality")
    return get_object_or_404(rows, pk=pk)


def _own_thing(request: HttpRequest, pk: int) -> Thing:
    return get_object_or_404(Thing.objects.for_user(request.user).select_related("organisation"), pk=pk)


def _list_of(thing: Thing) -> str:
    return reverse("portal_lending", args=[thing.organisation_id])


@login_required
@require_safe
def lending(request: MemberRequest, organisation: int) -> HttpResponse:
    """What is asked for, what is out and with whom, and all that there is. Four queries."""
    place = _own_organisation(request, organisation)
    now = timezone.now()
    today = local_day(now)
    things = list(Thing.objects.filter(organisation=place).in_order())
    out = Loan.objects.out().filter(thing__organisation=place).values_list("thing", "borrower")
    borrowers = dict(out)
    asked = (
        Loan.objects.standing()
        .filter(thing__organisation=place, occurrence__ends_at__gt=now - timedelta(hours=12))
        .filter(occurrence__starts_at__lt=now + SHOWN_AHEAD)
        .select_related("thing", "signup", "occurrence__event")
        .prefetch_related("occurrence__event__texts")
        .order_by("occurrence__starts_at", "signup", "pk")
    )
    rows: list[dict[str, Any]] = [
        {
            "thing": thing,
            "name": thing_in_words(thing),
            "borrower": borrowers.get(thing.pk, ""),
            "is_late": thing.out_until is not None and thing.out_until < today,
        }
        for thing in things
    ]
    context = {
        "organisation": place,
        "asked": [
            (loan, thing_in_words(loan.thing), when(loan.occurrence)) for loan in asked if loan.occurrence
        ],
        "out": [row for row in rows if row["thing"].is_out],
        "rows": rows,
        "number_in": sum(not thing.is_out for thing in things),
        "here": "lending",
    }
    return render(request, "lending/things.html", context)


@login_required
@GET_OR_POST
def new(request: MemberRequest, organisation: int) -> HttpResponse:
    """Put things on the list: one, or a row of sizes."""
    place = _own_organisation(request, organisation)
    form = NewThingsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect(once(request, partial(_add, request, place, form)))
        except services.TooManyThings:
            form.add_error(None, _("The list is full. Take off what you no longer have."))
    context = {"organisation": place, "form": form, "here": "lending"}
    return render(request, "lending/thing_new.html", context, status=400 if form.errors else 200)


def _add(request: MemberRequest, place: Organisation, form: NewThingsForm) -> str:
    number = services.add_things(organisation=place, **form.values)
    said = ngettext("%(number)s thing is on the list.", "%(number)s things are on the list.", number)
    messages.success(request, filled(said, number=number))
    return reverse("portal_lending", args=[place.pk])


@login_required
@GET_OR_POST
def thing(request: MemberRequest, pk: int) -> HttpResponse:
    """Correct what it is."""
    found = _own_thing(request, pk)
    form = ThingForm(request.POST if request.method == "POST" else None, thing=found)
    if form.is_valid():
        lost = services.change_thing(thing=found, values=form.values, now=timezone.now())
        messages.success(request, _("Saved."))
        _say_who_lost_it(request, lost)
        return redirect(_list_of(found))
    context = _context(found, form=form)
    return render(request, "lending/thing.html", context, status=400 if form.errors else 200)


def _context(found: Thing, **more: object) -> dict[str, object]:
    return {
        "thing": found,
        "name": thing_in_words(found),
        "organisation": found.organisation,
        "back": _list_of(found),
        "here": "lending",
        **more,
    }


@login_required
@GET_OR_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """A GET asks; a POST takes it off the list, and off what was asked for."""
    found, now = _own_thing(request, pk), timezone.now()
    if request.method != "POST":
        asked = asked_for(found, now=now).count()
        return render(request, "lending/thing_remove.html", _context(found, asked=asked))
    try:
        lost = services.remove_thing(thing=found, now=now)
    except services.IsOut:
        messages.warning(request, _("Somebody has it. Take it off the list when it is back."))
    else:
        messages.success(request, _("It is off the list."), extra_tags="done")
        _say_who_lost_it(request, lost)
    return redirect(_list_of(found))


def _say_who_lost_it(request: MemberRequest, lost: list[Signup]) -> None:
    """Who had asked for a thing, and gets no other like it."""
    told = sum(can_be_told(signup) for signup in lost)
    if told:
        said = ngettext(
            "%(number)s person who had asked for it is told that it cannot be had.",
            "%(number)s people who had asked for it are told that it cannot be had.",
            told,
        )
        messages.info(request, filled(said, number=told))
    called = [
        filled(_("%(name)s (%(telephone)s)"), name=signup.name, telephone=telephone(signup.phone))
        for signup in lost
        if not can_be_told(signup)
    ]
    if called:
        words = _("Call and say that it cannot be had: %(names)s.")
        messages.warning(request, filled(words, names=in_words(called)))


@login_required
@GET_OR_POST
def hand_out(request: MemberRequest, pk: int) -> HttpResponse:
    """To somebody who just comes, or for longer than a day. ?loan= is who has asked for it."""
    found = _own_thing(request, pk)
    today = local_day(timezone.now())
    asked = request.GET.get("loan", "")
    loan = None
    if asked.isdecimal() and len(asked) < 10:
        loan = Loan.objects.standing().filter(thing=found, pk=int(asked)).select_related("signup").first()
    borrower = loan.signup.name if loan and loan.signup else ""
    form = HandOutForm(request.POST if request.method == "POST" else None, today=today, borrower=borrower)
    if form.is_valid():
        values = form.cleaned_data
        return _hand_out(request, found, loan, until=values["until"], borrower=values["borrower"])
    context = _context(found, form=form, loan=loan)
    return render(request, "lending/hand_out.html", context, status=400 if form.errors else 200)


def _hand_out(
    request: MemberRequest, found: Thing, loan: Loan | None, *, until: date, borrower: str = ""
) -> HttpResponseRedirect:
    """Say how it went, on the list."""
    try:
        services.hand_out(thing=found, loan=loan, borrower=borrower, until=until, now=timezone.now())
    except services.IsOut:
        messages.warning(request, _("Somebody has it already."))
    except Loan.DoesNotExist:
        messages.warning(request, _("The sign-up was given up meanwhile. Nothing was handed out."))
    else:
        said = _("%(thing)s is handed out.")
        messages.success(request, filled(said, thing=thing_in_words(found)))
    return redirect(_list_of(found))


@login_required
@require_POST
def loan_out(request: MemberRequest, pk: int) -> HttpResponse:
    """One press: whoever has asked for it takes it, until the evening of the date."""
    own = Loan.objects.filter(thing__in=Thing.objects.for_user(request.user)).filter(signup__isnull=False)
    loan = get_object_or_404(own.select_related("thing", "occurrence"), pk=pk)
    assert loan.occurrence is not None
    until = max(local_day(loan.occurrence.ends_at), local_day(timezone.now()))
    return _hand_out(request, loan.thing, loan, until=until)


@login_required
@require_POST
def back(request: MemberRequest, pk: int) -> HttpResponse:
    """It is back, and nobody knows any longer who had it."""
    found = _own_thing(request, pk)
    if services.take_back(thing=found):
        said = filled(_("%(thing)s is back. The name is deleted."), thing=thing_in_words(found))
        messages.success(request, said, extra_tags="done")
    return redirect(_list_of(found))
