"""What this room adds to the portal's front page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.portal import Card
from organisations.choices import WRITING_ROLES
from organisations.models import Municipality


def package_cards(request: HttpRequest) -> list[Card]:
    """One card for each municipality whose packages the user writes or sends."""
    return [
        Card(
            group=municipality.name,
            title=_("Welcome packages"),
            text=_("Write them, see them in each language, and send them."),
            url=reverse("package_list", args=[municipality.pk]),
            icon="gift",
            order=41,
        )
        for municipality in Municipality.objects.with_role(request.user, WRITING_ROLES)
    ]
