"""Tags for text in several languages and scripts on one page."""

import re
from datetime import datetime
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton, get_datetime_format
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


@register.filter
def address(text: str) -> SafeString:
    """An e-mail address, which a narrow column breaks after the @ rather than within a word."""
    name, at, host = text.partition("@")
    return format_html('<bdi dir="ltr">{}{}<wbr>{}</bdi>', name, at, host)


def babel_locale() -> str:
    """Babel's name of the active language. English as in Europe: 23 November, and not November 23."""
    code = get_language() or "nb"
    return "en_GB" if code == "en" else code.replace("-", "_")


@register.filter
def day(value: datetime) -> str:
    """A full day in the reader's language: "mandag 23. november"."""
    # CLDR keeps this pattern with short names only; the long ones fit the same pattern (UTS 35, 2.6.2.1).
    short = Locale.parse(babel_locale()).datetime_skeletons["MMMEd"].pattern
    pattern = re.sub(r"M{3,}", "MMMM", re.sub(r"E+|c+", "EEEE", short))
    return format_date(timezone.localtime(value), pattern, locale=babel_locale())


@register.filter
def day_with_year(value: datetime) -> str:
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_date(local, "full", locale=babel_locale())


@register.filter
def clock(value: datetime) -> str:
    """The local time of day, as it stands on posters and tickets in Norway: 18:00, in every language."""
    return format_skeleton("Hm", timezone.localtime(value), locale=babel_locale())


@register.filter
def moment(value: datetime) -> str:
    """A day and a time, for logs and lists of staff."""
    # CLDR has no pattern for the two together: it says how a date and a time are joined (UTS 35, 2.6.2.2).
    together = str(get_datetime_format("medium", locale=babel_locale()))
    date = format_skeleton("yMMMd", timezone.localtime(value), locale=babel_locale())
    return together.replace("'", "").format(clock(value), date)
