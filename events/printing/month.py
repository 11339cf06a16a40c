"""The coming month of a place or of an organisation on one sheet, for its own notice board."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import local_day
from core.isolation import filled
from core.typesetting.services import Recipe
from events.discovery.cards import by_day, cards_of
from events.models import Occurrence, OccurrenceQuerySet
from events.printing import drawings
from events.printing.sides import Side, address_for_all, languages_of, written_in
from events.printing.week import MOST, day_of_sheet, span_of
from organisations.models import Municipality, Organisation, Venue

# From today on: a sheet that is hung up on the 28th is not thrown away on the 1st.
AHEAD = timedelta(days=30)


def month_of_venue(venue: Venue, *, chosen: str, now: datetime) -> Recipe:
    found = Occurrence.objects.listed().filter(venue=venue)
    path = reverse("venue_page", args=[venue.municipality.slug, venue.pk])
    return _sheet(found, venue.name, venue.municipality, path, chosen=chosen, now=now)


def month_of_organisation(organisation: Organisation, *, chosen: str, now: datetime) -> Recipe:
    found = Occurrence.objects.listed().filter(organisation=organisation)
    place = organisation.municipality
    path = reverse("organisation_page", args=[place.slug, organisation.slug])
    return _sheet(found, organisation.name, place, path, chosen=chosen, now=now)


def _sheet(
    found: OccurrenceQuerySet, name: str, place: Municipality, path: str, *, chosen: str, now: datetime
) -> Recipe:
    """`chosen` is the language beside the Norwegian. A handful of queries, however many dates.

    The sheet takes smaller letters for more dates, and says how many it has no room for.
    """
    today = local_day(now)
    found = found.on_days(today, today + AHEAD, now=now).upcoming(now)
    rows = list(found.with_cards().order_by("starts_at", "pk")[:MOST])
    total = len(rows) if len(rows) < MOST else found.count()
    days = by_day(cards_of(rows, now=now), now=now)
    languages = languages_of(place, chosen)
    sides = [_side(name, language, span_of(days, language), total) for language in languages]
    values = {
        "title": sides[0]["heading"],
        "language": languages[0],
        "rtl": False,
        "logo": drawings.logo(),
        "qr": drawings.qr_code(address_for_all(path)),
        "address": address_for_all(path),
        "total": total,
        "sides": sides,
        "days": [day_of_sheet(each, languages) for each in days],
    }
    return Recipe("week.typ", "pdf", values)


def _side(name: str, language: str, span: str, total: int) -> Side:
    with written_in(language) as side:
        return side | {
            "heading": filled(_("%(name)s: the coming month"), name=name),
            "span": span,
            "more": _("Not everything has room here (NUMBER more). Scan the code to see all of it."),
            "scan": _("Scan the code to read more"),
            "nothing": "" if total else _("Nothing is planned in the coming month"),
        }
