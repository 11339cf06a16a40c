"""What is counted, of what, and how it came to be known."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newcomers.welcome.choices import StepKind


class Area(models.TextChoices):
    """Whose figures they are."""

    ORGANISATION = "organisation", _("Organisation")
    MUNICIPALITY = "municipality", _("Municipality")
    REGION = "region", _("Region")
    COUNTY = "county", _("County")
    NATION = "nation", _("Norway")


class By(models.TextChoices):
    """What figures are divided by; everything together is a division of its own, with one part."""

    ALL = "all", _("Everything")
    CATEGORY = "category", _("Kind of activity")
    LANGUAGE = "language", _("Language")
    AUDIENCE = "audience", _("Who it is for")


class Span(models.TextChoices):
    """How long a published figure's time is."""

    MONTH = "month", _("Month")
    QUARTER = "quarter", pgettext_lazy("three months", "Quarter")
    YEAR = "year", _("Year")


class Kind(models.TextChoices):
    """How a figure came to be known, as Finland's indicators of integration say it."""

    COUNTED = "counted", _("Counted at the door")
    SELF_COUNTED = "self", _("Said by people themselves, at the door")
    ANSWERED = "answered", _("Answered by people themselves")
    REGISTERED = "sent", _("Noted by the system")


class Measure(models.TextChoices):
    """What splits people, and is published protected (`editions`)."""

    NEWCOMERS = "newcomers", _("Newcomers")
    FIRST_VISITS = "first_visits", _("First visits by newcomers")
    MIXED = "mixed", _("Meetings with newcomers and others")
    FIRST_TIMERS = "first_timers", _("First-timers")
    # By quarter of arrival.
    PACKAGES = "packages", _("Packages sent")
    ASKED_1 = "asked_1", _("Asked after one month")
    ANSWERED_1 = "answered_1", _("Answered after one month")
    FOUND_1 = "found_1", _("Had found something after one month")
    ASKED_3 = "asked_3", _("Asked after three months")
    ANSWERED_3 = "answered_3", _("Answered after three months")
    FOUND_3 = "found_3", _("Had found something after three months")
    ASKED_12 = "asked_12", _("Asked after twelve months")
    ANSWERED_12 = "answered_12", _("Answered after twelve months")
    HERE_12 = "here_12", _("Still here after twelve months")
    ASKED_48 = "asked_48", _("Asked after four years")
    ANSWERED_48 = "answered_48", _("Answered after four years")
    HERE_48 = "here_48", _("Still here after four years")


OF_DATES = (Measure.NEWCOMERS, Measure.FIRST_VISITS, Measure.MIXED, Measure.FIRST_TIMERS)
OF_ARRIVALS = tuple(measure for measure in Measure if measure not in OF_DATES)

# What is a part of what: where the whole is hidden its part is, so that the part says nothing of it.
PART_OF = {
    Measure.FIRST_VISITS: Measure.NEWCOMERS,
    **{Measure(f"asked_{months}"): Measure.PACKAGES for months in (1, 3, 12)},
    **{Measure(f"answered_{months}"): Measure(f"asked_{months}") for months in (1, 3, 12, 48)},
    **{Measure(f"found_{months}"): Measure(f"answered_{months}") for months in (1, 3)},
    **{Measure(f"here_{months}"): Measure(f"answered_{months}") for months in (12, 48)},
}

# Which steps ask, by the months after arrival. After four years no step does.
STEPS = {1: StepKind.MONTH_1, 3: StepKind.MONTH_3, 12: StepKind.MONTH_12}
# How many months after the quarter of arrival nearly all answers are in.
SETTLED = {0: 0, 1: 2, 3: 4, 12: 13, 48: 49}

# An activity with more languages than one stands in a part of its own: parts add up.
SEVERAL = "several"
UNKNOWN = "none"
