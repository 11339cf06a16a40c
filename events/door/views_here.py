"""For who comes: the page behind the poster, and the list that a browser keeps by itself."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import MemberRequest
from core.languages import language_codes
from core.limits import TooMany, count_self, hold
from core.sending import new_number, once
from core.typesetting import services as typesetting
from events.discovery.addresses import with_public_date
from events.discovery.cards import event_url, municipality_url
from events.discovery.doors import closed_door
from events.door import here
from events.door.forms import HereForm
from events.door.ticks import ends_at
from events.models import Occurrence
from events.telling.wording import when
from organisations.models import Venue

# The browser's mark says only that it has answered. It is sent to this one address, for this one date.
SALT = "events.door.here"
MARK = "answered_here"


@never_cache
@require_safe
def venue_here(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """The page behind the poster of a place: today's date, a choice of several, or that there is none."""
    rows = Venue.objects.select_related("municipality__county", "merged_into")
    venue = get_object_or_404(rows, municipality__slug=municipality, pk=pk)
    if not venue.municipality.is_active:
        return closed_door(request, venue.municipality)
    if venue.merged_into_id:
        return redirect("venue_here", municipality, venue.merged_into_id)
    dates = here.dates_at(venue, now=timezone.now())
    if len(dates) == 1:
        return redirect("date_here", municipality, dates[0].public_id)
    context = {
        "venue": venue,
        "municipality": venue.municipality,
        "municipality_url": municipality_url(venue.municipality),
        "dates": dates,
    }
    return render(request, "door/venue_here.html", context)


@never_cache
@require_safe
@with_public_date
def date_here(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """One date that its page puts on the browser's own list, with two questions that may be left alone."""
    return _page(request, occurrence, HereForm())


def _page(
    request: HttpRequest, occurrence: Occurrence, form: HereForm, *, status: int = 200, error: str = ""
) -> HttpResponse:
    now = timezone.now()
    text = occurrence.event.text_for()
    is_open = here.is_open(occurrence, now=now)
    context = {
        "occurrence": occurrence,
        "municipality": occurrence.municipality,
        "text": text,
        "when": when(occurrence),
        "event_url": event_url(occurrence),
        "is_open": is_open,
        "keeps_lists": here.keeps_lists(occurrence),
        "entry": entry_of(occurrence) if is_open else None,
        "form": form,
        "error": error,
        "answered": "answered" in request.GET,
        "answer_url": reverse("here_answer", args=[occurrence.public_id]),
        "language": get_language(),
    }
    return render(request, "door/date_here.html", context, status=status)


def entry_of(occurrence: Occurrence) -> dict[str, Any]:
    """What a browser's list keeps of a date: what everybody can read about it."""
    text = occurrence.event.text_for()
    norwegian = occurrence.event.text_for(occurrence.municipality.language)
    return {
        "i": occurrence.public_id.hex,
        "t": text.title if text else occurrence.event.title,
        "l": text.language if text else "nb",
        "n": norwegian.title if norwegian else occurrence.event.title,
        "s": int(occurrence.starts_at.timestamp()),
        "e": int(occurrence.ends_at.timestamp()),
        "p": occurrence.venue.name if occurrence.venue else "",
        "o": occurrence.organisation.name,
        "m": occurrence.municipality.name,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here_answer(request: HttpRequest, date: UUID) -> HttpResponse:
    """The answers: a yes adds one, without any id. Its address has no language, so that a browser's mark for
    it is one, and goes nowhere else.
    """
    rows = Occurrence.objects.public().filter(municipality__is_active=True).with_cards()
    occurrence = rows.filter(public_id=date).first()
    if occurrence is None:
        raise Http404
    language = request.POST.get("language", "")
    with override(language if language in language_codes() else get_language()):
        return _answer(request, occurrence)


def _answer(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    date = occurrence.public_id
    page = reverse("date_here", args=[occurrence.municipality.slug, date])
    if request.method != "POST":
        return HttpResponseRedirect(page)
    now = timezone.now()
    form = HereForm(request.POST)
    if not form.is_valid():
        return _page(request, occurrence, form, status=400)
    answer = HttpResponseRedirect(f"{page}?answered=1#new")
    has_answered = request.get_signed_cookie(MARK, default=None, salt=SALT) is not None
    if has_answered or not here.is_open(occurrence, now=now):
        return answer if has_answered else HttpResponseRedirect(page)
    if form.is_new:
        try:
            count_self(request, occurrence=occurrence.pk)
        except TooMany as too_many:
            hold(request, too_many, form)
            return _page(request, occurrence, form, status=429)

        def say() -> str:
            here.say_new(occurrence=occurrence, is_first=form.is_first, now=now)
            return ""

        # Pressed twice before the first answer came: once.
        once(request, say)
    answer.set_signed_cookie(
        MARK,
        new_number(),
        salt=SALT,
        max_age=int((ends_at(occurrence) - now).total_seconds()),
        path=reverse("here_answer", args=[date]),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


@require_safe
def my_list(request: HttpRequest) -> HttpResponse:
    """The list of whoever opens it. We send an empty page, the same to everybody: the browser fills it."""
    language = get_language() or "nb"
    languages = [language] if language in ("nb", "nn") else [language, "nb"]
    return render(request, "door/my_list.html", {"languages": languages})


@login_required
@require_safe
def venue_here_poster(request: MemberRequest, pk: int) -> HttpResponse:
    """The poster of a place for its door: ordered here, and shown how far it is."""
    venue = _venue(request, pk)
    made = typesetting.ask(recipe=here.poster_of(venue), now=timezone.now())
    context = {
        "venue": venue,
        "address": here.address_of(venue),
        "made": made,
        "is_late": made.is_late(now=timezone.now()),
        "here": reverse("portal_venue_here_poster", args=[pk]),
        "file": reverse("portal_venue_here_poster_file", args=[pk]),
    }
    is_partial = request.headers.get("HX-Request") == "true"
    template = "events/printing/_made_answer.html" if is_partial else "door/venue_poster.html"
    return render(request, template, context)


@login_required
@require_safe
def venue_here_poster_file(request: MemberRequest, pk: int) -> HttpResponse:
    """The poster; the page that orders it where it is not made yet."""
    venue = _venue(request, pk)
    made = typesetting.find(recipe=here.poster_of(venue))
    content = typesetting.content_of(made) if made and made.is_made else None
    if content is None:
        return redirect("portal_venue_here_poster", pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="poster-{venue.municipality_id}-{pk}.pdf"'
    return response


def _venue(request: MemberRequest, pk: int) -> Venue:
    rows = here.venues_for_poster(request.user).select_related("municipality__county")
    return get_object_or_404(rows, pk=pk)
