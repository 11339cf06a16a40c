"""One date as an iCalendar file (RFC 5545, published after RFC 5546 section 3.2.1).

Times are given in UTC: a single date needs no rule for daylight saving, and Google, Apple and Outlook each
show a UTC time on the reader's own clock. With a TZID, a program that does not know the zone has to guess.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core.formats import is_all_day, labelled, local
from core.isolation import filled
from core.mail.letter import absolute
from events.exchange.writing import day, line, moment, text
from events.facts import facts_of, paragraph
from events.models import Occurrence
from events.practical import said_of

CONTENT_TYPE = "text/calendar; method=PUBLISH"
NOBODYS = "00000000-0000-0000-0000-000000000000"
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
    with override(language):
        link = link_to_take_part(occurrence, now=now, for_participant=for_participant)
        content = component(occurrence, language=language, stamp=now, link=link)
    return calendar(line("METHOD", "PUBLISH"), content)


def dates_calendar(
    *,
    dates: Iterable[Occurrence],
    waits: Iterable[Occurrence] = (),
    left: Iterable[Occurrence] = (),
    language: str,
    now: datetime,
) -> bytes:
    """One file of several dates that somebody takes part in, of those that they wait for a place at, and of
    those that they have `left`: these are struck out in the calendar that has them. `now` is UTC and becomes
    DTSTAMP."""
    with override(language):
        content = []
        for date in dates:
            link = link_to_take_part(date, now=now, for_participant=True)
            content.append(component(date, language=language, stamp=now, link=link))
        content += [component(date, language=language, stamp=now, is_waiting=True) for date in waits]
        content += [component(date, language=language, stamp=now, is_left=True) for date in left]
    return calendar(line("METHOD", "PUBLISH"), *content)


def calendar(*content: bytes) -> bytes:
    """A file with `content`: properties of its own first, and then dates."""
    head = (
        line("BEGIN", "VCALENDAR"),
        line("VERSION", "2.0"),
        line("PRODID", PRODUCT),
        line("CALSCALE", "GREGORIAN"),
    )
    return b"".join([*head, *content, line("END", "VCALENDAR")])


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
    occurrence: Occurrence,
    *,
    language: str,
    stamp: datetime,
    link: str = "",
    facts: str | None = None,
    is_left: bool = False,
    is_waiting: bool = False,
    alarm: timedelta | None = None,
) -> bytes:
    """One date, in the active language, which is `language`. `stamp` (UTC) is its DTSTAMP.

    `facts` are the activity's in whole sentences, from who has made them already. `is_left`: whoever has the
    entry does not come any longer; `is_waiting`: they wait for a place. Of two with one SEQUENCE the one with
    the later DTSTAMP is right (RFC 5546 section 2.1.5).
    """
    status = STATUSES[occurrence.status]
    if is_left:
        status = "CANCELLED"
    elif is_waiting and occurrence.takes_place:
        status = "TENTATIVE"
    page = _page(occurrence)
    name = one_line(occurrence.organisation.name)
    return b"".join(
        [
            line("BEGIN", "VEVENT"),
            line("UID", text(uid(occurrence))),
            line("DTSTAMP", moment(stamp)),
            line("LAST-MODIFIED", moment(occurrence.changed_at)),
            line("SEQUENCE", str(occurrence.calendar_sequence)),
            *_times(occurrence),
            line("STATUS", status),
            _summary(occurrence, language, is_left=is_left, is_waiting=is_waiting),
            _description(occurrence, language, link, facts, page),
            *_place(occurrence, link),
            line("ORGANIZER", f"mailto:{_address(occurrence)}", cn=name),
            line("URL", page),
            *_kind(occurrence, language, link),
            *(_alarm(occurrence, alarm) if alarm is not None and occurrence.takes_place else ()),
            line("END", "VEVENT"),
        ]
    )


def facts_in_words(occurrence: Occurrence) -> str:
    """The facts of its activity as one paragraph in the active language."""
    return paragraphs(paragraph(facts_of(occurrence.event)))


def _times(occurrence: Occurrence) -> Iterator[bytes]:
    """All day is days and no times, and ends on the day after the last one (RFC 5545 section 3.6.1)."""
    start, end = occurrence.starts_at, occurrence.ends_at
    if is_all_day(start, end):
        yield line("DTSTART", day(local(start).date()), value="DATE")
        yield line("DTEND", day(local(end).date()), value="DATE")
    else:
        yield line("DTSTART", moment(start))
        yield line("DTEND", moment(end))


def _summary(occurrence: Occurrence, language: str, *, is_left: bool, is_waiting: bool) -> bytes:
    words = occurrence.event.text_for(language)
    title = one_line(words.title if words else occurrence.event.title)
    if occurrence.is_cancelled:
        # Not every calendar shows STATUS; every one shows the title.
        title = filled(_("Cancelled: %(title)s"), title=title)
    elif is_left:
        title = filled(_("You do not come: %(title)s"), title=title)
    elif occurrence.is_postponed:
        title = filled(_("Postponed: %(title)s"), title=title)
    elif is_waiting:
        title = filled(_("Waiting list: %(title)s"), title=title)
    if words and occurrence.takes_place and not (is_left or is_waiting):
        return line("SUMMARY", text(title), language=words.language)
    return line("SUMMARY", text(title))


def _description(occurrence: Occurrence, language: str, link: str, facts: str | None, page: str) -> bytes:
    # What is said of this date alone comes first: one glance at a calendar is all it gets.
    said_alone = (occurrence.get_cause_display(), occurrence.reason, occurrence.note)
    alone = "\n".join(one_line(said) for said in said_alone if said)
    # The facts are in the reader's language even when the organiser's own words are not.
    if facts is None:
        facts = facts_in_words(occurrence)
    programme = "\n".join(str(item) for item in occurrence.event.programme.all())
    words = occurrence.event.text_for(language)
    said = "\n".join(labelled(each.label, one_line(each.words)) for each in said_of(occurrence.event))
    parts = [alone, facts, said, paragraphs(programme), paragraphs(words.description if words else "")]
    if link:
        # On a line of its own: what makes links of addresses takes an isolate for a part of them.
        parts.append(f"{_('Take part online')}:\n{one_line(link)}")
    name = one_line(occurrence.organisation.name)
    parts += [filled(_("Organiser: %(organisation)s"), organisation=name), page]
    return line("DESCRIPTION", text("\n\n".join(part for part in parts if part)))


def _place(occurrence: Occurrence, link: str) -> Iterator[bytes]:
    venue = occurrence.venue
    if venue is None:
        yield line("LOCATION", text(one_line(link) or _("Online")))
        return
    where = ", ".join(part for part in [venue.name, venue.address_line] if part)
    yield line("LOCATION", text(one_line(where)))
    if venue.latitude is not None and venue.longitude is not None:
        yield line("GEO", f"{float(venue.latitude)};{float(venue.longitude)}")


def _kind(occurrence: Occurrence, language: str, link: str) -> Iterator[bytes]:
    """What kind of activity it is, and the meeting online as programs offer to join it (RFC 7986, 5.11)."""
    label = occurrence.get_category_display()
    if label:
        yield line("CATEGORIES", text(one_line(str(label))), language=language)
    if link:
        label = one_line(_("Take part online"))
        yield line("CONFERENCE", one_line(link), value="URI", feature="VIDEO", label=label)


def _alarm(occurrence: Occurrence, before: timedelta) -> Iterator[bytes]:
    """Rings so long before it begins (RFC 5545 section 3.6.6)."""
    yield line("BEGIN", "VALARM")
    yield line("ACTION", "DISPLAY")
    yield line("DESCRIPTION", text(one_line(occurrence.event.title)))
    yield line("TRIGGER", f"-PT{int(before.total_seconds() // 60)}M")
    yield line("END", "VALARM")


def _address(occurrence: Occurrence) -> str:
    return occurrence.organisation.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _page(occurrence: Occurrence) -> str:
    pattern = _pattern(occurrence.municipality.slug, get_language() or "nb")
    return absolute(pattern.replace(NOBODYS, str(occurrence.public_id)))


@lru_cache(maxsize=1000)
def _pattern(municipality: str, language: str) -> str:
    """The address of a date's page with `NOBODYS` in the place of the date."""
    return reverse("event_detail", args=[municipality, NOBODYS])


def one_line(text: str) -> str:
    """`text` without anything that could start a property of its own."""
    return " ".join(CONTROLS.sub(" ", text).split())


def paragraphs(text: str) -> str:
    """`text` with plain line feeds, which the library escapes, and no other control characters."""
    return CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
