"""Tags of the organisers' portal."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from core.templatetags.core_tags import clock, day_with_year
from events.models import Event, Occurrence

register = template.Library()


@register.filter
def day_and_time(value: datetime) -> str:
    """ "tirsdag 5. januar 2027, 18:00": with the year, because a term may begin in the next one."""
    return gettext("%(day)s, %(time)s") % {"day": day_with_year(value), "time": clock(value)}


@register.simple_tag
def coming_dates(event: Event) -> list[Occurrence]:
    """The dates of `event` that have not ended, cancelled ones among them."""
    return list(event.occurrences.upcoming(timezone.now()))
