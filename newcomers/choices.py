"""The choices of a newcomer and of what is done for them: each says itself in every language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.choices import Category

# Never kept about a person: it would say what they believe (GDPR article 9).
INTERESTS = [(value, label) for value, label in Category.choices if value != Category.FAITH]
# The largest number of children in one band that is believed.
MOST_CHILDREN = 12


class Situation(models.TextChoices):
    """How people say it of themselves. Used for what they are sent, and for whom it is sent to."""

    FAMILY = "family", _("A family with children")
    STUDENT = "student", _("Student")
    WORK = "work", _("Came for work")
    SINGLE = "single", _("Lives alone")


class Wish(models.TextChoices):
    """How somebody wants to hear from the municipality."""

    BEST = "best", _("However it reaches them")
    EMAIL = "email", _("By e-mail")
    SMS = "sms", _("By text message")
    BOOKLET = "booklet", _("On paper")


class Source(models.TextChoices):
    """Where the municipality has an address from (GDPR article 14 has the person told)."""

    LIST = "list", _("From the municipality's list")
    TYPED = "typed", _("Typed in by the host")
    ASKED = "asked", _("Asked on this site")
    WAY_IN = "way_in", _("Asked by a link or QR code")


class AddressFault(models.TextChoices):
    """Why an e-mail address is set aside: nothing more is sent to it until it is corrected."""

    NO_MAILBOX = "no_mailbox", _("There is no such mailbox")
    NO_SERVER = "no_server", _("There is no mail server at this address")
    FULL = "full", _("The mailbox has been full for a long time")
    REFUSED = "refused", _("The mail server takes no e-mails from us")
    COMPLAINED = "complained", _("The e-mail was marked as unwanted")


class Offer(models.TextChoices):
    """What a host has offered somebody. There is no room for words: those would be a case file."""

    CALLED = "called", _("We talked on the phone")
    MET = "met", _("We met")
    SHOWN_AROUND = "shown_around", _("Was shown around")
    COMPANY = "company", _("Was offered company to an activity")
    INVITED = "invited", _("Was invited to an activity")
    COURSE = "course", _("Was told about Norwegian courses")
    WORK = "work", _("Was told about work")
    CHILDREN = "children", _("Was told about school and kindergarten")
    HOUSING = "housing", _("Was told about housing")
    HANDED_OVER = "handed_over", _("Was given the booklet")


class WayInKind(models.TextChoices):
    """Who hands out a link."""

    EMPLOYER = "employer", _("Employer")
    SCHOOL = "school", _("School or kindergarten")
    LIBRARY = "library", _("Library")
    SERVICE = "service", _("Citizen service")
    OTHER = "other", _("Others")
