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
        link = link_to_take_part(occurrence, now=now, for_participant=for_participant)
        calendar.add_component(component(occurrence, language=language, stamp=now, link=link))
    return calendar.to_ical()


def filename(occurrence: Occurrence) -> str:
    return f"moteplass-{occurrence.public_id}.ics"


def uid(occurrence: Occurrence) -> str:
    """The same whatever is done to the date, so that a second file updates the first one's entry."""
    return f"{occurrence.public_id}@{urlsplit(settings.BASE_URL).hostname}"


def link_to_take_part(occurrence: Occurrence, *, now: datetime, for_participant: bool = False) -> str:
    """The link to take part online, where it may be told; else empty."""
    shows = occurrence.shows_online_link(now=now, for_participant=for_participant)
    return occurrence.event.online_url if shows else ""


def component(
    occurrence: Occurrence, *, language: str, stamp: datetime, link: str = "", facts: str | None = None
) -> Event:
    """One date, in the active language, which is `language`. `stamp` (UTC) is its DTSTAMP.

    `facts` are the activity's in whole sentences, from who has made them already.
    """
    found = Event()
    found.add("uid", uid(occurrence))
    found.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    found.add("last-modified", occurrence.changed_at.astimezone(UTC).replace(microsecond=0))
    found.add("sequence", occurrence.calendar_sequence)
    _add_times(found, occurrence)
    found.add("status", STATUSES[occurrence.status])
    found.add("url", _page(occurrence))
    found["organizer"] = _organiser(occurrence)
    if facts is None:
        facts = facts_in_words(occurrence)
    _add_words(found, occurrence, language, link, facts)
    _add_place(found, occurrence, link)
    return found


def facts_in_words(occurrence: Occurrence) -> str:
    """The facts of its activity as one paragraph in the active language."""
    return paragraphs(paragraph(facts_of(occurrence.event)))


def _add_times(found: Event, occurrence: Occurrence) -> None:
    """All day is days and no times, and ends on the day after the last one (RFC 5545 section 3.6.1)."""
    start, end = occurrence.starts_at, occurrence.ends_at
    if is_all_day(start, end):
        found.add("dtstart", local(start).date())
        found.add("dtend", local(end).date())
    else:
        found.add("dtstart", start.astimezone(UTC))
        found.add("dtend", end.astimezone(UTC))


def _add_words(found: Event, occurrence: Occurrence, language: str, link: str, facts: str) -> None:
    text = occurrence.event.text_for(language)
    title = one_line(text.title if text else occurrence.event.title)
    if occurrence.is_cancelled:
        # Not every calendar shows STATUS; every one shows the title.
        title = filled(_("Cancelled: %(title)s"), title=title)
    elif occurrence.is_postponed:
        title = filled(_("Postponed: %(title)s"), title=title)
    parameters = {"language": text.language} if text and occurrence.takes_place else {}
    found.add("summary", title, parameters=parameters)
    words = text.description if text else ""
    found.add("description", _description(occurrence, words, link, facts))


def _description(occurrence: Occurrence, words: str, link: str, facts: str) -> str:
    # The facts are in the reader's language even when the organiser's own words are not.
    programme = "\n".join(str(item) for item in occurrence.event.programme.all())
    # What is said of this date alone comes first: one glance at a calendar is all it gets.
    alone = "\n".join(one_line(said) for said in (occurrence.reason, occurrence.note) if said)
    parts = [alone, facts, paragraphs(programme), paragraphs(words)]
    if link:
        # On a line of its own: what makes links of addresses takes an isolate for a part of them.
        parts.append(f"{_('Take part online')}:\n{one_line(link)}")
    parts.append(
        filled(_("Organiser: %(organisation)s"), organisation=one_line(occurrence.organisation.name))
    )
    parts.append(_page(occurrence))
    return "\n\n".join(part for part in parts if part)


def _add_place(found: Event, occurrence: Occurrence, link: str) -> None:
    venue = occurrence.venue
    if venue is None:
        found.add("location", one_line(link) or _("Online"))
        return
    found.add("location", one_line(", ".join(part for part in [venue.name, venue.address_line] if part)))
    if venue.latitude is not None and venue.longitude is not None:
        found.add("geo", (float(venue.latitude), float(venue.longitude)))


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
