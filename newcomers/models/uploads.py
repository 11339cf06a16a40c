"""A list of people that somebody is looking through, and what a municipality's columns are about."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import fields, privacy
from core.models import PersonalRow, User
from organisations.models import Municipality, where_user_may
from organisations.roles import Capability


class PeopleUploadQuerySet(models.QuerySet["PeopleUpload"]):
    """Lists."""

    def for_user(self, user: User | AnonymousUser) -> "PeopleUploadQuerySet":
        """Those of the municipalities where `user` is host or admin: a colleague can finish it."""
        return where_user_may(self, "municipality", user, Capability.WELCOME)

    def waiting(self) -> "PeopleUploadQuerySet":
        """Those that are being read, taken in, or undone."""
        state = PeopleUpload.State
        is_undone = Q(state=state.UNDONE, about__undoing=True)
        return self.filter(Q(state__in=(state.READING, state.TAKING)) | is_undone)


class PeopleUpload(PersonalRow):
    """A list of people. Of the file its cells are kept, sealed, for a day, without what may never be."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        READY = "ready", _("To be looked through")
        TAKING = "taking", _("Being taken in")
        DONE = "done", _("Taken in")
        UNDONE = "undone", _("Undone")

    purpose = privacy.WELCOME.slug

    # Of the upload, and of everybody who came with it (`Newcomer.import_batch`).
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="people_uploads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    name = fields.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    sealed = models.BinaryField()
    # What somebody has chosen: {"sheet": 1, "encoding": "cp1250", "columns": {"merknad": "language"}}.
    chosen = models.JSONField(default=dict, blank=True)
    # What there is to say of the whole, without a word about a person but the readings of a few names.
    about = models.JSONField(default=dict, blank=True)
    lines = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # How many were made, were here already, have erased themselves here, or stand in it twice.
    made = models.PositiveIntegerField(default=0)
    here = models.PositiveIntegerField(default=0)
    forgotten = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = PeopleUploadQuerySet.as_manager()

    class Meta:
        verbose_name = "list of people"
        verbose_name_plural = "lists of people"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["reading", "ready", "taking", "done", "undone"]),
                name="people_upload_state_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_being_undone(self) -> bool:
        return self.state == self.State.UNDONE and bool(self.about.get("undoing"))

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody is reading it, taking it in, or undoing that."""
        return self.state in (self.State.READING, self.State.TAKING) or self.is_being_undone


class PeopleUploadRow(models.Model):
    """One household of a list that is not taken in yet. With `problems` it waits to be corrected."""

    upload = models.ForeignKey(PeopleUpload, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    # What is understood, by the names of `Person`; and what the cells that are wrong say.
    person = models.JSONField(default=dict)
    typed = models.JSONField(default=dict, blank=True)
    # [[field, message, reason, [proposals]], …]
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = "row of a list of people"
        verbose_name_plural = "rows of a list of people"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="people_upload_row_unique"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class KnownColumn(models.Model):
    """What a heading in a municipality's lists is about, because somebody has said so. "" is nothing."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="known_columns")
    heading = fields.CharField(max_length=60)
    about = fields.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "known column"
        verbose_name_plural = "known columns"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "heading"], name="known_column_unique"),
        ]

    def __str__(self) -> str:
        return self.heading
