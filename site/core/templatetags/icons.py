"""What every template has.

Icons: `{% icon "calendar" %}`, with a class `{% icon "arrow" "mp-icon--flip" %}`. And what depends on a few
values and the language: `{% kept event.category %}…{% endkept %}` (`core.fixed_parts`).
"""

from functools import cache

from django import template
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.template.base import Parser, Token
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.fixed_parts import Kept, by_language

register = template.Library()
_SHEET = "img/icons.svg"


@register.simple_tag
@by_language
@cache
def icon(name: str, css_class: str = "") -> SafeString:
    """A drawing of static/img/icons.svg, which says nothing to who listens. A page has a hundred of them."""
    return format_html(
        '<svg class="mp-icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {css_class}" if css_class else "",
        static(_SHEET),
        name,
    )


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """Made once for each language and all of the values that are named."""
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, [parser.compile_filter(value) for value in token.split_contents()[1:]])


@receiver(setting_changed)
def forget(**_what: object) -> None:
    """Where files are may change where one works on the site."""
    icon.cache_clear()
