"""For a municipality's and a county's editors: what organisations begin from."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import User
from events.models import givers
from home.portal.card import Card, content_group


def templates(user: User) -> list[Card]:
    if not any(places.exists() for places in givers(user)):
        return []
    return [
        Card(
            group=content_group(),
            title=_("Templates for organisations"),
            text=_("Words and choices for activities that many have. Whoever publishes begins from them."),
            url=reverse("portal_shared"),
            icon="gift",
        )
    ]
