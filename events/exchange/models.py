"""Where activities come from that are written elsewhere, what was taken in of them, and what a person looks
at before it is taken in.
"""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import PersonalRow, User
from core.privacy.purposes import ACCOUNT
from events.models import Event, Occurrence
from organisations.models import Organisation

# What nobody came back to is gone the day after.
UNFINISHED_FOR = timedelta(days=1)


def publishers_for(user: User | AnonymousUser) -> models.QuerySet[Organisation]:
    """The organisations that `user` may take activities in for: their own, and those they look after."""
    own = Organisation.objects.for_user(user).values("pk")
    edited = Organisation.objects.edited_by(user).values("pk")
    return Organisation.objects.filter(Q(pk__in=own) | Q(pk__in=edited))


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources."""

    def for_user(self, user: User | AnonymousUser) -> "SourceQuerySet":
        """Those of the organisations that `user` may take activities in for."""
        return self.filter(organisation__in=publishers_for(user).values("pk"))

    def to_look_at(self, user: User) -> "SourceQuerySet":
        """Calendars of `user`, which are those of their organisations and those that they subscribed to
        themselves, that wait for somebody: people were told that they cannot be read, they ask something, or
        have news.
        """
        own = Organisation.objects.with_member(user).values("pk")
        calendars = self.filter(kind=Source.Kind.SUBSCRIPTION)
        theirs = calendars.filter(Q(organisation__in=own) | Q(created_by=user)).for_user(user)
        away = Q(state__in=(Source.State.FAILING, Source.State.STOPPED), answers__has_key="told")
        asks = Q(answers__asks_zone=True) | Q(answers__news__has_key="new")
        return theirs.filter(away | (asks & ~Q(state=Source.State.STOPPED)))

    def due(self, now: datetime) -> "SourceQuerySet":
        """Those that are to be fetched by now (UTC)."""
        return self.filter(kind__in=Source.FETCHED, state__in=Source.ASKED, next_fetch_at__lte=now)


class Source(models.Model):
    """Where an organisation's activities are written: a file that it uploads, a calendar, a page."""

    class Kind(models.TextChoices):
        FILE = "file", _("File")
        SUBSCRIPTION = "subscription", _("Calendar")
        PAGE = "page", _("Page")

    class State(models.TextChoices):
        # A file is read when somebody uploads it, and never by itself.
        ACTIVE = "active", _("Active")
        # The last answer was none, or nonsense: it is asked again, less and less often.
        FAILING = "failing", _("Cannot be read now")
        # Somebody has stopped it here, or it has said no for good.
        STOPPED = "stopped", _("Stopped")

    FETCHED = (Kind.SUBSCRIPTION,)
    ASKED = (State.ACTIVE, State.FAILING)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=12, choices=Kind)
    # What people call it: the file's name, or what the calendar says of itself.
    name = fields.CharField(_("name"), max_length=150)
    address = fields.URLField(_("web address"), max_length=1000, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"))
    # What a person has answered to what was not clear in it: {"time_zone": {"Custom": "Europe/Oslo"}}.
    answers = models.JSONField(default=dict, blank=True)

    # Politely fetched (RFC 9110, section 8.8): what the last good answer said of itself.
    etag = fields.CharField(max_length=300, blank=True)
    modified = fields.CharField(max_length=100, blank=True)
    last_fetched_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    next_fetch_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # In a row; 0 after a good answer.
    failures = models.PositiveSmallIntegerField(default=0)
    # What was wrong last, as a short word of ours: the page says it in the reader's language.
    says = fields.CharField(max_length=60, blank=True)
    # A digest of what was read last: the same again is nothing to look at.
    digest = fields.CharField(max_length=64, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = "source of activities"
        verbose_name_plural = "sources of activities"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "name", "address"], name="source_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=["file", "subscription", "page"]), name="source_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["active", "failing", "stopped"]), name="source_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="file") | ~Q(address=""), name="source_that_is_no_file_has_an_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TakenIn(models.Model):
    """One date, or one series of them, of a source that was taken in. It is known by (source, UID,
    RECURRENCE-ID), and by its fingerprint where a source gives other UIDs each time.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="taken_in")
    uid = fields.CharField(max_length=500, blank=True)
    recurrence_id = fields.CharField(max_length=40, blank=True)
    # A digest of title, place and local time.
    fingerprint = fields.CharField(max_length=64)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="taken_in")
    # The date, where it is one of several of its activity.
    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Digests, by field: of what the source said last, and of what became of it here. What the activity says
    # otherwise by now was written here, and stays.
    values = models.JSONField(default=dict)
    here = models.JSONField(default=dict)
    taken_at = models.DateTimeField()
    # The source has it no longer, and somebody has said what that means.
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "taken in"
        verbose_name_plural = "taken in"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "uid", "recurrence_id"], condition=~Q(uid=""), name="taken_in_uid_unique"
            ),
        ]
        indexes = [models.Index(fields=["source", "fingerprint"], name="taken_in_fingerprint")]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.uid or self.fingerprint[:12]}"


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads."""

    def for_user(self, user: User | AnonymousUser) -> "UploadQuerySet":
        """Nobody else sees what somebody is looking through, superusers neither."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def being_taken_in(self) -> "UploadQuerySet":
        """Those of which something is left that somebody has said yes to."""
        left = UploadRow.objects.filter(upload=OuterRef("pk"), outcome__isnull=True)
        return self.filter(Exists(left), taken_at__isnull=False)


class Upload(PersonalRow):
    """What somebody has brought and is looking through. Of the file only its rows are kept, for a day."""

    purpose = ACCOUNT.slug

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="uploads")
    created_at = models.DateTimeField()
    # What is wrong with all of it; and its columns that nobody has a use for.
    problems = models.JSONField(default=list)
    ignored = ArrayField(fields.CharField(max_length=60), default=list, blank=True)
    # What was answered once for all rows: {"year": 2027, "places": {"biblioteket": "12"}}.
    answers = models.JSONField(default=dict)
    # From when on it is being taken in: nothing in it is changed any longer.
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "upload"
        verbose_name_plural = "uploads"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.public_id)


class UploadRow(models.Model):
    """One activity of an upload. `cells` are a table's, by what they are about; `candidates` a calendar's."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    raw = models.JSONField(default=dict)
    cells = models.JSONField(default=dict)
    candidates = models.JSONField(default=list)
    # What was corrected, by the same names as `cells`; and whether it is to be taken in. None: as proposed.
    typed = models.JSONField(default=dict)
    is_ticked = models.BooleanField(null=True, blank=True)
    # What became of it: [["made", title, event]]. None: nothing yet.
    outcome = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = "row of an upload"
        verbose_name_plural = "rows of an upload"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="upload_row_unique"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class PublicChange(models.Model):
    """That something which the public may see was made, changed, hidden or deleted, where it was then.

    Triggers of the database write it (`migrations/0003_public_changes.py`), in the transaction that does it
    and whichever way it is done. What it is now, whoever asks looks up: what is not shown any longer is gone.
    """

    class Kind(models.TextChoices):
        DATE = "date", "date"
        EVENT = "event", "activity"
        ORGANISATION = "organisation", "organisation"
        VENUE = "venue", "place"

    # Programs that follow ask more often than that.
    KEPT = timedelta(days=60)

    kind = models.CharField(max_length=12, choices=Kind)
    # Of a date its public id, else the row's number.
    key = fields.CharField(max_length=36)
    # A kommunenummer, and no relation: it stands here after the row it is about has gone.
    municipality = fields.CharField(max_length=4)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "change of what the public sees"
        verbose_name_plural = "changes of what the public sees"
        indexes = [
            models.Index(fields=["kind", "municipality", "at", "id"], name="public_change_order"),
            # It is added to at the end alone, and ends at the other.
            BrinIndex(fields=["at"], name="public_change_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
