"""Addresses of calendars that one subscribes to, as programs want them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django import template

from core.mail.letter import absolute

register = template.Library()


@dataclass(frozen=True)
class CalendarLinks:
    """`webcal` opens the calendar program of a phone or computer; `https` is for pasting elsewhere."""

    webcal: str
    https: str


@register.simple_tag
def calendar_links(path: str) -> CalendarLinks:
    """The links to the calendar at `path` on this site."""
    address = absolute(path)
    return CalendarLinks(webcal=urlsplit(address)._replace(scheme="webcal").geturl(), https=address)
