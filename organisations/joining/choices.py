"""How far an application has come, and what the register has said about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Nobody is bothered with what is not confirmed by the link in the applicant's mail."""

    UNCONFIRMED = "unconfirmed", _("The e-mail address is not confirmed")
    WAITING = "waiting", _("Waits for the municipality")
    ASKED = "asked", _("Waits for an answer from the applicant")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Lookup(models.TextChoices):
    """What has come of asking the register for the number."""

    NONE = "none", _("Not looked up")
    PENDING = "pending", _("Is looked up now")
    LATER = "later", _("The register does not answer: it is asked again")
    FOUND = "found", _("Found in the register")
    UNKNOWN = "unknown", _("The register does not have this number")
    GONE = "gone", _("The register says that it no longer exists")
