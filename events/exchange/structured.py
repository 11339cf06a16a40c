"""A date for search engines: schema.org's `Event` as JSON-LD, on the date's page.

https://schema.org/Event; https://developers.google.com/search/docs/appearance/structured-data/event. It says
what the page says, and nothing of people. A block of data is not run, so the content policy lets it be.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.clock import NORWAY
from core.formats import is_all_day, last_day, local
from core.mail.letter import absolute
from events.dates.plan import WEEKDAYS, Plan, Repeats, plan_of, position_in_month
from events.dates.rule import in_break
from events.discovery.cards import event_url
from events.discovery.parts import Part
from events.models import Occurrence, Series
from events.printing.preview import picture_path
from organisations.models import Venue

STATUSES: Mapping[str, str] = {
    Occurrence.Status.SCHEDULED: "EventScheduled",
    Occurrence.Status.CANCELLED: "EventCancelled",
    Occurrence.Status.POSTPONED: "EventPostponed",
}
FREQUENCIES: Mapping[str, str] = {Repeats.WEEKLY: "P1W", Repeats.BIWEEKLY: "P2W", Repeats.MONTHLY: "P1M"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# What could end the element, or begin another one within it, as JSON writes it too.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
# Days on which a rule pauses are named for so long.
PAUSES_AHEAD = timedelta(days=366)
LONGEST = 1000


def part(request: HttpRequest, occurrence: Occurrence, now: datetime) -> Part:
    """The block for the page of a date, which has loaded all that it says."""
    return Part("exchange/_structured.html", {"block": as_block(event_of(occurrence, now=now))})


def as_block(said: Mapping[str, Any]) -> SafeString:
    """As JSON within a page: nothing in it ends the element that it stands in."""
    return mark_safe(json.dumps(said, ensure_ascii=False).translate(ESCAPES))  # noqa: S308


def event_of(occurrence: Occurrence, *, now: datetime) -> dict[str, Any]:
    """Asks the database nothing."""
    event = occurrence.event
    words = event.text_for()
    page = absolute(event_url(occurrence))
    said = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": page,
        "url": page,
        "name": words.title if words else event.title,
        "description": (words.description if words else "")[:LONGEST],
        "inLanguage": words.language if words else get_language(),
        **_when(occurrence.starts_at, occurrence.ends_at),
        "eventStatus": f"https://schema.org/{STATUSES[occurrence.status]}",
        **_where(occurrence, page, now=now),
        "organizer": {
            "@type": "Organization",
            "name": occurrence.organisation.name,
            "url": absolute(
                reverse(
                    "organisation_page",
                    args=[occurrence.organisation.municipality.slug, occurrence.organisation.slug],
                )
            ),
        },
        "isAccessibleForFree": not event.price_nok,
        "offers": {
            "@type": "Offer",
            "price": str(event.price_nok),
            "priceCurrency": "NOK",
            "url": page,
            "availability": "https://schema.org/InStock",
        },
        "image": [f"{settings.BASE_URL}{picture_path(occurrence)}"],
        "eventSchedule": schedule_of(occurrence.series, today=local(now).date()),
    }
    if not occurrence.takes_place:
        # What is off is offered to nobody.
        said["offers"] = None
    return {name: value for name, value in said.items() if value not in (None, "")}


def _when(start: datetime, end: datetime) -> dict[str, str]:
    if is_all_day(start, end):
        return {
            "startDate": local(start).date().isoformat(),
            "endDate": last_day(start, end).isoformat(),
        }
    return {"startDate": local(start).isoformat(), "endDate": local(end).isoformat()}


def _where(occurrence: Occurrence, page: str, *, now: datetime) -> dict[str, Any]:
    """Online it is at its page, which says how one takes part, unless the link is everybody's."""
    is_online = bool(occurrence.event.online_url)
    link = occurrence.event.online_url if occurrence.shows_online_link(now=now) else page
    online = {"@type": "VirtualLocation", "url": link}
    if occurrence.venue is None:
        mode, location = "Online", [online]
    else:
        mode = "Mixed" if is_online else "Offline"
        location = [_place(occurrence.venue, occurrence), *([online] if is_online else [])]
    return {
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "location": location[0] if len(location) == 1 else location,
    }


def _place(venue: Venue, occurrence: Occurrence) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": venue.address,
        "postalCode": venue.postcode,
        "addressLocality": venue.place or occurrence.municipality.name,
        "addressCountry": "NO",
    }
    place: dict[str, Any] = {
        "@type": "Place",
        "name": venue.name,
        "address": {name: value for name, value in address.items() if value},
    }
    if venue.latitude is not None and venue.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(venue.latitude),
            "longitude": float(venue.longitude),
        }
    return place


def schedule_of(series: Series, *, today: date) -> dict[str, Any] | None:
    """The rule as schema.org's `Schedule`; None for what takes place once, or by another rule."""
    said = _schedule(
        series.first_date,
        series.start_time,
        series.duration,
        series.time_zone,
        series.recurrence,
        series.break_from,
        series.break_to,
        series.rests_at_holidays,
        series.rests_in_summer,
        today,
    )
    return dict(said) if said else None


@lru_cache(maxsize=4000)
def _schedule(*values: Any) -> dict[str, Any] | None:
    *said, today = values
    names = ("first_date", "start_time", "duration", "time_zone", "recurrence", "break_from", "break_to")
    rests = ("rests_at_holidays", "rests_in_summer")
    series = Series(**dict(zip((*names, *rests), said, strict=True)))
    plan = plan_of(series)
    if plan is None or not plan.follows_rule:
        return None
    schedule: dict[str, Any] = {
        "@type": "Schedule",
        "repeatFrequency": FREQUENCIES[plan.repeats],
        "byDay": _days(plan),
        "startDate": plan.first_date.isoformat(),
        "scheduleTimezone": NORWAY.key,
    }
    if not plan.all_day:
        schedule |= {"startTime": f"{plan.start_time:%H:%M:%S}", "endTime": f"{plan.end_time:%H:%M:%S}"}
    if plan.until:
        schedule["endDate"] = plan.until.isoformat()
    if off := sorted({*plan.without, *_pauses(series, plan, today)}):
        schedule["exceptDate"] = [day.isoformat() for day in off]
    return schedule


def _days(plan: Plan) -> list[str]:
    """Weekdays by schema.org's names; of what is monthly as RFC 5545 says them: "2TU"."""
    weekdays = plan.weekdays or (plan.first_date.weekday(),)
    if plan.repeats != Repeats.MONTHLY:
        return [f"https://schema.org/{DAYS[weekday]}" for weekday in weekdays]
    positions = plan.positions or (position_in_month(plan.first_date),)
    return [f"{position}{WEEKDAYS[weekday]}" for position in positions for weekday in weekdays]


def _pauses(series: Series, plan: Plan, today: date) -> Iterator[date]:
    last = min(plan.until or date.max, today + PAUSES_AHEAD)
    for start in takewhile(lambda start: start.date() <= last, plan.rule_days()):
        if start.date() >= today and in_break(series, start.date()):
            yield start.date()
