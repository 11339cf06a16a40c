"""An activity as a newcomer reads it, in a language of one's choice, before it is published."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from core.languages import direction, language_codes, language_name
from events.dates.sentence import sentence_of
from events.discovery.event_page import practical
from events.facts import facts_of, five_facts, paragraph
from events.hikes import advice_for
from events.models import Event

# Whom most of those read who are new here, after the organiser's own language.
SECOND = ("uk", "en")


def as_seen(event: Event, language: str, *, now: datetime) -> dict[str, object]:
    """The page in `language`, as markup of its own: {language, name, direction, page}."""
    with override(language):
        dates = list(event.occurrences.upcoming(now).select_related("series").order_by("starts_at", "pk")[:1])
        facts = facts_of(event)
        context = {
            "event": event,
            "venue": event.venue,
            "municipality": event.municipality,
            "organisation": event.organisation,
            "text": event.text_for(),
            "source": event.source_text,
            "first": dates[0] if dates else None,
            "repeated": sentence_of(dates[0].series) if dates else "",
            "number": event.occurrences.upcoming(now).scheduled().count(),
            "facts": five_facts(facts, category=event.category),
            "paragraph": paragraph(facts),
            "hike": advice_for(event),
            **practical(event),
            "LANGUAGE_CODE": language,
        }
        page = SafeString(render_to_string("events/organiser/steps/_as_seen.html", context))
    return {
        "language": language,
        "name": language_name(language),
        "direction": direction(language),
        "page": page,
    }


def second_language(asked: str, *, own: str) -> str:
    """The one that was asked for; else the one that most readers have who do not read the organiser's."""
    if asked in language_codes() and asked != own:
        return asked
    return next(
        (code for code in (*SECOND, *language_codes()) if code in language_codes() and code != own), own
    )
