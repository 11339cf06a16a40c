"""What an organiser can ask, and what somebody can need: choices translate themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Answered(models.TextChoices):
    """How a question is answered. Nobody writes a free text (legal.md L12)."""

    CHOICE = "choice", _("One of some choices")
    NUMBER = "number", _("A number")
    YES_NO = "yes_no", _("Yes or no")


class Until(models.TextChoices):
    """How long the answers to a question are kept."""

    DAY_AFTER = "day_after", _("Until the day after the activity")
    SIGNUP = "signup", _("As long as the sign-up")


class Need(models.TextChoices):
    """Help that somebody needs to take part."""

    INTERPRETER = "interpreter", _("An interpreter")
    TRANSPORT = "transport", _("Somebody who drives me")
    CHILDCARE = "childcare", _("Somebody who looks after my children")
