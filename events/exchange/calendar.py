"""One date as an iCalendar file (RFC 5545, published after RFC 5546 section 3.2.1).

Times are given in UTC: a single date needs no rule for daylight saving, and Google, Apple and Outlook each
show a UTC time on the reader's own clock. With a TZID, a program that does not know the zone has to guess.
"""

import re
from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, vCalAddress, vText

from core.formats import is_all_day, local
from core.isolation import filled
from core.mail.letter import absolute
from events.facts import facts_of, paragraph
from events.models import Occurrence

CONTENT_TYPE = "text/calendar; method=PUBLISH"
PRODUCT = "-//Moteplass//Moteplass//NO"
# RFC 5545 section 3.8.1.11 knows no word for postponed: nobody is sure that it takes place.
STATUSES: dict[str, str] = {
    Occurrence.Status.SCHEDULED: "CONFIRMED",
    Occurrence.Status.POSTPONED: "TENTATIVE",
    Occurrence.Status.CANCELLED: "CANCELLED",
}
# Everything that some parser somewhere takes for the end of a line, or for nothing that belongs in a text.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def occurrence_calendar(
    *, occurrence: Occurrence, language: str, now: datetime, for_participant: bool = False
) -> bytes:
    """The calendar file of one date, its words in `language` (BCP 47) as far as they exist.

    `now` is UTC and becomes DTSTAMP. The link to take part online is in it when the date is open to anyone,
    or with `for_participant`, for someone who has signed up; never for a date that is over or cancelled.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    with override(language):
        calendar.add_component(_component(occurrence, language, now, for_participant))
    return calendar.to_ical()


def filename(occurrence: Occurrence) -> str:
    return f"moteplass-{occurrence.public_id}.ics"


def uid(occurrence: Occurrence) -> str:
    """The same whatever is done to the date, so that a second file updates the first one's entry."""
    return f"{occurrence.public_id}@{urlsplit(settings.BASE_URL).hostname}"


def _component(occurrence: Occurrence, language: str, now: datetime, for_participant: bool) -> Event:
    component = Event()
    component.add("uid", uid(occurrence))
    component.add("dtstamp", now.astimezone(UTC))
    component.add("sequence", occurrence.sequence)
    _add_times(component, occurrence)
    component.add("status", STATUSES[occurrence.status])
    component.add("url", _page(occurrence))
    component["organizer"] = _organiser(occurrence)
    link = (
        occurrence.event.online_url
        if occurrence.shows_online_link(now=now, for_participant=for_participant)
        else ""
    )
    _add_words(component, occurrence, language, link)
    _add_place(component, occurrence, link)
    return component


def _add_times(component: Event, occurrence: Occurrence) -> None:
    """All day is days and no times, and ends on the day after the last one (RFC 5545 section 3.6.1)."""
    start, end = occurrence.starts_at, occurrence.ends_at
    if is_all_day(start, end):
        component.add("dtstart", local(start).date())
        component.add("dtend", local(end).date())
    else:
        component.add("dtstart", start.astimezone(UTC))
        component.add("dtend", end.astimezone(UTC))


def _add_words(component: Event, occurrence: Occurrence, language: str, link: str) -> None:
    text = occurrence.event.text_for(language)
    title = one_line(text.title if text else occurrence.event.title)
    if occurrence.is_cancelled:
        # Not every calendar shows STATUS; every one shows the title.
        title = filled(_("Cancelled: %(title)s"), title=title)
    elif occurrence.is_postponed:
        title = filled(_("Postponed: %(title)s"), title=title)
    parameters = {"language": text.language} if text and occurrence.takes_place else {}
    component.add("summary", title, parameters=parameters)
    component.add("description", _description(occurrence, text.description if text else "", link))


def _description(occurrence: Occurrence, words: str, link: str) -> str:
    # The facts are in the reader's language even when the organiser's own words are not.
    programme = "\n".join(str(item) for item in occurrence.event.programme.all())
    parts = [paragraphs(paragraph(facts_of(occurrence.event))), paragraphs(programme), paragraphs(words)]
    if link:
        # On a line of its own: what makes links of addresses takes an isolate for a part of them.
        parts.append(f"{_('Take part online')}:\n{one_line(link)}")
    parts.append(
        filled(_("Organiser: %(organisation)s"), organisation=one_line(occurrence.organisation.name))
    )
    parts.append(_page(occurrence))
    return "\n\n".join(part for part in parts if part)


def _add_place(component: Event, occurrence: Occurrence, link: str) -> None:
    venue = occurrence.venue
    if venue is None:
        component.add("location", one_line(link) or _("Online"))
        return
    component.add("location", one_line(", ".join(part for part in [venue.name, venue.address_line] if part)))
    if venue.latitude is not None and venue.longitude is not None:
        component.add("geo", (float(venue.latitude), float(venue.longitude)))


def _organiser(occurrence: Occurrence) -> vCalAddress:
    _name, site_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organiser = vCalAddress(f"mailto:{occurrence.organisation.email or site_address}")
    organiser.params["cn"] = vText(one_line(occurrence.organisation.name))
    return organiser


def _page(occurrence: Occurrence) -> str:
    return absolute(reverse("event_detail", args=[occurrence.municipality.slug, occurrence.public_id]))


def one_line(text: str) -> str:
    """`text` without anything that could start a property of its own."""
    return " ".join(CONTROLS.sub(" ", text).split())


def paragraphs(text: str) -> str:
    """`text` with plain line feeds, which the library escapes, and no other control characters."""
    return CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
