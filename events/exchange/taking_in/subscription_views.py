"""The calendars that are subscribed to: how each is doing, what is new in it, look, stop and start."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import MemberRequest
from core.fetching import CannotFetch
from core.isolation import filled
from core.limits import TooMany, count_staff_form
from core.models import User
from core.sending import once
from events.exchange.models import Source, publishers_for
from events.exchange.reading.calendars import CalendarRead, NoCalendar, as_source
from events.exchange.taking_in import subscribing, zones
from events.exchange.taking_in.forms import ZonesForm
from events.exchange.taking_in.storing import store_candidates
from events.exchange.taking_in.telling import says_in_words


def _own(request: HttpRequest, pk: int) -> Source:
    rows = Source.objects.for_user(request.user).filter(kind=Source.Kind.SUBSCRIPTION)
    return get_object_or_404(rows.select_related("organisation__municipality"), pk=pk)


@login_required
@require_safe
def subscriptions(request: MemberRequest) -> HttpResponse:
    """All of somebody's calendars, and what each said last."""
    if not publishers_for(request.user).exists():
        raise Http404
    rows = Source.objects.for_user(request.user).filter(kind=Source.Kind.SUBSCRIPTION)
    sources = list(rows.select_related("organisation"))
    context = {
        "sources": [
            (source, news_in_words(source), says_in_words(source), _zones_form(None, source))
            for source in sources
        ]
    }
    return render(request, "exchange/taking_in/subscriptions.html", context)


@login_required
@require_POST
def look(request: MemberRequest, source: int) -> HttpResponse:
    """Fetch it now, and look through what it offers."""
    own = _own(request, source)
    now = timezone.now()
    try:
        count_staff_form(request)
        read = subscribing.look(source=own, now=now)
        return redirect(once(request, partial(_looked, own, read, request.user, now)))
    except TooMany as too_many:
        messages.warning(request, str(too_many))
    except CannotFetch as error:
        messages.error(request, str(error.why.label))
    except NoCalendar as error:
        messages.error(request, str(error))
    return redirect("portal_subscriptions")


def _looked(source: Source, read: CalendarRead, user: User, now: datetime) -> str:
    subscribing.mark_seen(source=source, read=read, now=now)
    upload = store_candidates(source=source, read=as_source(read), user=user, now=now)
    return reverse("portal_taking_in_review", args=[upload.public_id])


def _zones_form(data: QueryDict | None, source: Source) -> ZonesForm | None:
    """For who says which time zones it means; None where nothing is asked and nothing was."""
    names = source.answers.get("zones", [])
    return ZonesForm(data, names=names, said=zones.answers_of(source), at=source.pk) if names else None


@login_required
@require_POST
def say_zones(request: MemberRequest, source: int) -> HttpResponse:
    """Which time zones its names mean. It is read with that, at once."""
    own = _own(request, source)
    form = _zones_form(request.POST, own)
    if form and form.is_valid() and form.answers:
        subscribing.answer_zones(source=own, answers=form.answers, now=timezone.now())
    return redirect("portal_subscriptions")


@login_required
@require_POST
def set_going(request: MemberRequest, source: int) -> HttpResponse:
    """Stop asking, or begin again."""
    own = _own(request, source)
    subscribing.set_going(source=own, is_on=request.POST.get("on") == "1", now=timezone.now())
    return redirect("portal_subscriptions")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: MemberRequest, source: int) -> HttpResponse:
    """Forget a calendar. What was taken in of it stays."""
    own = _own(request, source)
    if request.method == "POST":
        subscribing.remove(source=own)
        return redirect("portal_subscriptions")
    return render(request, "exchange/taking_in/subscription_remove.html", {"source": own})


def news_in_words(source: Source) -> list[str]:
    """Sentences of what nobody has looked at."""
    news: dict[str, Any] = source.answers.get("news") or {}
    said: list[str] = []
    if number := news.get("new"):
        said.append(filled(ngettext("%(number)s is new.", "%(number)s are new.", number), number=number))
    if number := news.get("changed"):
        said.append(
            filled(ngettext("%(number)s is changed.", "%(number)s are changed.", number), number=number)
        )
    if number := news.get("gone"):
        words = ngettext(
            "%(number)s date is not in the calendar any longer. It stays here until you call it off.",
            "%(number)s dates are not in the calendar any longer. They stay here until you call them off.",
            number,
        )
        said.append(filled(words, number=number))
    if news.get("most_gone"):
        said.append(_("That is more than half: it may be a fault in the calendar."))
    if source.answers.get("half"):
        said.append(_("The calendar ended in the middle the last time. Something may be missing."))
    return said
