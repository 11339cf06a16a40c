"""What was made, of what, and when somebody last wanted it."""

from datetime import datetime, timedelta

from django.db import models

from core import fields

# Longer than a worker needs that has other things to do first.
LATE_AFTER = timedelta(seconds=30)


def place_of(made: "MadeFile", filename: str) -> str:
    return f"made/{made.digest[:2]}/{filename}"


class MadeFile(models.Model):
    """A typeset file, known by a digest of all that it is made of: what has changed is another file.

    Nothing in it is secret. It goes when nobody has wanted it for a while, and can be made again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be made"
        MADE = "made", "Made"
        FAILED = "failed", "Could not be made"

    digest = fields.CharField(max_length=64, unique=True)
    template = fields.CharField(max_length=60)
    format = models.CharField(max_length=4, choices=[("pdf", "PDF"), ("png", "PNG")])
    # Until it is made.
    values = models.JSONField(default=dict)
    file = models.FileField(upload_to=place_of, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    handed_over_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "made file"
        verbose_name_plural = "made files"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "made", "failed"]), name="made_file_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.digest[:8]}"

    @property
    def is_made(self) -> bool:
        return self.state == self.State.MADE

    @property
    def has_failed(self) -> bool:
        return self.state == self.State.FAILED

    def is_late(self, *, now: datetime) -> bool:
        """Whether it takes so long that no worker may be there."""
        return self.state == self.State.WAITING and now - self.asked_at > LATE_AFTER
