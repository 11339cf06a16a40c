"""What the Norwegian Meteorological Institute warns of (`WeatherWarning`)."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import fields


class WeatherWarningQuerySet(models.QuerySet["WeatherWarning"]):
    """Warnings."""

    def in_force(self, now: datetime) -> "WeatherWarningQuerySet":
        """Those that are neither over nor withdrawn, also if they begin later."""
        return self.filter(withdrawn_at=None, ends_at__gt=now)


class WeatherWarning(models.Model):
    """One orange or red warning of MET's, as its CAP file says it (OASIS CAP 1.2). Facts about the weather.

    `areas` is a list of polygons, each a list of [longitude, latitude] in WGS 84.
    """

    class Colour(models.TextChoices):
        ORANGE = "orange", _("Orange warning")
        RED = "red", _("Red warning")

    # CAP's own number of the message; an update is another message that names this one.
    identifier = fields.CharField(max_length=200, unique=True)
    # MET's name of the kind: "wind", "gale", "rain", "snow", "avalanches" …
    kind = fields.CharField(max_length=40)
    colour = models.CharField(_("colour"), max_length=6, choices=Colour)
    # In Norwegian and in English, as MET writes it.
    headline_no = fields.CharField(max_length=300, blank=True)
    headline_en = fields.CharField(max_length=300, blank=True)
    area_name = fields.CharField(max_length=300, blank=True)
    areas = models.JSONField(default=list)
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    web = fields.URLField(max_length=300, blank=True)
    read_at = models.DateTimeField(_("read at"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = WeatherWarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("weather warning")
        verbose_name_plural = _("weather warnings")
        ordering = ["begins_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="warning_ends_after_start"),
            models.CheckConstraint(condition=Q(colour__in=["orange", "red"]), name="warning_colour_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.begins_at:%Y-%m-%d}"
