"""A choice of people that a host has given a name, to use again."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import User
from newcomers.criteria import Criteria, NoCriteria
from organisations.models import Municipality, where_user_may
from organisations.roles import Capability


class SelectionQuerySet(models.QuerySet["Selection"]):
    """Saved selections."""

    def for_user(self, user: User) -> "SelectionQuerySet":
        """Those of the municipalities where `user` is host or admin."""
        return where_user_may(self, "municipality", user, Capability.WELCOME)


def validate_criteria(stored: object) -> None:
    """Raises `ValidationError` for what `Criteria.read` does not understand."""
    try:
        Criteria.read(stored)
    except NoCriteria as error:
        raise ValidationError(str(error)) from error


class Selection(models.Model):
    """Whom somebody writes to again and again: what is kept is how they are chosen, and nobody's name."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="selections")
    name = fields.CharField(_("name"), max_length=80)
    stored = models.JSONField(default=dict, validators=[validate_criteria])
    created_at = models.DateTimeField(_("created at"))

    objects = SelectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(models.F("municipality"), Lower("name"), name="selection_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def criteria(self) -> Criteria:
        return Criteria.read(self.stored)
