"""The page of one date: what makes somebody go, and what they need to get there."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import segno
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.mail.letter import absolute
from core.page_cache import for_everybody
from core.prepared import attach, prepared
from events.dates.sentence import sentence_of
from events.discovery import instead, lists, weather
from events.discovery.addresses import with_public_date
from events.discovery.cards import municipality_url
from events.discovery.following import following
from events.discovery.joining import joining
from events.discovery.known import lines_of_page
from events.discovery.parts import ON_THE_PAGE
from events.discovery.ways import maps_of, ways_to
from events.facts import facts_of, five_facts, paragraph
from events.hikes import advice_for
from events.models import Event, Occurrence, ProgrammeItem
from events.places import full_dates
from events.practical import meeting_point_of, said_of
from events.printing.preview import preview_of
from organisations.models import Organisation
from organisations.models.texts import VenueText

DATES_ON_A_PAGE = 40
# An online meeting is opened a little before it begins.
ABOUT_TO_BEGIN = timedelta(minutes=30)


@for_everybody
@require_safe
@with_public_date
def event_detail(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """One date of an event. A date that has passed or was cancelled has a page that says so."""
    now = timezone.now()
    return render(request, "events/event_detail.html", page_of(request, occurrence, now=now))


def page_of(request: HttpRequest, occurrence: Occurrence, *, now: datetime) -> dict[str, Any]:
    """What the page of a date is made from. Ten queries at the most."""
    event = occurrence.event
    # Moved alone or not, the place of this date is the one on the row.
    event.venue = occurrence.venue
    _attach_children(occurrence)
    facts = facts_of(event)
    is_past = occurrence.ends_at <= now
    takes_signups = event.takes_signups and occurrence.takes_place and not is_past
    dates, number = lists.other_dates(occurrence, now=now, number=instead.DATES_LOOKED_AT)
    full = full_dates([occurrence, *dates], now=now) if takes_signups else set()
    is_full = occurrence.pk in full
    with_room = instead.first_with_room(dates, full) if is_full else None
    similar = instead.similar_near(occurrence, now=now) if is_full and with_room is None else []
    return {
        "occurrence": occurrence,
        "event": event,
        "municipality": occurrence.municipality,
        "municipality_url": municipality_url(occurrence.municipality),
        "organisation": occurrence.organisation,
        "venue": occurrence.venue,
        "text": event.text_for(),
        "source": event.source_text,
        "facts": facts,
        "five_facts": five_facts(facts, category=event.category),
        "paragraph": paragraph(facts),
        "hike": advice_for(event),
        **practical(event, is_past=is_past),
        "ways": None if is_past else ways_to(occurrence),
        "is_past": is_past,
        "known": lines_of_page(occurrence, now=now),
        "warning": weather.shown_of(occurrence, now=now),
        "parts": ON_THE_PAGE.parts(request, occurrence, now=now),
        "is_running": occurrence.starts_at <= now < occurrence.ends_at,
        "other_dates": dates[: lists.NEXT_DATES],
        "more_dates": number - len(dates[: lists.NEXT_DATES]),
        "takes_signups": takes_signups,
        "is_full": is_full,
        "with_room": with_room,
        "similar": similar,
        # Where similar things are shown, those are what matters.
        "others": [] if similar else instead.others_of(occurrence, now=now),
        "joining": joining(request, occurrence, now=now) if takes_signups and not is_full else None,
        "following": None
        if event.takes_signups
        else following(request, occurrence, now=now, repeats=number > 0),
        "shows_online_link": occurrence.shows_online_link(now=now),
        "preview": preview_of(occurrence),
        "is_about_to_begin": now >= occurrence.starts_at - ABOUT_TO_BEGIN and not is_past,
        "repeated": sentence_of(occurrence.series),
        "share_url": absolute(request.path),
    }


def _attach_children(occurrence: Occurrence) -> None:
    """What the page says of a few dates alone; `with_public_date` has found out whether it is there."""
    event, venue, there = occurrence.event, occurrence.venue, vars(occurrence)
    # The facts say who arranges it, and the form who reads what is written there.
    attach(event, "co_organisers", _partners(event=event.pk) if there["has_partners"] else [])
    attach(event, "programme", _programme(event=event.pk) if there["has_programme"] else [])
    if venue is not None:
        attach(venue, "texts", _texts_of_venue(venue=venue.pk) if there["has_texts_of_venue"] else [])


@prepared
def _partners(event: int) -> QuerySet[Organisation]:
    return Organisation.objects.filter(co_organised_events=event)


@prepared
def _programme(event: int) -> QuerySet[ProgrammeItem]:
    return ProgrammeItem.objects.filter(event=event)


@prepared
def _texts_of_venue(venue: int) -> QuerySet[VenueText]:
    return VenueText.objects.filter(venue=venue)


def practical(event: Event, *, is_past: bool = False) -> dict[str, Any]:
    """What the organiser says beside the text, and the maps of where one meets."""
    point = meeting_point_of(event)
    return {"said": said_of(event), "meeting_ways": maps_of(point) if point and not is_past else None}


@for_everybody
@require_safe
@with_public_date
def event_dates(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Every coming date of the activity, in pages."""
    now = timezone.now()
    ignored, after = False, None
    if request.GET.get("after"):
        try:
            after = lists.Key.decode(request.GET["after"])
        except ValueError:
            ignored = True
    coming = Occurrence.objects.public().filter(event=occurrence.event_id).upcoming(now)
    if after:
        coming = coming.after_key(*after)
    rows = list(coming.select_related("venue").order_by("starts_at", "pk")[: DATES_ON_A_PAGE + 1])
    dates = rows[:DATES_ON_A_PAGE]
    for date in dates:
        date.event = occurrence.event
    last = dates[-1] if len(rows) > DATES_ON_A_PAGE else None
    context = {
        "occurrence": occurrence,
        "event": occurrence.event,
        "municipality": occurrence.municipality,
        "organisation": occurrence.organisation,
        "text": occurrence.event.text_for(),
        "event_url": reverse("event_detail", args=[occurrence.municipality.slug, occurrence.public_id]),
        "dates": dates,
        "full": full_dates(dates, now=now),
        "ignored": ignored,
        "is_first": after is None,
        "next_key": lists.Key(last.starts_at, last.pk).encode() if last else "",
    }
    return render(request, "events/event_dates.html", context)


@require_safe
@cache_control(max_age=86400, public=True)
@with_public_date
def event_qr(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """The address of the date's page as a picture for another phone's camera. Made here, by nobody else."""
    address = absolute(reverse("event_detail", args=[occurrence.municipality.slug, occurrence.public_id]))
    picture = BytesIO()
    segno.make_qr(address, error="m").save(
        picture, kind="svg", scale=4, border=4, light="#fff", svgclass=None
    )
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
