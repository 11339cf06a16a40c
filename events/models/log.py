"""What has happened to an activity: one row for each change and decision, written once and never again."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from core import fields
from events.choices import ActingAs, Happened


class LogEntryQuerySet(models.QuerySet["LogEntry"]):
    """Rows of the log. They are read; a whole activity takes its own with it."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("The log is only added to.")

    def delete(self) -> NoReturn:
        raise TypeError("The log is only added to.")

    def of(self, event_id: int) -> "LogEntryQuerySet":
        """The newest first."""
        return self.filter(event=event_id).order_by("-at", "-pk")


class LogEntry(models.Model):
    """One change or decision: who, when, what it was before and after, and why."""

    What = Happened
    ActingAs = ActingAs

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="log", db_index=False)
    at = models.DateTimeField()
    # Empty for what the site did by itself, and for whoever has no account any longer.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    acting_as = models.CharField(max_length=10, choices=ActingAs, blank=True)
    what = models.CharField(max_length=20, choices=Happened)
    # Of what was changed, how it stood and how it stands: see `events.moderation.compare`.
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    why = fields.TextField(blank=True, max_length=2000)
    # The number of the version that it is about. Old versions end by the clock; the row stays.
    version = models.BigIntegerField(null=True, blank=True)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entry in the log"
        verbose_name_plural = "entries in the log"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["event", "-at"], name="log_of_an_event"),
            # The first page of everybody's is read without the rest of it.
            models.Index(fields=["-at", "-id"], name="log_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(what__in=Happened.values),
                name="log_what_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The log is only added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The log is only added to.")
