"""Tags for text in several languages and scripts on one page, and for how days and numbers are written."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from babel.core import get_global
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.template.base import Node, NodeList, Parser, Token
from django.template.defaultfilters import urlize
from django.templatetags.static import static
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_from_path, gettext

from core import formats, isolation, sending
from core.fixed_parts import by_language, kept
from core.isolation import OwnWords
from core.languages import direction, is_foreign, language_codes, language_name

register = template.Library()
# What a word has that `urlize` makes a link of.
MAY_LINK = re.compile(r"://|www\.|@|\.(?:com|edu|gov|int|mil|net|org)\b", re.IGNORECASE)
# What views call the forms of their pages, ours and allauth's.
FORMS = ("form", "verify_form", "change_form", "read")


@register.simple_tag
def page_fonts() -> list[str]:
    """The fonts that every page in this language needs, as static files."""
    fonts = settings.LANGUAGE_FONTS.get(get_language() or settings.LANGUAGE_CODE, ())
    return [f"built/fonts/{name}.woff2" for name in fonts]


# Stands for the rest of a page's address, which is put in where the menu is shown.
REST = "\ufdd0"


class LanguageMenu(Node):
    """The same page in each language, as `links`: [{code, name, dir, url, current}].

    What is between the tags is made once for each language: pages differ in nothing but their address.
    """

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        request: HttpRequest | None = context.get("request")
        path = request.get_full_path() if request else "/"
        here = f"/{get_language_from_path(path)}/"
        # Our addresses differ in nothing but their beginning. What was not found stays where it is.
        is_in_each = request is not None and request.resolver_match is not None and path.startswith(here)
        with context.push(links=partial(_links, "/{}/" + REST if is_in_each else REST)):
            menu = kept(self, self.nodelist, context, is_in_each)
        return SafeString(menu.replace(REST, escape(path.removeprefix(here) if is_in_each else path)))


def _links(address: str) -> list[dict[str, Any]]:
    current = get_language()
    return [
        {
            "code": code,
            "name": language_name(code),
            "dir": direction(code),
            "url": address.format(code),
            "current": code == current,
        }
        for code in language_codes()
    ]


@register.tag
def language_menu(parser: Parser, token: Token) -> LanguageMenu:
    nodelist = parser.parse(("endlanguage_menu",))
    parser.delete_first_token()
    return LanguageMenu(nodelist)


@register.simple_tag
def in_language(text: str, language: str) -> SafeString:
    """`text` marked as being in `language`, when that is not the page's; names stay whole in an RTL page."""
    if not language or language == get_language():
        return format_html("<bdi>{}</bdi>", text)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), text)


@register.simple_tag
@by_language
def site_preview() -> str:
    """The whole address of the picture that stands for the site where a link is shared."""
    return f"{settings.BASE_URL}{static('img/preview.png')}"


@register.simple_tag
def open_graph_locale(code: str) -> str:
    """ "nb_NO": a language with the country where most speak it, as Open Graph names it."""
    parts = get_global("likely_subtags").get(formats.formats_of(code), "").split("_")
    return f"{code}_{parts[-1]}" if len(parts) > 1 else formats.formats_of(code)


@register.simple_tag
@by_language
def code_minutes() -> int:
    """How long a code for logging in works."""
    return settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60


@register.simple_tag
def page_title(*parts: object) -> SafeString:
    """What a page is called, in its tab and aloud: task, thing, place. What is empty is left out."""
    # No element can stand in a title to keep a name whole: characters do it.
    whole = [SafeString(isolation.isolated(conditional_escape(str(part)))) for part in parts if part]
    return format_html_join(" – ", "{}", ((part,) for part in whole))


@register.simple_tag(takes_context=True)
def title_state(context: Context) -> str:
    """What has just happened, before the title of a page: whoever only hears it need not look for it."""
    forms = [context.get(name) for name in FORMS]
    if context.get("stale") or any(
        getattr(form, "errors", None) or getattr(form, "is_stale", False) for form in forms
    ):
        return gettext("Error:") + " "
    levels = {message.level_tag for message in context.get("messages") or ()}
    tags = " ".join(message.extra_tags or "" for message in context.get("messages") or ())
    if "error" in levels:
        return gettext("Error:") + " "
    if "success" in levels:
        return (gettext("Done:") if "done" in tags.split() else gettext("Saved:")) + " "
    return ""


@register.simple_tag
def page_heading(*parts: object) -> SafeString:
    """The same for the heading, where each part may be marked with its language."""
    return format_html_join(" – ", "{}", ((each,) for each in parts if each))


@register.filter
def language_dir(code: str) -> str:
    return direction(code)


@register.filter
def language_label(code: str) -> str:
    """The language's name in itself, for a menu. In a sentence and in a list it is `language_in_words`."""
    return language_name(code)


@register.filter(is_safe=True, needs_autoescape=True)
def with_links(text: str, autoescape: bool = True) -> SafeString:
    """Django's `urlize`, which looks at every word, for a text that may have an address in it."""
    return urlize(text, autoescape=autoescape) if MAY_LINK.search(text) else conditional_escape(text)


@register.simple_tag(takes_context=True)
def form_number(context: Context) -> SafeString:
    """The hidden field by which a form that makes something makes it once."""
    return format_html(
        '<input type="hidden" name="{}" value="{}">', sending.FIELD, sending.number_for(context["request"])
    )


@register.filter
def bdi(text: object) -> SafeString:
    """A name, number or address that must not be scrambled by the text around it."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def address(text: str) -> SafeString:
    """An e-mail address, which a narrow column breaks after the @ rather than within a word."""
    name, at, host = text.partition("@")
    return format_html('<bdi dir="ltr">{}{}<wbr>{}</bdi>', name, at, host)


@register.simple_tag
@by_language
def comma() -> str:
    """What stands between two values in a row: ", ", and "، " in Arabic."""
    return formats.comma()


@register.simple_tag(takes_context=True)
def in_a_row(context: Context, *values: object) -> str:
    """Values in a row, those that are there: "mandag 23. november, 18:00, Herøy bibliotek"."""
    return _written(context, formats.in_a_row, *values)


@register.simple_tag(takes_context=True)
def labelled(context: Context, label: str, value: object) -> str:
    """A label and its value on a line, as the reader's language writes it: "Når: mandag 23. november"."""
    return _written(context, formats.labelled, label, value)


def _written(context: Context, write: Callable[..., str], *values: object) -> str:
    """What `write` makes of `values`. In HTML they are escaped, unless they are markup already."""
    if not context.autoescape:
        return write(*values)
    values_as_text = [str(isolation.in_a_sentence(value)) if value else "" for value in values]
    return SafeString(write(*(OwnWords(conditional_escape(text)) for text in values_as_text)))


# For what stands beside other words in plain text; `core.isolation` says where a template needs neither.
register.filter("isolated", isolation.isolated)
register.filter("left_to_right", isolation.left_to_right)

register.filter("is_foreign", is_foreign)

for write in (
    formats.day,
    formats.day_with_year,
    formats.short_day,
    formats.day_number,
    formats.short_month,
    formats.month,
    formats.clock,
    formats.day_and_time,
    formats.moment,
    formats.is_all_day,
    formats.is_on_one_day,
    formats.last_day,
    formats.beginning,
    formats.day_with_beginning,
    formats.ending,
    formats.hours,
    formats.number,
    formats.telephone,
    formats.telephone_digits,
    formats.in_words,
    formats.language_in_words,
    formats.written_language_in_words,
):
    register.filter(write.__name__, write)
