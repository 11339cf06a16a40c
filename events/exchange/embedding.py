"""The list as it stands on somebody else's site: what it shows, in words, for whoever draws it.

It is public to the last word: what anybody reads in the list here, and nothing about who asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, Max, Q, Sum, Value, When
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.clock import local_day, midnight
from core.formats import day as day_in_words
from core.formats import hours, labelled
from core.isolation import filled
from core.languages import direction
from core.mail.letter import absolute
from events.choices import Category
from events.discovery.cards import event_url
from events.discovery.doors import open_municipality
from events.discovery.known import lines_of_card
from events.exchange.feeds import Version, stamp
from events.is_it_on import SILENCE_IS_SAID, TIME_TO_ANSWER
from events.models import Occurrence, OccurrenceQuerySet
from organisations.models import Municipality, Organisation

USUAL, MOST = 6, 30
EDITION = 2


@dataclass(frozen=True)
class Wish:
    """What another site asks for: the next `limit` dates in a municipality, all or some of them."""

    municipality: str
    category: str = ""
    organisation: str = ""
    venue: int | None = None
    limit: int = USUAL

    @property
    def key(self) -> str:
        """Tells it from every other wish."""
        parts = (self.municipality, self.category, self.organisation, self.venue or "", self.limit)
        return ":".join(str(part) for part in parts)

    @classmethod
    def read(cls, municipality: str, params: Mapping[str, str]) -> "Wish":
        """From an address. Raises `UnknownError` for a kind, place or organisation that cannot be."""
        category, venue = params.get("category", ""), params.get("venue", "")
        if category and category not in Category.values:
            raise UnknownError(_("We do not know this kind of activity"))
        if venue and not (venue.isascii() and venue.isdecimal() and len(venue) < 10):
            raise UnknownError(_("We do not know this place"))
        limit = params.get("limit", "")
        number = int(limit) if limit.isascii() and limit.isdecimal() and len(limit) < 4 else USUAL
        organisation = params.get("organisation", "")[:80]
        return cls(
            municipality, category, organisation, int(venue) if venue else None, min(max(number, 1), MOST)
        )


class UnknownError(Exception):
    """There is no such thing. Its text says so, in words for whoever visits the other site."""


def dates_for(wish: Wish, *, now: datetime) -> OccurrenceQuerySet:
    """The dates that are shown: the next ones that have not ended."""
    dates = Occurrence.objects.listed().upcoming(now)
    dates = dates.filter(municipality__slug=wish.municipality, municipality__is_active=True)
    if wish.category:
        dates = dates.filter(category=wish.category)
    if wish.organisation:
        dates = dates.filter(organisation__slug=wish.organisation)
    if wish.venue is not None:
        # One that was found to be another place is that one.
        dates = dates.filter(Q(venue=wish.venue) | Q(venue__merged_here=wish.venue))
    return dates.order_by("starts_at", "pk")[: wish.limit]


def version(wish: Wish, *, language: str, now: datetime) -> Version:
    """The version of the list in `language`. One statement. What is "today" is called otherwise tomorrow."""
    day = local_day(now)
    is_late = Q(asked_at__lte=now - TIME_TO_ANSWER, starts_at__lte=now + SILENCE_IS_SAID)
    # Who has said what of dates, when silence is said, and warnings until they are over.
    known = {
        "confirmed": Max("confirmed_at"),
        "yes": Count("confirmed_at"),
        "came": Sum("came_last"),
        # Whose name and number stand there: with their yes, and no longer than that.
        "who": ArrayAgg(_of_who_answers("name", "shows_name"), default=[], order_by="pk"),
        "call": ArrayAgg(_of_who_answers("phone", "shows_phone"), default=[], order_by="pk"),
        "organisers": ArrayAgg("organisation__phone", default=[], order_by="pk"),
        "late": Count("pk", filter=is_late),
        "warned": Sum("warning", filter=Q(warning__ends_at__gt=now, warning__withdrawn_at=None)),
    }
    dates = dates_for(wish, now=now)
    return stamp(dates, EDITION, wish, language, day, today=midnight(day), also=known)


def _of_who_answers(field: str, yes: str) -> Case:
    shown = When(**{f"responsible__{yes}": True}, then=f"responsible__{field}")
    return Case(shown, default=Value(""))


def listing(wish: Wish, *, now: datetime) -> dict[str, Any]:
    """The list in the active language: what both the script and the frame draw. A few statements.

    Raises `ClosedDoorError` or `UnknownError`.
    """
    place = open_municipality(wish.municipality)
    title = _title(wish, place)
    rows = dates_for(wish, now=now).with_cards()
    days: dict[date, list[dict[str, Any]]] = {}
    today = local_day(now)
    for row in rows:
        days.setdefault(max(local_day(row.starts_at), today), []).append(_item(row, now=now))
    return {
        "language": get_language(),
        "dir": direction(get_language() or "nb"),
        "title": title,
        "days": [{"label": _day_label(day, today), "items": items} for day, items in days.items()],
        "empty": "" if days else _("There is nothing in the calendar now."),
        "more": _("See everything that is on"),
        "url": absolute(reverse("event_list", args=[place.slug])),
    }


def _title(wish: Wish, place: Municipality) -> str:
    """Whose list it is: the organisation's or the place's by name, else the municipality's."""
    title: str = filled(_("What is on in %(municipality)s"), municipality=place.full_name)
    if wish.organisation:
        here = Q(municipality=place) | Q(active_in=place)
        organisation = Organisation.objects.listed().filter(here, slug=wish.organisation).first()
        if organisation is None:
            raise UnknownError(_("We do not know this organisation"))
        title = organisation.name
    if wish.venue is not None:
        venue = place.venues.filter(pk=wish.venue).first()
        if venue is None:
            raise UnknownError(_("We do not know this place"))
        title = venue.name
    return f"{title}: {Category(wish.category).label}" if wish.category else title


def _day_label(day: date, today: date) -> str:
    words = day_in_words(day)
    away = (day - today).days
    if away > 1:
        return words[:1].upper() + words[1:]
    return labelled(_("Tomorrow") if away else _("Today"), words)


def _item(row: Occurrence, *, now: datetime) -> dict[str, Any]:
    text = row.event.text_for()
    status = "" if row.takes_place else row.get_status_display()
    return {
        "title": text.title if text else row.event.title,
        "language": text.language if text else get_language() or "",
        "dir": direction(text.language) if text else "",
        "hours": hours(row.starts_at, row.ends_at),
        "place": row.venue.name if row.venue else _("Online"),
        "place_language": row.municipality.language if row.venue else "",
        "status": status,
        # Whether it is on, and the weather, in words.
        "lines": [line.in_words for line in lines_of_card(row, now=now)],
        "url": absolute(event_url(row)),
    }
