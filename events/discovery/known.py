"""What readers are told of a date beside its facts: who says that it is on, whom to call, the weather.

One place for the words: cards, pages, and the lists on other sites say the same. Everything is in the active
language and plain text. Nothing here asks the database: `with_cards` has loaded what it needs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import local_day
from core.formats import day, labelled, number, short_day, telephone, telephone_digits
from core.isolation import OwnWords, filled, left_to_right
from events.dates.days_off import EVES, days_off
from events.discovery import weather
from events.is_it_on import Known, known_of
from events.models import Occurrence


@dataclass(frozen=True)
class Line:
    """One line. `tone` is a color of the design system, `icon` a name in icons.svg: neither stands alone.

    `call` is what a link says that calls `phone` (digits); `asks` is where there is nobody to call.
    """

    tone: str
    icon: str
    text: str
    call: str = ""
    phone: str = ""
    asks: bool = False

    @property
    def in_words(self) -> str:
        """All of it, where there are no links."""
        return " ".join(part for part in (self.text, f"{self.call}." if self.call else "") if part)


def lines_of_card(occurrence: Occurrence, *, now: datetime) -> list[Line]:
    """What a card of a list says: short, and nothing while there is time to answer."""
    if not _is_ahead(occurrence, now):
        return []
    tone, warning = weather.in_short(occurrence, now=now)
    lines = [_said(occurrence, now=now, is_short=True)]
    if warning:
        lines.append(Line(tone, "warning", warning))
    return [line for line in lines if line]


def lines_of_page(occurrence: Occurrence, *, now: datetime) -> list[Line]:
    """What a date's own page says. The weather has a part of its own there."""
    if not _is_ahead(occurrence, now):
        return []
    lines = [_said(occurrence, now=now, is_short=False)]
    if lines[0] is None and known_of(occurrence, now=now) is Known.ASKED:
        lines.append(Line("neutral", "clock", _("We have asked whether it is on. The answer comes here.")))
    lines.append(_holiday(occurrence, now=now))
    return [line for line in lines if line]


def _is_ahead(occurrence: Occurrence, now: datetime) -> bool:
    return occurrence.takes_place and occurrence.ends_at > now


def _said(occurrence: Occurrence, *, now: datetime, is_short: bool) -> Line | None:
    match known_of(occurrence, now=now):
        case Known.CONFIRMED:
            return Line(
                "success", "check", confirmed(occurrence, now=now, day=short_day if is_short else day)
            )
        case Known.QUIET:
            return _ask(occurrence, _("Nobody has answered for this activity in a while."), is_short=is_short)
        case Known.SILENT:
            return _ask(occurrence, _("Not confirmed."), is_short=is_short)
    return None


def confirmed(occurrence: Occurrence, *, now: datetime, day: Callable[[datetime], str] = day) -> str:
    """ "Confirmed today by Kari · 12 came last time".

    A first name with that person's yes, else the organisation. "Today" is the day
    in Norway at the moment `now`.
    """
    said_at = occurrence.confirmed_at or now
    days_ago = (local_day(now) - local_day(said_at)).days
    if days_ago <= 0:
        sentence = _("Confirmed today by %(name)s")
    elif days_ago == 1:
        sentence = _("Confirmed yesterday by %(name)s")
    else:
        sentence = _("Confirmed on %(day)s by %(name)s")
    parts = [filled(sentence, name=confirmed_by(occurrence), day=day(said_at))]
    if occurrence.came_last:
        came = ngettext(
            "%(number)s came last time",
            "%(number)s came last time",
            occurrence.came_last,
        )
        parts.append(filled(came, number=number(occurrence.came_last)))
    return " · ".join(parts)


def confirmed_by(occurrence: Occurrence) -> str:
    """Who stands for it in public."""
    said = occurrence.responsible.public_name if occurrence.responsible else ""
    return said or occurrence.organisation.name


def _ask(occurrence: Occurrence, text: str, *, is_short: bool) -> Line:
    """`text`, and whom to call: the volunteer who wants that, else the organisation."""
    person, organisation = occurrence.responsible, occurrence.organisation
    if person and person.public_phone:
        name, phone = person.public_name, person.public_phone
    else:
        # On a card there is no room for the name of a club.
        name, phone = "" if is_short else organisation.name, organisation.phone
    if not phone:
        return Line("warning", "info", " ".join((text, _("Ask the organiser."))), asks=True)
    shown = left_to_right(telephone(phone))
    call = filled(_("Call %(name)s, %(phone)s"), name=name, phone=shown) if name else ""
    return Line(
        "warning", "phone", text, call or filled(_("Call %(phone)s"), phone=shown), telephone_digits(phone)
    )


def _holiday(occurrence: Occurrence, *, now: datetime) -> Line | None:
    """Most places are closed that day; of what is confirmed, nobody need ask."""
    if occurrence.confirmed_at is not None:
        return None
    first = local_day(occurrence.starts_at)
    off = days_off(first, first).get(first)
    if off is None:
        return None
    sentence = _("It is a public holiday. Ask before you go.")
    if (first.month, first.day) in EVES:
        sentence = _("Many places are closed that day. Ask before you go.")
    return Line("info", "calendar", labelled(OwnWords(off.name), OwnWords(sentence)))
