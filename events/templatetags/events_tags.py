"""Tags for what is said about events: the facts of an event, and in whose words a text is."""

from dataclasses import dataclass

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from wagtail.images.models import SourceImageIOError

from core.formats import day_and_time, day_with_year, is_all_day, language_in_words, languages_in_words
from core.isolation import filled
from core.languages import is_foreign, pick_language
from core.models import Picture
from core.templatetags.core_tags import in_language
from events.choices import TextState
from events.dates import moved
from events.facts import Fact, facts_of, paragraph
from events.is_it_on import known_of
from events.models import Event, EventText, Occurrence, SharedTemplate
from events.phrases import Phrase, phrases_for
from organisations.models import Municipality

register = template.Library()
# A phone; a desk, and phones with twice as many points.
SIZES = ("fill-640x360|format-webp|webpquality-70", "fill-1120x630|format-webp|webpquality-65")


@register.simple_tag
def event_facts(event: Event) -> list[Fact]:
    return facts_of(event)


@register.simple_tag
def phrases_of(occurrence: Occurrence, municipality: Municipality) -> list[Phrase]:
    """What one will want to say there, for the reader of the page."""
    reader = get_language() or "nb"
    return phrases_for(occurrence.category, reader=reader, norwegian=municipality.language)


@register.simple_tag
def name_of(event: Event, text: EventText | None = None) -> SafeString:
    """The title of an activity, marked with its language; of one without words, its kind."""
    text = text or event.text_for()
    if text is None:
        return format_html("{}", event.get_category_display())
    return in_language(text.title, text.language)


@register.simple_tag
def template_title(template: SharedTemplate) -> SafeString:
    """What a shared template is called, in the reader's language where somebody has written it so."""
    texts = template.texts
    code = pick_language(texts, get_language() or template.language) or template.language
    return in_language(texts[code]["title"], code)


@dataclass(frozen=True)
class Shown:
    """A picture in the sizes that screens need: the smaller of two sizes to any browser that can choose."""

    src: str
    srcset: str
    width: int
    height: int


@register.simple_tag
def shown_picture(picture: Picture | None) -> Shown | None:
    """How a picture is shown; None where its file is gone: a page is not held up by that, nor torn."""
    if picture is None:
        return None
    try:
        small, large = picture.get_renditions(*SIZES).values()
    except (SourceImageIOError, OSError):
        return None
    return Shown(
        src=small.url,
        srcset=f"{small.url} {small.width}w, {large.url} {large.width}w",
        width=small.width,
        height=small.height,
    )


@register.filter
def as_paragraph(facts: list[Fact]) -> str:
    return paragraph(facts)


@register.filter
def in_whose_words(text: EventText) -> str:
    """Who wrote or translated `text`, and in which language; empty when a reader need not know."""
    language = {"language": language_in_words(text.language)}
    match text.state:
        case TextState.MACHINE:
            return gettext("A machine has translated this text. There may be mistakes in it.")
        case TextState.OUTDATED:
            return gettext(
                "The organiser has changed the text since it was translated. Ask if you are not sure."
            )
        case TextState.SOURCE if is_foreign(text.language):
            return filled(gettext("The organiser wrote this in %(language)s."), **language)
        case _ if is_foreign(text.language):
            return filled(gettext("This text is in %(language)s."), **language)
    return ""


@register.filter
def interprets_for_reader(event: Event) -> bool:
    """Whether somebody interprets into the language of the page."""
    return get_language() in event.interpreter_languages


register.filter("languages_in_words", languages_in_words)


@register.filter
def moved_from(occurrence: Occurrence) -> str:
    """When a date was to be that was moved alone, in words; empty when it was not."""
    was = moved.moved_from(occurrence)
    if was is None:
        return ""
    all_day = is_all_day(occurrence.starts_at, occurrence.ends_at)
    return day_with_year(was) if all_day else day_and_time(was)


@register.filter
def known(occurrence: Occurrence) -> str:
    """What is known now of whether it is on: a value of `events.is_it_on.Known`."""
    return known_of(occurrence, now=timezone.now()).value


@register.filter
def written_in(event: Event) -> str:
    """The language in which the organiser writes: of notes and reasons too."""
    text = event.source_text
    return text.language if text else ""


@register.filter
def organiser_says(occurrence: Occurrence) -> str:
    """What the organiser has written about one date: why it does not take place, else a note."""
    return occurrence.note if occurrence.takes_place else occurrence.reason


@register.filter
def cause_of(occurrence: Occurrence) -> str:
    """Why it does not take place, where a choice says it: in the reader's language."""
    return "" if occurrence.takes_place else occurrence.get_cause_display()
