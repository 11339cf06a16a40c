"""What this room adds to the portal's front page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.portal import Card
from organisations.choices import WELCOMING_ROLES
from organisations.models import Municipality


def newcomer_cards(request: HttpRequest) -> list[Card]:
    """One card for each municipality where the user welcomes people."""
    return [
        Card(
            group=municipality.name,
            title=_("Newcomers"),
            text=_("Who has moved here: upload a list or add one person."),
            url=reverse("newcomer_list", args=[municipality.pk]),
            icon="people",
            order=40,
        )
        for municipality in Municipality.objects.with_role(request.user, WELCOMING_ROLES)
    ]
