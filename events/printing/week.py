"""The coming seven days of a municipality on one sheet for the notice board."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import clock, day, is_all_day, short_day
from core.isolation import filled
from core.typesetting.services import Recipe
from events.discovery.cards import Card, Day, by_day, cards_of
from events.models import Occurrence
from events.printing import drawings
from events.printing.sides import Side, address_for_all, languages_of, status_of, titled, written_in
from organisations.models import Municipality

# More than any sheet holds: the rest is only counted.
MOST = 120


def week_recipe(municipality: Municipality, *, chosen: str, now: datetime) -> Recipe:
    """`chosen` is the language beside the Norwegian. A handful of queries, however many dates."""
    found = Occurrence.objects.listed().in_municipality(municipality).this_week(now)
    rows = list(found.with_cards().order_by("starts_at", "pk")[:MOST])
    total = len(rows) if len(rows) < MOST else found.count()
    days = by_day(cards_of(rows, now=now), now=now)
    languages = languages_of(municipality, chosen)
    sides = [_side(municipality, language, days, total) for language in languages]
    path = reverse("event_list", args=[municipality.slug])
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


def _side(municipality: Municipality, language: str, days: list[Day], total: int) -> Side:
    with written_in(language) as side:
        return side | {
            "heading": filled(_("What is on in %(municipality)s"), municipality=municipality.name),
            "span": span_of(days, language),
            # Typst counts what did not find room, and puts the number there.
            "more": _("Not everything has room here (NUMBER more). Scan the code to see all of it."),
            "scan": _("Scan the code to read more"),
            "nothing": "" if total else _("Nothing is planned in the next seven days"),
        }


def span_of(days: list[Day], language: str) -> str:
    """From which day to which, in `language`; empty where there are none."""
    if not days:
        return ""
    with written_in(language):
        return f"{short_day(days[0].moment)} – {short_day(days[-1].moment)}"


def day_of_sheet(each: Day, languages: list[str]) -> dict[str, list]:
    names = []
    for language in languages:
        with written_in(language):
            names.append(day(each.moment))
    # Opening hours hang on the door; a sheet is of what takes place.
    dates = [_date(card.occurrence, languages) for card in each.cards if isinstance(card, Card)]
    return {"names": names, "dates": dates}


def _date(occurrence: Occurrence, languages: list[str]) -> dict[str, object]:
    titles = []
    for language in languages:
        with written_in(language):
            titles.append(titled(occurrence) | {"status": status_of(occurrence)})
    all_day = is_all_day(occurrence.starts_at, occurrence.ends_at)
    with written_in(languages[0]):
        time = _("all day") if all_day else f"{clock(occurrence.starts_at)}–{clock(occurrence.ends_at)}"
        place = occurrence.venue.name if occurrence.venue else _("Online")
    return {"time": time, "place": place, "titles": titles, "is_off": not occurrence.takes_place}
