"""Tags of the organisers' portal."""

from django import template
from django.utils import timezone

from events.models import Event, Occurrence

register = template.Library()


@register.simple_tag
def coming_dates(event: Event) -> list[Occurrence]:
    """The dates of `event` that have not ended, cancelled ones among them."""
    return list(event.occurrences.upcoming(timezone.now()))
