"""For those who see figures, and for whoever runs the site."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import User
from home.portal.card import Card
from home.portal.reader import Reader
from organisations.roles import Capability


def figures(reader: Reader) -> list[Card]:
    if not reader.reaches(Capability.SEE_FIGURES):
        return []
    return [
        Card(
            group=_("Figures"),
            title=_("Who takes part"),
            text=_("Meetings, participants and welcome packages, month by month. Download them for Excel."),
            url=reverse("figures"),
            icon="chart",
            key="figures",
        )
    ]


def running(user: User) -> list[Card]:
    """For whoever runs the site."""
    if not user.is_superuser:
        return []
    return [
        Card(
            group=_("The whole site"),
            title=_("How the site is running"),
            text=_("Database, queue, e-mail and jobs: what is away, and what to do about it."),
            url=reverse("running"),
            icon="chart",
        )
    ]
