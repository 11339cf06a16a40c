"""How a municipality welcomes: what holds for all of its packages and people, until it says otherwise."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import fields
from organisations.models import Municipality

FIRST_HOUR, LAST_HOUR = 9, 17


class WelcomeSettings(models.Model):
    """One municipality's choices. Where there is no row, the defaults here hold: ask `settings_of`."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, primary_key=True, related_name="welcome_settings"
    )
    # BCP 47: what a new package is translated into. Empty: the languages of the site.
    languages = ArrayField(
        models.CharField(max_length=10), verbose_name=_("languages of packages"), default=list, blank=True
    )
    # On the clock in Norway: a new step leaves from `from_hour`, and not from `to_hour` on.
    from_hour = models.PositiveSmallIntegerField(
        _("not before (hour of the day)"), default=FIRST_HOUR, validators=[MaxValueValidator(23)]
    )
    to_hour = models.PositiveSmallIntegerField(
        _("not after (hour of the day)"),
        default=LAST_HOUR,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    # Where newcomers' answers go. Empty: to whoever started the sending.
    reply_to = fields.EmailField(_("answers go to"), blank=True, default="", db_default="")
    # Whether the municipality's public page takes who asks to be welcomed.
    can_be_asked_for = models.BooleanField(_("people can ask for the package"), default=True, db_default=True)
    # Whether who is new on the list gets the first step without anybody pressing a button.
    goes_by_itself = models.BooleanField(
        _("new people get it by themselves"), default=False, db_default=False
    )

    class Meta:
        verbose_name = _("settings of welcoming")
        verbose_name_plural = _("settings of welcoming")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_hour__lt=F("to_hour"), to_hour__lte=24), name="welcome_hours_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.municipality_id


def settings_of(municipality: Municipality | str) -> WelcomeSettings:
    """What holds in a municipality (or in the one with this kommunenummer): one query. Changes nothing."""
    number = municipality if isinstance(municipality, str) else municipality.pk
    found = WelcomeSettings.objects.filter(municipality=number).first()
    return found or WelcomeSettings(municipality_id=number)
