"""Small tables of numbers, which a nightly job fills: figures are made of them, and of nothing else.

Nothing here is about a person, and nothing is taken away when somebody is erased (`keeping`).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import fields
from events.models import Occurrence
from newcomers.tallies.choices import Area, By, Measure, Span
from organisations.models import Municipality, Organisation


def _number(label: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, default=0)


class Numbers(models.Model):
    """What is added up of dates. Whether somebody asked who is new: `asked_meetings`, with their heads."""

    meetings = _number("meetings")
    participants = _number("participants")
    children = _number("children")
    volunteers = _number("volunteers")
    first_timers = _number("first-timers")
    asked_meetings = _number("meetings where newcomers were counted")
    asked_participants = _number("participants of those")
    # Of the meetings where newcomers are known: those where people have said so of themselves.
    self_meetings = _number("meetings where newcomers said so themselves")
    without_heads = _number("of those, without a head count")
    newcomers = _number("newcomers")
    first_visits = _number("first visits by newcomers")
    mixed = _number("meetings with newcomers and others")
    signed_up = _number("people signed up")

    SUMS = (
        *("meetings", "participants", "children", "volunteers", "first_timers"),
        *("asked_meetings", "asked_participants", "self_meetings", "without_heads"),
        *("newcomers", "first_visits", "mixed", "signed_up"),
    )

    class Meta:
        abstract = True


class DateTally(Numbers):
    """What one organisation's dates of a month came to in a municipality, for one kind of activity."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # The first of it, on the clock in Norway.
    month = models.DateField("month")
    category = fields.CharField(max_length=20)
    language = fields.CharField(max_length=10)
    audience = fields.CharField(max_length=10)

    class Meta:
        verbose_name = "numbers of dates"
        verbose_name_plural = "numbers of dates"
        constraints = [
            models.UniqueConstraint(
                fields=["month", "municipality", "organisation", "category", "language", "audience"],
                name="date_tally_once",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="date_tally_month_is_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.municipality_id} {self.organisation_id}"


class AreaTally(Numbers):
    """The same, added up for an area and divided by one thing: as many rows for a thousand dates as for a
    million."""

    area = models.CharField("area", max_length=12, choices=Area)
    # A kommunenummer, a county's fylkesnummer, an organisation's key; "" for the nation.
    code = fields.CharField(max_length=20, blank=True)
    month = models.DateField("month")
    by = models.CharField("divided by", max_length=10, choices=By)
    # A category, a language, an audience; "" for everything.
    part = fields.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = "figures of an area"
        verbose_name_plural = "figures of areas"
        constraints = [
            models.UniqueConstraint(fields=["area", "code", "by", "month", "part"], name="area_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.area} {self.code} {self.part}"


class OfferTally(models.Model):
    """What takes place in a municipality in a month, for whom it is: public dates, counted or not."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    month = models.DateField("month")
    dates = _number("dates")
    for_children = _number("dates for children or families")
    in_the_evening = _number("dates in the evening or at the weekend")
    free = _number("dates that cost nothing")
    for_beginners = _number("dates where a little Norwegian is enough")

    WHAT = ("for_children", "in_the_evening", "free", "for_beginners")

    class Meta:
        verbose_name = "what is offered"
        verbose_name_plural = "what is offered"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "month"], name="offer_tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.municipality_id}"


class SignupTally(models.Model):
    """How many people were signed up for a date that is over: their names end, the number stays."""

    occurrence = models.OneToOneField(Occurrence, on_delete=models.CASCADE, related_name="signup_tally")
    people = _number("people")

    class Meta:
        verbose_name = "number signed up"
        verbose_name_plural = "numbers signed up"

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.people}"


class ArrivalTally(models.Model):
    """Of those who came to a municipality in a quarter: how many were sent something, asked, and answered.

    `there` is counted anew each night; `left` are those who were counted and are deleted since.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    # The first day of the quarter of arrival.
    quarter = models.DateField("quarter of arrival")
    measure = models.CharField("what", max_length=12, choices=Measure)
    there = _number("of those who are there")
    left = _number("of those who are deleted")

    class Meta:
        verbose_name = "numbers of arrivals"
        verbose_name_plural = "numbers of arrivals"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "quarter", "measure"], name="arrival_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.municipality_id} {self.measure}"

    @property
    def number(self) -> int:
        return self.there + self.left


class Edition(models.Model):
    """Figures are published once a month, all at once, and then stand: no two nights can be compared."""

    # The first of the month that it was made in.
    month = models.DateField("month", unique=True)
    made_at = models.DateTimeField("made at")

    class Meta:
        verbose_name = "edition of the figures"
        verbose_name_plural = "editions of the figures"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Figure(models.Model):
    """A published number that splits people, as it may be shown: rounded, or hidden (`protecting`)."""

    # Which of the published tables it stands in (`published.TABLES`).
    table = fields.CharField(max_length=30)
    area = models.CharField("area", max_length=12, choices=Area)
    code = fields.CharField(max_length=20, blank=True)
    span = models.CharField("time", max_length=8, choices=Span)
    start = models.DateField("from")
    measure = models.CharField("what", max_length=12, choices=Measure)
    part = fields.CharField(max_length=20, blank=True)
    # None: hidden.
    number = models.PositiveIntegerField("number", null=True, blank=True)

    class Meta:
        verbose_name = "published figure"
        verbose_name_plural = "published figures"
        constraints = [
            models.UniqueConstraint(
                fields=["area", "code", "span", "start", "measure", "table", "part"], name="figure_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.code} {self.start} {self.measure} {self.part}"


class NoFiguresMail(models.Model):
    """Somebody who wants no monthly mail with figures. Without a row those who see figures get it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "no monthly mail"
        verbose_name_plural = "no monthly mails"

    def __str__(self) -> str:
        return f"{self.user_id}"


__all__ = [
    "AreaTally",
    "ArrivalTally",
    "DateTally",
    "Edition",
    "Figure",
    "NoFiguresMail",
    "Numbers",
    "OfferTally",
    "SignupTally",
]
