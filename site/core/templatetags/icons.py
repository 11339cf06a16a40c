"""Icons, in every template: `{% icon "calendar" %}`, with a class `{% icon "arrow" "mp-icon--flip" %}`."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
_SHEET = "img/icons.svg"


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """A drawing of static/img/icons.svg, which says nothing to who listens. A page has a hundred of them."""
    return _icon(name, css_class, static(_SHEET))


@lru_cache(maxsize=500)
def _icon(name: str, css_class: str, sheet: str) -> SafeString:
    return format_html(
        '<svg class="mp-icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {css_class}" if css_class else "",
        sheet,
        name,
    )
