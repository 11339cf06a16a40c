"""The rule that makes an event's dates (`Series`), each date (`Occurrence`), and what was changed of them."""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.db.models.functions import Cast, JSONObject, Now
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import fields
from core.clock import local_day, midnight
from core.formats import ONE_EVENING, day_and_time, labelled
from core.models import User
from core.quick_rows import QuickRow
from events.choices import Category, Cause
from events.models.asking import Asking
from organisations.models import Municipality, Organisation, Venue

# No date is longer than this, so a list need not look further back for what has not ended yet.
LONGEST = timedelta(days=31)


class Series(models.Model):
    """The rule that makes an event's dates. A single date is a series without a rule."""

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="series")
    # Wall-clock time in `time_zone`: 18:00 stays 18:00 across daylight saving.
    first_date = models.DateField(_("first date"))
    start_time = models.TimeField(_("starts"))
    duration = models.DurationField(_("lasts"))
    time_zone = fields.CharField(_("time zone"), max_length=40, default="Europe/Oslo")
    # RFC 5545 RRULE, RDATE and EXDATE lines in local time, without DTSTART; empty for a single date.
    recurrence = fields.TextField(_("rule"), blank=True)
    # A pause in the rule, both days in it: it is kept as it was said, so that it can be shown and changed.
    break_from = models.DateField(_("pause from"), null=True, blank=True)
    break_to = models.DateField(_("pause until"), null=True, blank=True)
    # How often a volunteer is asked whether it is on; who that is stands in `Responsible`.
    asking = models.CharField(
        _("how often to ask whether it is on"),
        max_length=6,
        choices=Asking,
        default=Asking.EACH,
        db_default=Asking.EACH,
    )
    # Most weekly activities pause when their volunteers do: see `events.dates.rests`.
    rests_at_holidays = models.BooleanField(
        _("pauses at Christmas and Easter"), default=False, db_default=False
    )
    rests_in_summer = models.BooleanField(_("pauses in summer"), default=False, db_default=False)

    class Meta:
        verbose_name = _("series of dates")
        verbose_name_plural = _("series of dates")
        constraints = [
            models.CheckConstraint(condition=Q(duration__gt=timedelta(0)), name="series_lasts"),
            models.CheckConstraint(
                condition=Q(break_from__isnull=True, break_to__isnull=True)
                | Q(break_from__isnull=False, break_to__gte=F("break_from")),
                name="series_break_has_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_date} {self.start_time:%H:%M} {self.recurrence}".strip()


def on_days(first: date, last: date, *, now: datetime) -> Q:
    """Is on one of these days in Norway, as people say it (`core.formats.last_day`).

    An exhibition is on each of its days. An evening until 01:00 is on the day that it began on, and on the
    next only while it lasts.
    """
    began = midnight(first)
    goes_on = Q(ends_at__gt=began, ends_at__gte=F("starts_at") + ONE_EVENING)
    if first <= local_day(now) <= last:
        goes_on |= Q(starts_at__lte=now, ends_at__gt=now)
    on_or_after = Q(starts_at__gte=began) | goes_on
    return on_or_after & Q(starts_at__lt=midnight(last + timedelta(days=1)))


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Dates of events."""

    def public(self) -> "OccurrenceQuerySet":
        """Those of approved events; cancelled dates are among them, and say so."""
        return self.filter(is_public=True)

    def listed(self) -> "OccurrenceQuerySet":
        """Those that lists show: public, and not of an activity that nobody has answered for in a while.

        Such an activity keeps its pages, and is back with one answer.
        """
        return self.public().filter(is_silent=False)

    def in_municipality(self, municipality: Municipality) -> "OccurrenceQuerySet":
        return self.filter(municipality=municipality)

    def scheduled(self) -> "OccurrenceQuerySet":
        """Those that take place: neither cancelled nor postponed."""
        return self.filter(status=Occurrence.Status.SCHEDULED)

    def upcoming(self, now: datetime) -> "OccurrenceQuerySet":
        """Those that have not ended: a date is upcoming until it ends."""
        return self.filter(starts_at__gt=now - LONGEST, ends_at__gt=now)

    def between(self, start: datetime, end: datetime) -> "OccurrenceQuerySet":
        """Those that start in [start, end)."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def on_days(self, first: date, last: date, *, now: datetime) -> "OccurrenceQuerySet":
        return self.filter(on_days(first, last, now=now))

    def this_week(self, now: datetime) -> "OccurrenceQuerySet":
        """What a front page calls this week: not over, and starting before the seventh midnight from now."""
        return self.upcoming(now).filter(starts_at__lt=midnight(local_day(now) + timedelta(days=7)))

    def after_key(self, starts_at: datetime, pk: int) -> "OccurrenceQuerySet":
        """Those that follow the row (starts_at, pk) in list order: keyset paging.

        Compared as a row, so that an index begins there; an "or" reads all that came before.
        """
        return self.filter(TupleGreaterThan(Tuple(F("starts_at"), F("id")), (starts_at, pk)))

    def with_cards(self) -> "OccurrenceQuerySet":
        """With all that a card of a list shows: two queries, however many rows."""
        return self.with_rows_of_cards().prefetch_related("event__texts")

    def with_rows_of_cards(self) -> "OccurrenceQuerySet":
        """The same without the words of the activity: one query."""
        return self.select_related("event", "organisation", "venue", "municipality", "responsible", "warning")

    def for_user(self, user: User | AnonymousUser) -> "OccurrenceQuerySet":
        """Those of the organisations that `user` is a member of."""
        if user.is_authenticated and user.is_superuser:
            return self
        return self.filter(organisation__in=Organisation.objects.for_user(user).values("pk"))


class Occurrence(QuickRow, models.Model):
    """One date of an event. What lists filter by stands on the row itself."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Takes place")
        CANCELLED = "cancelled", _("Cancelled")
        # It takes place another day, and nobody knows yet which.
        POSTPONED = "postponed", _("Postponed")

    # In addresses, calendar files and links: it never changes, whatever is done to the date. Defaults in the
    # database are for programs of the version before, which may still be running while this one starts.
    public_id = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    # How often the date itself was changed.
    sequence = models.PositiveIntegerField(default=0, db_default=0)
    # How often what it repeats was changed while it was to come: the activity's words and facts, the name and
    # address of the place, the organiser's name. An undo of its own change is none of it.
    restated = models.PositiveIntegerField(default=0, db_default=0)
    # A digest of the activity's words and facts as they last were (`events.dates.restating`).
    restated_from = fields.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    # When anything that is seen of it was last changed.
    changed_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    # Without an index of its own: each is found by the first column of another.
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="occurrences", db_index=False)
    # The local slot that the rule gives for it, in RFC 5545 form: "20270105T180000". It follows the rule;
    # a date that was changed alone has another time than its slot.
    original_slot = fields.CharField(_("original time"), max_length=15)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SCHEDULED)
    # Changed alone by the organiser: the series no longer moves it.
    is_edited = models.BooleanField(_("changed alone"), default=False)
    # Has a place of its own: the event's no longer moves it.
    has_own_venue = models.BooleanField(default=False, db_default=False)
    # What the organiser says of this date alone, and why it is cancelled or postponed, in their language.
    note = fields.CharField(_("note"), max_length=300, blank=True, default="", db_default="")
    reason = fields.CharField(_("reason"), max_length=300, blank=True, default="", db_default="")
    # Why, as a choice; what there is no choice for stands in `reason` alone.
    cause = models.CharField(max_length=10, choices=Cause, blank=True, default="", db_default="")

    event = models.ForeignKey(
        "events.Event", on_delete=models.CASCADE, related_name="occurrences", db_index=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="occurrences")
    # Its index stands below: of a text Django makes two, one of them for beginnings, which nobody looks for.
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="occurrences", db_index=False
    )
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, related_name="occurrences")
    category = models.CharField(_("category"), max_length=20, choices=Category)
    # What else a list can be narrowed to: see `events.traits`, which alone writes them.
    traits = ArrayField(models.CharField(max_length=16), default=list, db_default=[], editable=False)
    is_public = models.BooleanField(_("public"), default=False)
    # Was it ever? Then somebody may have its address: it is cancelled, never removed.
    was_public = models.BooleanField(default=False, db_default=False)

    # Is it on? When somebody was asked, when somebody said yes, and who answers for it. A no is the status.
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    responsible = models.ForeignKey(
        "events.Responsible",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    # How many came to the date before, as was said with the yes.
    came_last = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    # Nobody has answered for the activity in a while: lists leave it out until somebody does.
    is_silent = models.BooleanField(default=False, db_default=False, editable=False)
    # The weather that somebody should know of before they set out.
    warning = models.ForeignKey(
        "events.WeatherWarning",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="dates",
        db_index=False,
    )

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "original_slot"], name="occurrence_slot_unique"),
            models.CheckConstraint(
                condition=Q(status__in=["scheduled", "cancelled", "postponed"]),
                name="occurrence_status_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="occurrence_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "starts_at", "id"],
                include=["ends_at", "category", "traits"],
                condition=Q(is_public=True, is_silent=False),
                name="occurrence_public_list",
            ),
            # What is online is asked for from everywhere, and counted beside every list.
            models.Index(
                fields=["starts_at", "id"],
                include=["ends_at", "municipality", "category", "status", "series"],
                condition=Q(is_public=True, is_silent=False, traits__contains=["online"]),
                name="occurrence_public_online",
            ),
            models.Index(fields=["event", "starts_at"], name="occurrence_event_dates"),
            models.Index(fields=["municipality"], name="occurrence_municipality"),
            # Few dates have either.
            models.Index(
                fields=["responsible"], condition=Q(responsible__isnull=False), name="occurrence_responsible"
            ),
            models.Index(fields=["warning"], condition=Q(warning__isnull=False), name="occurrence_warned"),
            # Whoever answers is asked about what begins soon, wherever it is; programs, about the country.
            models.Index(fields=["starts_at"], condition=Q(is_public=True), name="occurrence_begins"),
            # Of what has begun and goes on, all but these few began within half a day.
            models.Index(
                fields=["starts_at"],
                condition=Q(is_public=True)
                & Q(GreaterThanOrEqual(F("ends_at") - F("starts_at"), Value(ONE_EVENING))),
                name="occurrence_public_long",
            ),
            # What there is little of is found at once, however much else there is.
            models.Index(
                fields=["category"],
                condition=Q(is_public=True, is_silent=False),
                name="occurrence_public_kind",
            ),
            GinIndex(
                fields=["traits"],
                condition=Q(is_public=True, is_silent=False),
                name="occurrence_public_traits",
            ),
        ]

    def __str__(self) -> str:
        return labelled(str(self.event), day_and_time(self.starts_at))

    def save(self, *args, **kwargs) -> None:
        self.was_public = self.was_public or self.is_public
        super().save(*args, **kwargs)

    def now_changed(self, now: datetime) -> None:
        """Note that something people see of it is different. Nothing is saved here. `now` is UTC."""
        self.sequence += 1
        self.changed_at = now

    @property
    def calendar_sequence(self) -> int:
        """The SEQUENCE of its calendar files (RFC 5545 section 3.8.7.4): it never falls."""
        return self.sequence + self.restated

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def is_postponed(self) -> bool:
        return self.status == self.Status.POSTPONED

    @property
    def takes_place(self) -> bool:
        return self.status == self.Status.SCHEDULED

    def shows_online_link(self, *, now: datetime, for_participant: bool = False) -> bool:
        """Whether the link to take part online is shown: while there is something to take part in.

        Those who sign up get it with their sign-up: it is not for everyone who finds the page.
        """
        if not self.event.online_url or not self.takes_place or self.ends_at <= now:
            return False
        return for_participant or not self.event.takes_signups


class ChangeOfDatesQuerySet(models.QuerySet["ChangeOfDates"]):
    """Changes of dates."""

    def that_cancel(self, occurrence_id: F | OuterRef) -> "ChangeOfDatesQuerySet":
        """Those that called this date off, or gave another reason for it, and were not undone."""
        was_on = Func(
            F("before"),
            Value("$.rows[*] ? (@.id == $id && @.status != $off)"),
            JSONObject(id=occurrence_id, off=Value(Occurrence.Status.CANCELLED)),
            function="jsonb_path_exists",
            output_field=models.BooleanField(),
        )
        is_about = Func(
            F("before__after"),
            Cast(occurrence_id, models.TextField()),
            function="jsonb_exists",
            output_field=models.BooleanField(),
        )
        return self.filter(Q(was_on) | Q(what="cancel_date") & Q(is_about), undone_at=None)


class ChangeOfDates(models.Model):
    """What one press of a button did to dates, and what stood there before, so that it can be undone."""

    # Also what tells one telling of people from the next.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="changes_of_dates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # The name of the service: "move_date", "reschedule".
    what = fields.CharField(max_length=20)
    made_at = models.DateTimeField()
    # Rows as they stood: see `events.dates.undoing`.
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ChangeOfDatesQuerySet.as_manager()

    class Meta:
        verbose_name = "change of dates"
        verbose_name_plural = "changes of dates"
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["event", "-made_at"], name="change_of_dates_newest")]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.what}"
