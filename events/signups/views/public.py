"""Signing up, without an account."""

from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.isolation import filled
from core.limits import TooMany, count_form, count_mail, count_text, hold
from core.mail.letter import absolute
from core.privacy import SIGNUP
from core.responses import problem
from core.sending import once
from core.sms.messages import is_answerable, sender
from core.telephone import same_telephone
from events.choices import SignupFor
from events.discovery import instead, lists
from events.discovery.addresses import with_public_date
from events.models import Occurrence
from events.places import full_dates
from events.signups import services
from events.signups.besides import NotToBeHad, Parts, Whole, notes_of, parts_for, sign_up_with
from events.signups.exceptions import DropIn, IsFull, IsPostponed, NotPublic, SignUpRefused, TooManyWait
from events.signups.forms import SignUpForm
from events.signups.models import Signup
from events.signups.services.locking import remaining_dates
from events.signups.thanks import Thanks, thanks_of
from events.signups.ways import takes_texts
from events.telling.wording import when

# A course or a term: more than that nobody reads.
MOST_DATES = 60


def occurrence_context(occurrence: Occurrence) -> dict[str, Any]:
    """What every page about one date shows of it."""
    slug = occurrence.municipality.slug
    return {
        "occurrence": occurrence,
        "text": occurrence.event.text_for(),
        "when": when(occurrence),
        "event_url": reverse("event_detail", args=[slug, occurrence.public_id]),
        "sign_up_url": reverse("sign_up", args=[slug, occurrence.public_id]),
        "list_url": reverse("event_list", args=[slug]),
    }


def occurrence_url(occurrence: Occurrence) -> str:
    """The page of the date: what one sends to a friend."""
    return reverse("event_detail", args=[occurrence.municipality.slug, occurrence.public_id])


