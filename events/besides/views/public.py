""" "Meet me at the door" for who just comes, and the link of whoever meets them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.limits import TooMany, count_form, hold
from core.link_pages import Gone, behind_link
from core.sending import is_first, new_number, once
from events.besides import going, meeting
from events.besides.links import responsible_from
from events.besides.models import Greeter
from events.discovery.addresses import with_public_date
from events.discovery.event_page import page_of
from events.discovery.parts import Part
from events.models import Occurrence

# The browser's mark holds nothing but which press it was: its name says for which date.
SALT = "events.meet_me"
GONE = Gone(_("This link is too old"), _("You are on no list here any longer. Nothing is kept of you."))


def going_part(request: HttpRequest, occurrence: Occurrence, now: datetime) -> Part | None:
    """Whether enough have signed up, where it depends on that. Asks nothing that was not loaded."""
    lines = going.lines_of(occurrence, now)
    return Part("besides/going.html", {"lines": lines}) if lines else None


def portal_part(request: HttpRequest, occurrence: Occurrence, now: datetime) -> Part | None:
    """The same for the organiser, with the way to decide. Three queries at the most."""
    lines = going.lines_of(occurrence, now)
    if not lines:
        return None
    url = reverse("portal_goes", args=[occurrence.public_id])
    values = {"lines": lines, "url": "" if going.is_certain(occurrence) else url}
    return Part("besides/portal_going.html", values)


def meet_part(request: HttpRequest, occurrence: Occurrence, now: datetime) -> Part | None:
    """Who meets people at the door, and for who just comes the button. One query at the most."""
    is_ahead = occurrence.is_public and occurrence.takes_place and occurrence.ends_at > now
    name = meeting.greeter_name_at(occurrence) if is_ahead else ""
    if not name:
        return None
    values = {
        "name": name,
        "can_say": meeting.can_say(occurrence, now=now),
        "has_said": _read(request, occurrence) is not None,
        "error": getattr(request, "too_many", None),
        "url": reverse("meet_me", args=[occurrence.municipality.slug, occurrence.public_id]),
    }
    return Part("besides/meet.html", values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_public_date
def meet_me(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """One who just comes would like to be met, or takes it back. Without a press: to the date's page."""
    now, wants_undo = timezone.now(), "undo" in request.POST
    page = reverse("event_detail", args=[occurrence.municipality.slug, occurrence.public_id])
    answer = HttpResponseRedirect(f"{page}#meet")
    has_said = _read(request, occurrence) is not None
    is_open = meeting.can_say(occurrence, now=now) and bool(meeting.greeter_name_at(occurrence))
    if request.method != "POST" or has_said != wants_undo or not is_open:
        return answer
    try:
        count_form(request)
    except TooMany as too_many:
        hold(request, too_many)
        return render(request, "events/event_detail.html", page_of(request, occurrence, now=now), status=429)
    if wants_undo:
        _take_back(request, occurrence)
        answer.delete_cookie(_mark(occurrence), samesite="Lax")
        return answer

    def press() -> str:
        meeting.say(occurrence=occurrence)
        return page

    # Pressed twice before the first answer came: once.
    once(request, press)
    answer.set_signed_cookie(
        _mark(occurrence),
        new_number(),
        salt=SALT,
        max_age=int((occurrence.ends_at - now).total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


@transaction.atomic
def _take_back(request: HttpRequest, occurrence: Occurrence) -> None:
    """One press is taken back once, however often its mark is shown."""
    if is_first(f"{SALT} {_read(request, occurrence)}", user=AnonymousUser()):
        meeting.take_back(occurrence=occurrence)


def _read(request: HttpRequest, occurrence: Occurrence) -> str | None:
    longest = timedelta(days=600)
    return request.get_signed_cookie(_mark(occurrence), default=None, salt=SALT, max_age=longest)


def _mark(occurrence: Occurrence) -> str:
    return f"meet_{occurrence.public_id.hex}"


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(GONE)
def greeter(request: HttpRequest, token: str) -> HttpResponse:
    """The volunteer's own yes or no. A GET asks, and changes nothing."""
    who = responsible_from(token)
    said = request.POST.get("answer", "")
    if request.method == "POST" and said in ("yes", "no"):
        meeting.answer(responsible=who, yes=said == "yes", now=timezone.now())
        return HttpResponseRedirect(f"{reverse('greeter', args=[token])}?saved=1")
    event = who.event
    context = {
        "who": who,
        "event": event,
        "text": event.text_for(),
        "organisation": event.organisation,
        "municipality": event.municipality,
        "says_yes": Greeter.objects.willing().filter(responsible=who).exists(),
        "saved": "saved" in request.GET,
        "token": token,
    }
    return render(request, "besides/greeter.html", context)
