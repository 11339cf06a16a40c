"""Tags for text in several languages and scripts on one page."""

from datetime import datetime
from typing import Any

from babel.dates import format_date, format_datetime, format_skeleton, format_time
from django import template
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.languages import direction, language_codes, language_name

register = template.Library()


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The same page in each language: [{code, name, dir, url, current}], for the language switcher."""
    request: HttpRequest | None = context.get("request")
    path = request.get_full_path() if request else "/"
    current = get_language()
    return [
        {
            "code": code,
            "name": language_name(code),
            "dir": direction(code),
            "url": translate_url(path, code),
            "current": code == current,
        }
        for code in language_codes()
    ]


@register.simple_tag
def in_language(text: str, language: str) -> SafeString:
    """`text` marked as being in `language`, when that is not the page's; names stay whole in an RTL page."""
    if not language or language == get_language():
        return format_html("<bdi>{}</bdi>", text)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), text)


@register.filter
def language_dir(code: str) -> str:
    return direction(code)


@register.filter
def language_label(code: str) -> str:
    """The language's name in itself."""
    return language_name(code)


@register.filter
def bdi(text: object) -> SafeString:
    """A name, number or address that must not be scrambled by the text around it."""
    return format_html("<bdi>{}</bdi>", text)


def babel_locale() -> str:
    return (get_language() or "nb").replace("-", "_")


@register.filter
def day(value: datetime) -> str:
    """A full day in the reader's language: "mandag 23. november"."""
    return format_skeleton("MMMMEEEEd", timezone.localtime(value), locale=babel_locale())


@register.filter
def day_with_year(value: datetime) -> str:
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_date(local, "full", locale=babel_locale())


@register.filter
def clock(value: datetime) -> str:
    """The local time of day, as people there write it: 18:00."""
    return format_time(timezone.localtime(value), "short", locale=babel_locale())


@register.filter
def moment(value: datetime) -> str:
    """A day and a time, for logs and lists of staff."""
    return format_datetime(timezone.localtime(value), "medium", locale=babel_locale())
