"""What is told of dates: how each stood before a change (`DateNews`)."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from events.models.dates import Occurrence


class DateNews(models.Model):
    """What happened to one date in one change, for those who mean to come: how it stood before.

    How it stands now the date says itself, when the message is made.
    """

    change_id = models.UUIDField()
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "news of a date"
        verbose_name_plural = "news of dates"
        ordering = ["id"]
        # From when sign-ups alone told of dates; programs of that version may still be running.
        db_table = "signups_datenews"
        constraints = [
            models.UniqueConstraint(fields=["change_id", "occurrence"], name="date_news_once_a_change")
        ]
        indexes = [models.Index(fields=["occurrence", "-made_at"], name="date_news_newest")]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.change_id}"
