"""Lists and calendars of activities that are written elsewhere."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import User
from events.exchange.models import publishers_for
from home.portal.card import Card


def taking_in(user: User) -> list[Card]:
    """For who publishes for an organisation, or looks after some."""
    if not publishers_for(user).exists():
        return []
    return [
        Card(
            group=_("Your organisation"),
            title=_("Take in activities"),
            text=_("From a table, a calendar or a page that you have already."),
            url=reverse("portal_taking_in"),
            icon="upload",
        )
    ]
