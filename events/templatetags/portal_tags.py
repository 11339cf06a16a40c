"""Tags of the organisers' portal."""

from datetime import datetime

from django import template
from django.utils.translation import gettext

from core.templatetags.core_tags import clock, day_with_year

register = template.Library()


@register.filter
def day_and_time(value: datetime) -> str:
    """ "tirsdag 5. januar 2027, 18:00": with the year, because a term may begin in the next one."""
    return gettext("%(day)s, %(time)s") % {"day": day_with_year(value), "time": clock(value)}
