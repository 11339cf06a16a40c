"""Lists and calendars of activities that are written elsewhere."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import User
from events.exchange.models import publishers_for
from home.portal.card import Card, content_group
from organisations.models import Organisation


def taking_in(user: User) -> list[Card]:
    """For who publishes for an organisation, or looks after some."""
    if not publishers_for(user).exists():
        return []
    # An editor without an organisation of their own does it for those of the municipality.
    own = Organisation.objects.with_member(user).exists()
    return [
        Card(
            group=_("Your organisation") if own else content_group(),
            title=_("Take in activities"),
            text=_("From a table, a calendar or a page that you have already."),
            url=reverse("portal_taking_in"),
            icon="upload",
        )
    ]
