"""The part of a date's page on which somebody says that it was closed, and what its button does."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.limits import TooMany, count_closed, hold
from core.sending import is_first, new_number, once
from events.confirming import closed
from events.discovery.addresses import with_public_date
from events.discovery.event_page import page_of
from events.discovery.parts import Part
from events.models import Occurrence

# The browser's mark holds nothing but which press it was: its name says for which date.
SALT = "events.found_closed"
# Who has pressed by mistake sees it at once; later the mark only keeps one from counting twice.
UNDONE_WITHIN = timedelta(hours=1)


def part(request: HttpRequest, occurrence: Occurrence, now: datetime) -> Part | None:
    """The button; for who has pressed it, thanks and a way back. Asks the database nothing."""
    if not closed.can_say(occurrence, now=now):
        return None
    url = reverse("found_closed", args=[occurrence.municipality.slug, occurrence.public_id])
    too_many = getattr(request, "too_many", None)
    values = {"url": url, "is_said": has_said(request, occurrence), "error": too_many}
    values["may_undo"] = may_undo(request, occurrence)
    return Part("confirming/found_closed.html", values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_public_date
def found_closed(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """A press of the button, or taking it back. Whoever comes here without one is led to the date's page."""
    now, wants_undo = timezone.now(), "undo" in request.POST
    page = reverse("event_detail", args=[occurrence.municipality.slug, occurrence.public_id])
    answer = HttpResponseRedirect(f"{page}#closed")
    is_open = may_undo(request, occurrence) if wants_undo else not has_said(request, occurrence)
    if request.method != "POST" or not is_open or not closed.can_say(occurrence, now=now):
        return answer
    try:
        count_closed(request, occurrence=occurrence.pk)
    except TooMany as too_many:
        hold(request, too_many)
        return render(request, "events/event_detail.html", page_of(request, occurrence, now=now), status=429)
    if wants_undo:
        _take_back(request, occurrence)
        answer.delete_cookie(_mark(occurrence), samesite="Lax")
        return answer

    def press() -> str:
        closed.say_closed(occurrence=occurrence, now=now)
        return page

    # Pressed twice before the first answer came: once.
    once(request, press)
    answer.set_signed_cookie(
        _mark(occurrence),
        new_number(),
        salt=SALT,
        max_age=int((closed.ends_at(occurrence) - now).total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


@transaction.atomic
def _take_back(request: HttpRequest, occurrence: Occurrence) -> None:
    """One press is taken back once, however often its mark is shown: it would be somebody else's report."""
    if is_first(f"{SALT} {_read(request, occurrence)}", user=AnonymousUser()):
        closed.take_back(occurrence=occurrence)


def has_said(request: HttpRequest, occurrence: Occurrence, *, within: timedelta | None = None) -> bool:
    """Whether this browser has said so; a mark that is not ours says nothing."""
    return _read(request, occurrence, within=within) is not None


def _read(request: HttpRequest, occurrence: Occurrence, *, within: timedelta | None = None) -> str | None:
    return request.get_signed_cookie(_mark(occurrence), default=None, salt=SALT, max_age=within)


def may_undo(request: HttpRequest, occurrence: Occurrence) -> bool:
    return has_said(request, occurrence, within=UNDONE_WITHIN)


def _mark(occurrence: Occurrence) -> str:
    return f"closed_{occurrence.public_id.hex}"
