"""Kinds of packages, steps, channels and questions, as they are stored."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class PackageKind(models.TextChoices):
    WELCOME = "welcome", _("Welcome package")
    # Once, to a selection: it has one step, and no time of its own.
    MESSAGE = "message", _("Message")


class StepKind(models.TextChoices):
    """When after arrival a step is meant for."""

    ARRIVAL = "arrival", _("On arrival")
    MONTH_1 = "month_1", _("After 1 month")
    MONTH_3 = "month_3", _("After 3 months")
    MONTH_6 = "month_6", _("After 6 months")
    MONTH_12 = "month_12", _("After 12 months")
    DAYS = "days", _("After a number of days")
    # The only step of a message.
    MESSAGE = "message", _("When it is sent")


# Whole months after arrival; `DAYS` says how many itself, and a message has no time.
MONTHS: Mapping[str, int] = {
    StepKind.ARRIVAL: 0,
    StepKind.MONTH_1: 1,
    StepKind.MONTH_3: 3,
    StepKind.MONTH_6: 6,
    StepKind.MONTH_12: 12,
}
# For putting steps in order only: when something is due is counted in months.
DAYS_IN_A_MONTH = 30


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    # On paper: handed over, or posted.
    BOOKLET = "booklet", _("Booklet")


class Question(models.TextChoices):
    FOUND = "found", _("Have you found something?")
    COMPANY = "company", _("Would you like company the first time?")
    STILL_HERE = "still_here", _("Do you still live here?")
    # Asked on the page of the answer, never by a letter.
    CONTACT = "contact", _("Would you like that a host gets in touch?")


# What a letter can ask.
OF_LETTERS = (Question.FOUND, Question.COMPANY, Question.STILL_HERE)


class TextState(models.TextChoices):
    """Who wrote a translation. What it is worth now follows from the hash of what it was made from."""

    HUMAN = "human", _("Written by a person")
    MACHINE = "machine", _("Translated by a machine")
