"""The poster of one date: A4, ten phrases on its back."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.formats import day, in_words
from core.isolation import filled
from core.typesetting.services import Recipe
from events.discovery.cards import event_url, municipality_url
from events.discovery.lists import NEXT_DATES, other_dates
from events.facts import card_facts, category_icon
from events.models import Occurrence
from events.phrases import phrases_for
from events.printing import drawings
from events.printing.sides import (
    INKS,
    Side,
    address_for_all,
    color_of,
    languages_of,
    status_of,
    titled,
    when_of,
    where_of,
    written_in,
)

ICONS = {"when": "calendar", "where": "pin", "who": "people", "facts": "info"}


def poster_recipe(occurrence: Occurrence, *, chosen: str, now: datetime) -> Recipe:
    """`chosen` is the language beside the Norwegian. One query, for the other dates."""
    municipality = occurrence.municipality
    languages = languages_of(municipality, chosen)
    others, _number = other_dates(occurrence, now=now, number=NEXT_DATES)
    sides = [_side(occurrence, language, others) for language in languages]
    color = color_of(occurrence.category)
    values = {
        "title": sides[0]["title"] or municipality.name,
        "language": sides[0]["language"],
        "rtl": False,
        "color": color,
        "status": not occurrence.takes_place,
        "icon": drawings.icon(category_icon(occurrence.category), *INKS[color]),
        "icons": {name: drawings.icon(symbol, *INKS[color]) for name, symbol in ICONS.items()},
        "logo": drawings.logo(),
        "qr": drawings.qr_code(address_for_all(event_url(occurrence))),
        "address": address_for_all(municipality_url(municipality)),
        "sides": sides,
        "phrases": _phrases(occurrence, languages),
    }
    return Recipe("poster.typ", "pdf", values)


def _side(occurrence: Occurrence, language: str, others: list[Occurrence]) -> Side:
    with written_in(language) as side:
        days = in_words(day(other.starts_at) for other in others)
        facts = [fact.label for fact in card_facts(occurrence.event)]
        return (
            side
            | titled(occurrence)
            | {
                "category": occurrence.get_category_display(),
                "when": when_of(occurrence),
                "more_dates": filled(_("Also %(days)s"), days=days) if others else "",
                "where": where_of(occurrence),
                "organiser": occurrence.organisation.name,
                "facts": " · ".join(facts),
                "scan": _("Scan the code to read more"),
                "status": status_of(occurrence),
            }
        )


def _phrases(occurrence: Occurrence, languages: list[str]) -> dict[str, list]:
    heads = []
    for language in languages:
        with written_in(language):
            heads.append(_("Ten sentences you may need there"))
    ten = phrases_for(occurrence.category, reader=languages[-1], norwegian=languages[0])
    rows = [[phrase.norwegian, phrase.meaning][: len(languages)] for phrase in ten]
    return {"heads": heads, "rows": rows}
