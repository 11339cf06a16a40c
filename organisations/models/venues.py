"""The places that people meet in."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from core import fields
from core.models import User
from core.quick_rows import QuickRow
from core.sorting import NamedQuerySet, name_indexes
from organisations.models.organisations import Organisation
from organisations.models.places import Municipality, where_user_may
from organisations.models.texts import Said, said
from organisations.roles import Capability


class VenueQuerySet(NamedQuerySet["Venue"]):
    """Venues."""

    def usable_by(self, organisation_municipalities: Iterable[str]) -> "VenueQuerySet":
        """Those in the municipalities (kommunenummer) where an organisation is active."""
        return self.standing().filter(municipality__in=list(organisation_municipalities))

    def standing(self) -> "VenueQuerySet":
        """Those that are a place of their own still: see `Venue.merged_into`."""
        return self.filter(merged_into=None)

    def edited_by(self, user: User | AnonymousUser) -> "VenueQuerySet":
        """Those in a municipality where `user` looks after them."""
        return where_user_may(self.standing(), "municipality", user, Capability.EDIT_DIRECTORY)

    def looked_after_by(self, user: User | AnonymousUser) -> "VenueQuerySet":
        """Those of which `user` may say what they are: their municipality's, and their organisation's own."""
        if user.is_authenticated and user.is_superuser:
            return self.standing()
        managed = Organisation.objects.with_member(user).values("pk")
        return self.standing().filter(Q(managed_by__in=managed) | Q(pk__in=self.edited_by(user).values("pk")))


class Venue(QuickRow, ClusterableModel):
    """A place where people meet (møteplass), and what it takes to get in."""

    class Access(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")
        UNKNOWN = "unknown", _("Not known")

    name = fields.CharField(_("name"), max_length=150)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="venues"
    )
    address = fields.CharField(_("street address"), max_length=150, blank=True)
    postcode = fields.CharField(
        _("postcode"), max_length=4, blank=True, validators=[RegexValidator(r"^\d{4}$", _("Four digits."))]
    )
    place = fields.CharField(_("town or village"), max_length=80, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    step_free = models.CharField(_("step-free access"), max_length=8, choices=Access, default=Access.UNKNOWN)
    hearing_loop = models.CharField(_("hearing loop"), max_length=8, choices=Access, default=Access.UNKNOWN)
    # In the municipality's Norwegian; translations are in `texts`.
    directions = fields.CharField(_("how to find the door"), max_length=300, blank=True)
    about = fields.TextField(
        _("what happens here"),
        max_length=1000,
        blank=True,
        default="",
        db_default="",
        help_text=_("For whoever has never been here: what is this place, and what does one do?"),
    )

    # As people say it, for every kind of place; what has hours that a list can read is a `StandingPlace`.
    opening_hours = fields.CharField(
        _("opening hours"), max_length=300, blank=True, default="", db_default=""
    )
    # A bell, a code, who has the key.
    getting_in = fields.CharField(_("how to get in"), max_length=300, blank=True, default="", db_default="")
    managed_by = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("looked after by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="managed_venues",
    )
    # Its description is what those hear who do not see it.
    picture = models.ForeignKey(
        "core.Picture",
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    # It was found to be the same place as another: that one stands for it, and its address leads there.
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="merged_here"
    )

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name"]
        indexes = name_indexes("venue")
        constraints = [
            models.UniqueConstraint(Lower("name"), F("municipality"), name="venue_name_unique"),
            models.CheckConstraint(
                condition=Q(postcode="") | Q(postcode__regex=r"^\d{4}$"), name="venue_postcode_four_digits"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="venue_coordinates_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address_line(self) -> str:
        """The address on one line: "Silvalveien 12, 8850 Herøy"."""
        return ", ".join(part for part in [self.address, f"{self.postcode} {self.place}".strip()] if part)

    @property
    def itself(self) -> "Venue":
        """The place that stands for it: itself, unless it was found to be another."""
        return self.merged_into or self

    @property
    def directions_said(self) -> Said | None:
        """How to find the door, in the active language if it is. Asks for the municipality and `texts`."""
        return said(self, self.texts.all(), "directions", self.municipality.language)

    @property
    def getting_in_said(self) -> Said | None:
        """Who opens. Asks for the same."""
        return said(self, self.texts.all(), "getting_in", self.municipality.language)

    @property
    def about_said(self) -> Said | None:
        """What happens here, for a reader of the active language. Asks for the same."""
        return said(self, self.texts.all(), "about", self.municipality.language)
