"""When a date that was taken in takes place."""

from django import template

from core.formats import when
from events.models import Occurrence

register = template.Library()


@register.simple_tag
def when_of(date: Occurrence) -> str:
    return when(date.starts_at, date.ends_at)
