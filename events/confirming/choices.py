"""Why somebody is asked whether a date is on, what they answer, and what becomes of the answer."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """What made us ask. The first three are the turns of `Asking`; the others come out of turn."""

    EACH = "each", _("Its turn")
    WEEKLY = "weekly", _("Once a week")
    TERM = "term", _("The term begins")
    HOLIDAY = "holiday", _("A day on which many are free")
    MOVED = "moved", _("It was moved")
    WARNING = "warning", _("A weather warning")


class Answer(models.TextChoices):
    YES = "yes", _("It is on")
    NO = "no", _("It is not on")


class Outcome(StrEnum):
    """What an answer did."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    # Nothing, and why: it has ended; somebody else has cancelled or postponed it; it has another time now;
    # it is not announced any longer.
    OVER = "over"
    CANCELLED_BY_OTHERS = "cancelled_by_others"
    MOVED = "moved"
    TAKEN_DOWN = "taken_down"
