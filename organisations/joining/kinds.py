"""The names of the messages about joining, and who each is to. `mails` makes them."""

from django.db.models import QuerySet

from core.models import User
from organisations.joining.models import Application
from organisations.roles import Capability, roles_with

CONFIRM = "joining.confirm"
DECISION = "joining.decision"
WAITING = "joining.waiting"
STILL_RIGHT = "joining.still_right"


def about(application: Application) -> str:
    return f"application:{application.pk}"


def recipient_of(application: Application) -> str:
    """The applicant, as the outbox knows them."""
    return f"application:{application.pk}"


def application_of(text: str) -> int:
    """The application that is meant by what `about` gave."""
    return int(text.removeprefix("application:"))


def editors_of(kommunenummer: str) -> "QuerySet[User]":
    """Who looks after the organisations of the municipality."""
    roles = roles_with(Capability.EDIT_DIRECTORY)
    return User.objects.filter(
        is_active=True, roles__municipality=kommunenummer, roles__role__in=roles
    ).distinct()
