"""The parts of a step in templates: texts in the language that they are in, pictures, whole addresses."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core.formats import languages_in_words as in_words
from core.languages import direction
from core.mail.letter import absolute
from core.models import Picture
from newcomers.models import Newcomer
from newcomers.welcome.content.questions import Words, words_of
from newcomers.welcome.content.rendering import Shown, shown, with_whole_addresses
from newcomers.welcome.models import Answer, PackageStep
from newcomers.welcome.next_events import soonest
from newcomers.welcome.plaintext import plain_text
from newcomers.welcome.steps.why import why_in_words

register = template.Library()
register.filter("soonest", soonest)


@register.simple_tag
def shown_step(step: PackageStep) -> Shown:
    """The step as the web shows it in its own language, as it is in the editor: see `rendering.shown`."""
    return shown(step)


@register.simple_tag(takes_context=True)
def said(context: Context, text: Mapping[str, str]) -> SafeString:
    """A line: marked where it is in another language than what is around it."""
    if text["language"] == context["language"]:
        return conditional_escape(text["text"])
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', text["language"], direction(text["language"]), text["text"]
    )


@register.simple_tag(takes_context=True)
def said_html(context: Context, text: Mapping[str, str]) -> SafeString:
    """Rich text, which was cleaned when it was resolved: marked as `said` is."""
    html = with_whole_addresses(text["html"]) if context.get("is_mail") else text["html"]
    if text["language"] != context["language"]:
        html = f'<div lang="{text["language"]}" dir="{direction(text["language"])}">{html}</div>'
    return mark_safe(html)  # noqa: S308  cleaned, and the code of a language


@register.simple_tag
def said_plain(text: Mapping[str, str]) -> str:
    """Rich text for the text part of a mail."""
    return plain_text(with_whole_addresses(text["html"]))


@register.filter
def rows(part: Mapping[str, Any], name: str) -> Any:
    """A part's list of that name: "items" is a method of every mapping."""
    return part[name]


@register.simple_tag(takes_context=True)
def picture_of(context: Context, picture: Mapping[str, Any] | None) -> Picture | None:
    """The row behind a PICTURE; None where there is none any longer."""
    return context["pictures"].get(picture["id"]) if picture else None


@register.simple_tag(takes_context=True)
def cid_of(context: Context, picture: Mapping[str, Any] | None) -> str:
    """The Content-ID of a picture that the mail carries; "" where it carries none."""
    return context["cids"].get(picture["id"], "") if picture else ""


@register.simple_tag
def languages_in_words(codes: Iterable[str]) -> str:
    return in_words(codes)


@register.simple_tag
def question_words(kind: str) -> Words | None:
    return words_of(kind)


@register.simple_tag(takes_context=True)
def answer_to(context: Context, kind: str) -> Answer | None:
    """What the reader has answered to a question of that kind."""
    return context["answers"].get(kind)


@register.simple_tag
def why_this(newcomer: Newcomer) -> str:
    """Why the reader hears from the municipality: see `steps.why`."""
    return why_in_words(newcomer)


@register.filter
def language_align(code: str) -> str:
    """Where lines begin: "left" or "right"."""
    return "right" if direction(code) == "rtl" else "left"


@register.filter
def full_address(path: str) -> str:
    return absolute(path) if path.startswith("/") else path


@register.filter
def initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper()