@require_http_methods(["GET", "HEAD", "POST"])
@with_public_date
def sign_up(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """The form, and what it does. Afterwards everybody sees the same page, also who was signed up already."""
    now = timezone.now()
    dates = other_dates(occurrence, now=now)
    is_sent = request.method == "POST"
    form = SignUpForm(request.POST if is_sent else None, dates=choices_of(dates, now=now))
    parts = parts_for(occurrence, request.POST if is_sent else None, now=now)
    try:
        # Both are looked at, so that all that is wrong is said at once.
        if form.is_valid() & parts.are_valid():
            take = partial(_take, request, form, parts, occurrence, dates, now=now)
            # Sent twice, it is not refused for the places that it has taken itself.
            return HttpResponseRedirect(once(request, take, by_content=True, refused_by=SignUpRefused))
        # Nobody is asked to correct a form that is closed anyhow.
        services.check_takes(occurrence, now=now)
    except TooMany as too_many:
        hold(request, too_many, form)
        return _form_page(request, form, parts, occurrence, status=429)
    except IsFull as refusal:
        form.add_error("adults" if refusal.left else None, str(refusal))
        return _form_page(request, form, parts, occurrence, status=refusal.status, can_wait=True)
    except NotToBeHad:
        return _form_page(request, form, parts, occurrence, status=409)
    except TooManyWait as refusal:
        form.add_error("email", str(refusal))
        return _form_page(request, form, parts, occurrence, status=refusal.status)
    except SignUpRefused as refusal:
        return refused(request, refusal, occurrence)
    except Occurrence.DoesNotExist:
        raise Http404 from None
    return _form_page(request, form, parts, occurrence, status=400 if form.errors or parts.errors else 200)


def _take(
    request: HttpRequest,
    form: SignUpForm,
    parts: Parts,
    occurrence: Occurrence,
    dates: list[Occurrence],
    *,
    now: datetime,
) -> str:
    """Sign up as the form says. Returns where the thanks are said.

    Raises `TooMany`, `SignUpRefused` and `NotToBeHad`.
    """
    values = form.cleaned_data
    is_texted = not values["email"] and takes_texts(same_telephone(values["phone"]))
    if values["email"]:
        count_mail(request, to=values["email"])
    elif is_texted:
        count_text(request, to=same_telephone(values["phone"]))
    else:
        count_form(request)
    chosen = set(values.get("dates", []))
    also = [date.pk for date in dates if str(date.public_id) in chosen]
    sign_up = partial(
        services.sign_up,
        occurrence_id=occurrence.pk,
        name=values["name"],
        email=values["email"],
        phone=values["phone"],
        language=get_language() or "nb",
        waits=request.POST.get("waits") == "on",
        also=also,
        now=now,
        **form.party(),
    )
    made = sign_up_with(parts, sign_up, now=now)
    thanks = Thanks(
        by="mail" if values["email"] else "sms" if is_texted else "phone",
        number=made.number,
        persons=sum(form.party().values()),
        dates=len(also) + 1,
    )
    url = reverse("sign_up_thanks", args=[occurrence.municipality.slug, occurrence.public_id])
    return f"{url}?{urlencode({'for': thanks.query})}"


def other_dates(occurrence: Occurrence, *, now: datetime) -> list[Occurrence]:
    """The dates that one signs up for as well: of a course all, else those that one may choose. One query."""
    kind = occurrence.event.signup_for
    if kind == SignupFor.DATE:
        return []
    dates = remaining_dates(occurrence.event_id, now=now).exclude(pk=occurrence.pk)
    if kind == SignupFor.SEVERAL:
        dates = dates.scheduled()
    found = list(dates[:MOST_DATES])
    for date in found:
        date.event = occurrence.event
    return found


def choices_of(dates: list[Occurrence], *, now: datetime) -> list[tuple[str, str]]:
    """The dates that one may tick, each with its words; one that is full says so, and has a list."""
    if not dates or dates[0].event.signup_for != SignupFor.SEVERAL:
        return []
    full = full_dates(dates, now=now)
    return [
        (
            str(date.public_id),
            filled(_("%(when)s (full: waiting list)"), when=when(date)) if date.pk in full else when(date),
        )
        for date in dates
    ]


def _form_page(
    request: HttpRequest,
    form: SignUpForm,
    parts: Parts,
    occurrence: Occurrence,
    *,
    status: int,
    can_wait: bool = False,
) -> HttpResponse:
    now = timezone.now()
    left = services.places_left(occurrence, now=now)
    is_full = left == 0
    is_course = occurrence.event.signup_for == SignupFor.COURSE
    context = {
        **occurrence_context(occurrence),
        "form": form,
        "besides": parts,
        "whole": Whole(form, parts) if form.is_bound else form,
        "left": left,
        "is_full": is_full,
        "can_wait": can_wait and not is_full,
        "number": Signup.objects.waiting().filter(occurrence=occurrence).count() + 1,
        "with_room": _with_room(occurrence, now=now) if is_full else None,
        "course": [(date, when(date)) for date in other_dates(occurrence, now=now)] if is_course else [],
        "purpose": SIGNUP,
    }
    return render(request, "signups/sign_up.html", context, status=status)


def _with_room(occurrence: Occurrence, *, now: datetime) -> Occurrence | None:
    dates, _number = lists.other_dates(occurrence, now=now, number=instead.DATES_LOOKED_AT)
    return instead.first_with_room(dates, full_dates([occurrence, *dates], now=now))


def refused(request: HttpRequest, refusal: SignUpRefused, occurrence: Occurrence) -> HttpResponse:
    """Why nobody can sign up here, and where to go instead."""
    slug = occurrence.municipality.slug
    # Its page says why, in the organiser's words.
    to_event = isinstance(refusal, DropIn | IsPostponed)
    if isinstance(refusal, NotPublic):
        raise Http404
    return problem(
        request,
        status=refusal.status,
        title=str(refusal.title),
        message=str(refusal),
        next_url=reverse("event_detail", args=[slug, occurrence.public_id])
        if to_event
        else reverse("event_list", args=[slug]),
        next_label=_("Back to the activity") if to_event else _("See what else is on"),
    )


@require_safe
@with_public_date
def sign_up_thanks(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """The same page for everybody who asks for the same: it knows nothing about the person."""
    thanks = thanks_of(request.GET.get("for", ""))
    context = {
        **occurrence_context(occurrence),
        "thanks": thanks,
        "by_phone": thanks.by == "phone",
        "by_sms": thanks.by == "sms",
        "is_course": occurrence.event.signup_for == SignupFor.COURSE,
        "notes": notes_of(occurrence, now=timezone.now()),
        "share_url": absolute(occurrence_url(occurrence)),
        # Whoever once sent STOP gets nothing before they send START.
        "start_to": sender() if is_answerable() else "",
    }
    return render(request, "signups/thanks.html", context)
