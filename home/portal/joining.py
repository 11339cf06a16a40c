"""For a municipality's editors: organisations that want to join."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.isolation import filled
from core.models import User
from home.portal.card import Card, content_group
from organisations.joining.models import Application
from organisations.models import Municipality
from organisations.roles import Capability


def joining(user: User) -> list[Card]:
    """Whoever waits, and otherwise the way to them."""
    if not Municipality.objects.where_user_may(user, Capability.EDIT_DIRECTORY).exists():
        return []
    waiting = Application.objects.edited_by(user).waiting().count()
    text = ngettext(
        "%(number)d organisation waits for an answer.",
        "%(number)d organisations wait for an answer.",
        waiting,
    )
    return [
        Card(
            group=content_group(),
            title=_("Organisations that want to join"),
            text=filled(text, number=waiting)
            if waiting
            else _("Who wants to publish, and what the register says of them."),
            url=reverse("portal_joining"),
            icon="people",
            is_first=bool(waiting),
        )
    ]
