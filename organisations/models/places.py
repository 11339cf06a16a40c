"""Regions and municipalities, their names, and who may do what in them."""

from math import cos, radians
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import User
from core.sorting import NamedQuerySet
from organisations.naming import heard_form, search_form, slug
from organisations.roles import CAPABILITIES, IN_A_REGION, STANDS_IN_AS, Capability, Role, roles_with

Rows = TypeVar("Rows", bound=models.QuerySet[Any])


def where_user_may(rows: Rows, municipality: str, user: User | AnonymousUser, capability: Capability) -> Rows:
    """`rows` whose field `municipality` is one where `user` has `capability`. Superusers: all of them."""
    if not user.is_authenticated:
        return rows.none()
    if user.is_superuser:
        return rows
    return rows.filter(**{f"{municipality}__in": own_places(user, capability)})


def own_places(user: User, capability: Capability) -> models.QuerySet[Any, Any]:
    """The kommunenummer of where `user` has `capability`: by a role, or today in the place of a host."""
    held = user.roles.filter(role__in=roles_with(capability), municipality__isnull=False)
    places = held.order_by().values("municipality")
    if capability not in CAPABILITIES[STANDS_IN_AS]:
        return places
    # Not an "or": a list is then found by its index.
    standing_in = user.substitutions.in_force(timezone.now())
    return places.union(standing_in.order_by().values("municipality"), all=True)


def where_user_reaches(
    rows: Rows, municipality: str, user: User | AnonymousUser, capability: Capability
) -> Rows:
    """As `where_user_may`, and what lies in a region where a role of `user` there has `capability`."""
    if not user.is_authenticated or user.is_superuser:
        return where_user_may(rows, municipality, user, capability)
    reached = Municipality.objects.where_user_reaches(user, capability)
    return rows.filter(**{f"{municipality}__in": reached.order_by().values("pk")})


class Region(models.Model):
    """A county (fylke), a regional council (regionråd) or a district that people name: municipalities."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("County")
        COUNCIL = "council", _("Regional council")
        # Lofoten, Helgeland: what people say. Nobody decides there.
        DISTRICT = "district", _("District")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # A county's two-digit fylkesnummer; empty for a regional council. Text: Oslo is "03".
    fylkesnummer = fields.CharField(_("county number"), max_length=2, blank=True)
    name = fields.CharField(_("name"), max_length=100)
    slug = fields.SlugField(_("web address"), unique=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="county", fylkesnummer__regex=r"^\d{2}$")
                | Q(kind__in=["council", "district"], fylkesnummer=""),
                name="region_county_has_number",
            ),
            models.UniqueConstraint(
                fields=["fylkesnummer"], condition=~Q(fylkesnummer=""), name="region_fylkesnummer_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MunicipalityQuerySet(NamedQuerySet["Municipality"]):
    """Municipalities."""

    def active(self) -> "MunicipalityQuerySet":
        """Those that have opened their door here."""
        return self.filter(is_active=True)

    def near(self, municipality: "Municipality") -> "MunicipalityQuerySet":
        """The others, the nearest first. As on a plane: the order is right, the figure is not a distance."""
        return self.exclude(pk=municipality.pk).around(municipality)

    def around(self, municipality: "Municipality") -> "MunicipalityQuerySet":
        """Itself first, then the others, the nearest first."""
        is_other = Case(When(pk=municipality.pk, then=Value(0)), default=Value(1))
        latitude, longitude = float(municipality.latitude), float(municipality.longitude)
        north = F("latitude") - Value(latitude)
        east = (F("longitude") - Value(longitude)) * Value(cos(radians(latitude)))
        order = ExpressionWrapper(north * north + east * east, output_field=models.FloatField())
        return self.order_by(is_other, order, "kommunenummer")

    def where_user_may(self, user: User | AnonymousUser, capability: Capability) -> "MunicipalityQuerySet":
        """Those where `user` has `capability`. Superusers: all of them."""
        return where_user_may(self, "pk", user, capability)

    def where_user_reaches(
        self, user: User | AnonymousUser, capability: Capability
    ) -> "MunicipalityQuerySet":
        """Those where `user` has `capability`, and those of a region where a role of theirs has it."""
        if not user.is_authenticated or user.is_superuser:
            return self.where_user_may(user, capability)
        held = user.roles.filter(role__in=roles_with(capability))
        regions = held.filter(region__isnull=False).values("region")
        own = own_places(user, capability)
        council_members = Municipality.objects.filter(regions__in=regions).values("pk")
        return self.filter(Q(county__in=regions) | Q(pk__in=council_members) | Q(pk__in=own))

    def with_figures_for(self, user: User | AnonymousUser) -> "MunicipalityQuerySet":
        """Those whose figures `user` may see: own municipalities, and a county adviser's region."""
        return self.where_user_reaches(user, Capability.SEE_FIGURES)


