"""What public pages say of an organisation that nobody has heard from for long."""

from datetime import datetime

from django import template
from django.utils import timezone

from organisations.joining import yearly
from organisations.models import Organisation

register = template.Library()


@register.simple_tag
def silent_since(organisation: Organisation) -> datetime | None:
    """When somebody last gave a sign of life, where that is more than 14 months ago. One query."""
    return yearly.silent_since(organisation, now=timezone.now())
