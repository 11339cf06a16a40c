"""Tags for what is said about events: short days, the facts of an event, and in whose words a text is."""

from datetime import datetime

from babel.dates import format_skeleton, get_month_names
from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext

from core.templatetags.core_tags import babel_locale
from events.choices import TextState
from events.facts import Fact, facts_of, language_in_words, paragraph
from events.models import Event, EventText

register = template.Library()


@register.filter
def short_day(value: datetime) -> str:
    """ "man. 23. nov." """
    return format_skeleton("MMMEd", timezone.localtime(value), locale=babel_locale())


@register.filter
def month_name(value: datetime) -> str:
    """ "nov." """
    names = get_month_names("abbreviated", context="stand-alone", locale=babel_locale())
    return names[timezone.localtime(value).month]


@register.filter
def day_number(value: datetime) -> str:
    """The day of the month: "23"."""
    return str(timezone.localtime(value).day)


@register.filter
def same_day(start: datetime, end: datetime) -> bool:
    """Whether both are on one local day; midnight still belongs to the evening before it."""
    first, last = timezone.localtime(start), timezone.localtime(end)
    return first.date() == last.date() or (last - first).total_seconds() < 12 * 3600


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
def language_in_reader_words(code: str) -> str:
    """The name of a language in the reader's own: "норвезька"."""
    return language_in_words(code)
