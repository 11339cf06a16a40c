"""Tags for what is said about events: the facts of an event, and in whose words a text is."""

from datetime import datetime

from django import template
from django.utils.translation import get_language, gettext

from core.formats import language_in_words
from events.choices import TextState
from events.dates import moved
from events.facts import Fact, facts_of, paragraph
from events.models import Event, EventText, Occurrence

register = template.Library()


@register.simple_tag
def event_facts(event: Event) -> list[Fact]:
    return facts_of(event)


@register.filter
def as_paragraph(facts: list[Fact]) -> str:
    return paragraph(facts)


@register.filter
def in_whose_words(text: EventText) -> str:
    """Who wrote or translated `text`, and in which language; empty when a reader need not know."""
    language = {"language": language_in_words(text.language)}
    is_foreign = text.language != get_language()
    match text.state:
        case TextState.MACHINE:
            return gettext("A machine has translated this text. There may be mistakes in it.")
        case TextState.OUTDATED:
            return gettext(
                "The organiser has changed the text since it was translated. Ask if you are not sure."
            )
        case TextState.SOURCE if is_foreign:
            return gettext("The organiser wrote this in %(language)s.") % language
        case _ if is_foreign:
            return gettext("This text is in %(language)s.") % language
    return ""


@register.filter
def moved_from(occurrence: Occurrence) -> datetime | None:
    """When a date was to be that was moved alone; None when it was not."""
    return moved.moved_from(occurrence)


@register.filter
def written_in(event: Event) -> str:
    """The language in which the organiser writes: of notes and reasons too."""
    text = event.source_text
    return text.language if text else ""