class Municipality(models.Model):
    """A Norwegian municipality (kommune): the tenant. Numbers and names: SSB Klass 131."""

    kommunenummer = fields.CharField(
        _("municipality number"),
        max_length=4,
        primary_key=True,
        validators=[RegexValidator(r"^\d{4}$", _("A municipality number has four digits."))],
    )
    name = fields.CharField(_("name"), max_length=100)
    slug = fields.SlugField(_("web address"), unique=True)
    county = models.ForeignKey(
        Region, verbose_name=_("county"), on_delete=models.PROTECT, related_name="county_municipalities"
    )
    regions = models.ManyToManyField(
        Region, verbose_name=_("regional councils and districts"), blank=True, related_name="municipalities"
    )
    admin_centre = fields.CharField(_("administrative centre"), max_length=100)
    # Degrees, WGS 84 (EPSG:4326), two decimals: about a kilometre, good for "near me" and a pin.
    latitude = models.DecimalField(_("latitude"), max_digits=4, decimal_places=2)
    longitude = models.DecimalField(_("longitude"), max_digits=5, decimal_places=2)
    population = models.PositiveIntegerField(_("population"))
    # The municipality's decision after språklova: which Norwegian it uses.
    maalform = models.CharField(
        _("written standard"),
        max_length=7,
        choices=[("nb", "bokmål"), ("nn", "nynorsk"), ("neutral", _("neutral"))],
        default="neutral",
    )
    # Its coat of arms: what it sends begins with it.
    crest = models.ForeignKey(
        "core.Picture",
        verbose_name=_("coat of arms"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # Has opened its door here: shown in search and on the front page.
    is_active = models.BooleanField(_("takes part"), default=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name", "kommunenummer"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kommunenummer__regex=r"^\d{4}$"), name="municipality_number_four_digits"
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(57, 81)) & Q(longitude__range=(4, 32)),
                name="municipality_in_norway",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """The name, with the county where another has the same one: its address says more then."""
        is_alone = self.slug == slug(self.name)
        return self.name if is_alone else f"{self.name} ({self.county.name})"

    @property
    def language(self) -> str:
        """The Norwegian that the municipality writes: "nb" or "nn"."""
        return "nn" if self.maalform == "nn" else "nb"

    @property
    def official_name(self) -> str:
        """Every official part of the name, in order: "Rana – Raane"."""
        return " – ".join(name.name for name in self.names.all()) or self.name


class SearchedName(models.Model):
    """A name, and the forms that search compares with. Who makes many at once asks for `forms_of`."""

    name = fields.CharField(_("name"), max_length=100)
    search_name = fields.CharField(_("search form"), max_length=100, editable=False)
    # As it sounds: what is typed in Cyrillic or Arabic letters is compared with it.
    heard = fields.CharField(max_length=100, editable=False, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        for field, form in self.forms_of(self.name).items():
            setattr(self, field, form)
        super().save(*args, **kwargs)

    @staticmethod
    def forms_of(name: str) -> dict[str, str]:
        """The searched columns of a row called `name`."""
        return {"search_name": search_form(name)[:100], "heard": heard_form(name)[:100]}


def search_indexes(table: str) -> list[models.Index]:
    """For an exact name and its beginning, and for what is like it."""
    return [
        models.Index(fields=["search_name"], opclasses=["varchar_pattern_ops"], name=f"{table}_begins"),
        GinIndex(fields=["search_name"], opclasses=["gin_trgm_ops"], name=f"{table}_trgm"),
        GinIndex(fields=["heard"], opclasses=["gin_trgm_ops"], name=f"{table}_heard"),
    ]


class MunicipalityName(SearchedName):
    """One official name of a municipality in one language."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="names")
    # "no" for the Norwegian part, else the Sámi language or Kven: se, smj, sma, fkv.
    language = fields.CharField(_("language"), max_length=3)
    position = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        verbose_name = _("name of a municipality")
        verbose_name_plural = _("names of municipalities")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "language"], name="municipality_name_unique")
        ]
        indexes = search_indexes("municipality_name")


class RoleAssignment(models.Model):
    """One user's role in one municipality, or a role of the county's in one region."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="role_assignments"
    )
    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="role_assignments"
    )
    # Who gives or takes it just now, for the log; no column.
    changed_by: User | None = None

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=IN_A_REGION, region__isnull=False, municipality__isnull=True)
                | (~Q(role__in=IN_A_REGION) & Q(region__isnull=True, municipality__isnull=False)),
                name="role_has_its_place",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_is_one_of_ours"),
            models.UniqueConstraint(
                fields=["user", "role", "municipality", "region"],
                nulls_distinct=False,
                name="role_assignment_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.municipality or self.region}"
