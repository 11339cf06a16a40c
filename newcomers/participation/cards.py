"""What this room adds to the portal's front page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.portal import Card
from organisations.models import Municipality


def figures_card(request: HttpRequest) -> list[Card]:
    """One card, for those who see the figures of any municipality."""
    if not Municipality.objects.with_figures_for(request.user).exists():
        return []
    return [
        Card(
            group=_("Figures"),
            title=_("Who takes part"),
            text=_("Meetings, participants and welcome packages, month by month. Download them for Excel."),
            url=reverse("figures"),
            icon="chart",
            order=70,
        )
    ]
