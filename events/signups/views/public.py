"""Signing up, without an account."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.limits import TooMany, count_form, count_mail, hold
from core.privacy import SIGNUP
from core.responses import problem
from events.discovery.addresses import with_public_date
from events.models import Occurrence
from events.signups import services
from events.signups.exceptions import DropIn, IsFull, IsPostponed, NotPublic, SignUpRefused, TooManyWait
from events.signups.forms import SignUpForm
from events.telling.wording import when


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


@require_http_methods(["GET", "HEAD", "POST"])
@with_public_date
def sign_up(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """The form, and what it does. Afterwards everybody sees the same page, also who was signed up already."""
    now = timezone.now()
    form = SignUpForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            values = form.cleaned_data
            if values["email"]:
                count_mail(request, to=values["email"])
            else:
                count_form(request)
            services.sign_up(
                occurrence_id=occurrence.pk,
                name=values["name"],
                email=values["email"],
                phone=values["phone"],
                language=get_language() or "nb",
                now=now,
                **form.party(),
            )
            thanks = reverse("sign_up_thanks", args=[occurrence.municipality.slug, occurrence.public_id])
            return HttpResponseRedirect(thanks if values["email"] else f"{thanks}?by=phone")
        # Nobody is asked to correct a form that is closed anyhow.
        services.check_open(occurrence=occurrence, now=now)
    except TooMany as too_many:
        hold(request, too_many, form)
        return _form_page(request, form, occurrence, status=429)
    except IsFull as refusal:
        if not refusal.left:
            return refused(request, refusal, occurrence)
        form.add_error("adults", str(refusal))
        return _form_page(request, form, occurrence, status=refusal.status)
    except TooManyWait as refusal:
        form.add_error("email", str(refusal))
        return _form_page(request, form, occurrence, status=refusal.status)
    except SignUpRefused as refusal:
        return refused(request, refusal, occurrence)
    except Occurrence.DoesNotExist:
        raise Http404 from None
    return _form_page(request, form, occurrence, status=400 if form.errors else 200)


def _form_page(
    request: HttpRequest, form: SignUpForm, occurrence: Occurrence, *, status: int
) -> HttpResponse:
    context = {
        **occurrence_context(occurrence),
        "form": form,
        "left": services.places_left(occurrence, now=timezone.now()),
        "purpose": SIGNUP,
    }
    return render(request, "signups/sign_up.html", context, status=status)


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
    """The same page for everybody: it knows the date and nothing about the person."""
    by_phone = request.GET.get("by") == "phone"
    return render(request, "signups/thanks.html", {**occurrence_context(occurrence), "by_phone": by_phone})
