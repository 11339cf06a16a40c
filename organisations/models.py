"""Municipalities, organisations, the places they meet in, and who may do what."""

from collections.abc import Iterable
from math import cos, radians
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import TrigramSimilarity
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.models import User
from core.sorting import NamedQuerySet, alphabetical
from organisations.naming import search_form
from organisations.roles import Capability, Role, roles_with

Rows = TypeVar("Rows", bound=models.QuerySet[Any])

# "Heroy", "Hærøy", "Bodo": a typing error or two still finds the place.
SIMILAR_ENOUGH = 0.35


def where_user_may(rows: Rows, municipality: str, user: User | AnonymousUser, capability: Capability) -> Rows:
    """`rows` whose field `municipality` is one where `user` has `capability`. Superusers: all of them."""
    if not user.is_authenticated:
        return rows.none()
    if user.is_superuser:
        return rows
    held = user.roles.filter(role__in=roles_with(capability), municipality__isnull=False)
    return rows.filter(**{f"{municipality}__in": held.values("municipality")})


class Region(models.Model):
    """A county (fylke) or a regional council (regionråd): a group of municipalities."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("County")
        COUNCIL = "council", _("Regional council")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # A county's two-digit fylkesnummer; empty for a regional council. Text: Oslo is "03".
    fylkesnummer = models.CharField(_("county number"), max_length=2, blank=True)
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("web address"), unique=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="county", fylkesnummer__regex=r"^\d{2}$")
                | Q(kind="council", fylkesnummer=""),
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

    def search(self, text: str) -> "MunicipalityQuerySet":
        """Those with a name like `text` in any of their languages: the closest first, then who takes part."""
        wanted = search_form(text)
        if not wanted:
            return self.none()
        names = MunicipalityName.objects.filter(municipality=OuterRef("pk"))
        compared = names.annotate(closeness=TrigramSimilarity("search_name", wanted)).order_by("-closeness")
        # Subqueries and not a join: a place with two names is still found once.
        return (
            self.annotate(closeness=Subquery(compared.values("closeness")[:1]))
            .filter(Exists(names.filter(search_name__startswith=wanted)) | Q(closeness__gte=SIMILAR_ENOUGH))
            .order_by("-closeness", "-is_active", alphabetical("name"), "kommunenummer")
        )

    def called(self, slug: str) -> "MunicipalityQuerySet":
        """Those with the whole name that `slug` writes in an address, in any of their languages."""
        return (
            self.filter(names__search_name=search_form(slug))
            .distinct()
            .select_related("county")
            .order_by("county__name", "kommunenummer")
        )

    def near(self, municipality: "Municipality") -> "MunicipalityQuerySet":
        """The others, the nearest first. As on a plane: the order is right, the figure is not a distance."""
        latitude, longitude = float(municipality.latitude), float(municipality.longitude)
        north = F("latitude") - Value(latitude)
        east = (F("longitude") - Value(longitude)) * Value(cos(radians(latitude)))
        order = ExpressionWrapper(north * north + east * east, output_field=models.FloatField())
        return self.exclude(pk=municipality.pk).order_by(order, "kommunenummer")

    def where_user_may(self, user: User | AnonymousUser, capability: Capability) -> "MunicipalityQuerySet":
        """Those where `user` has `capability`. Superusers: all of them."""
        return where_user_may(self, "pk", user, capability)

    def with_figures_for(self, user: User | AnonymousUser) -> "MunicipalityQuerySet":
        """Those whose figures `user` may see: own municipalities, and a county adviser's region."""
        if not user.is_authenticated or user.is_superuser:
            return self.where_user_may(user, Capability.SEE_FIGURES)
        held = user.roles.filter(role__in=roles_with(Capability.SEE_FIGURES))
        regions = held.filter(region__isnull=False).values("region")
        own = held.filter(municipality__isnull=False).values("municipality")
        council_members = Municipality.objects.filter(regions__in=regions).values("pk")
        return self.filter(Q(county__in=regions) | Q(pk__in=council_members) | Q(pk__in=own))


class Municipality(models.Model):
    """A Norwegian municipality (kommune): the tenant. Numbers and names: SSB Klass 131."""

    kommunenummer = models.CharField(
        _("municipality number"),
        max_length=4,
        primary_key=True,
        validators=[RegexValidator(r"^\d{4}$", _("A municipality number has four digits."))],
    )
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("web address"), unique=True)
    county = models.ForeignKey(
        Region, verbose_name=_("county"), on_delete=models.PROTECT, related_name="county_municipalities"
    )
    regions = models.ManyToManyField(
        Region, verbose_name=_("regional councils"), blank=True, related_name="municipalities"
    )
    admin_centre = models.CharField(_("administrative centre"), max_length=100)
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
    def language(self) -> str:
        """The Norwegian that the municipality writes: "nb" or "nn"."""
        return "nn" if self.maalform == "nn" else "nb"

    @property
    def official_name(self) -> str:
        """Every official part of the name, in order: "Rana – Raane"."""
        return " – ".join(name.name for name in self.names.all()) or self.name


class MunicipalityName(models.Model):
    """One official name of a municipality in one language, and the form that search compares with."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="names")
    # "no" for the Norwegian part, else the Sámi language or Kven: se, smj, sma, fkv.
    language = models.CharField(_("language"), max_length=3)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("order"))
    search_name = models.CharField(_("search form"), max_length=100, editable=False)

    class Meta:
        verbose_name = _("name of a municipality")
        verbose_name_plural = _("names of municipalities")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "language"], name="municipality_name_unique")
        ]
        indexes = [
            GinIndex(fields=["search_name"], opclasses=["gin_trgm_ops"], name="municipality_name_trgm")
        ]

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """One user's role in one municipality, or a county adviser's in one region."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="role_assignments"
    )
    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="role_assignments"
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                condition=Q(role="county_adviser", region__isnull=False, municipality__isnull=True)
                | (~Q(role="county_adviser") & Q(region__isnull=True, municipality__isnull=False)),
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


class OrganisationQuerySet(NamedQuerySet["Organisation"]):
    """Organisations."""

    def for_user(self, user: User | AnonymousUser) -> "OrganisationQuerySet":
        """Those that `user` may publish for: a membership, whatever its role. Superusers: all of them."""
        return self if user.is_authenticated and user.is_superuser else self.with_member(user)

    def with_member(self, user: User | AnonymousUser) -> "OrganisationQuerySet":
        """Those that `user` belongs to, superuser or not."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=user.memberships.values("organisation"))

    def edited_by(self, user: User | AnonymousUser) -> "OrganisationQuerySet":
        """Those at home in a municipality where `user` looks after them."""
        return where_user_may(self, "municipality", user, Capability.EDIT_DIRECTORY)


class Organisation(models.Model):
    """A club, association, volunteer centre, library or municipal office that offers activities."""

    class Kind(models.TextChoices):
        VOLUNTEER_CENTRE = "volunteer_centre", _("Volunteer centre")
        LIBRARY = "library", _("Library")
        ASSOCIATION = "association", _("Club or association")
        MUNICIPAL = "municipal", _("Municipal service")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(_("web address"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ASSOCIATION)
    # Brønnøysund's nine digits; a new association may have none yet.
    orgnr = models.CharField(
        _("organisation number"),
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^\d{9}$", _("An organisation number has nine digits."))],
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="organisations"
    )
    active_in = models.ManyToManyField(
        Municipality, verbose_name=_("also active in"), blank=True, related_name="visiting_organisations"
    )
    email = models.EmailField(_("public e-mail address"), blank=True)
    phone = models.CharField(_("public phone number"), max_length=20, blank=True)
    website = models.URLField(_("website"), blank=True)
    # Moderation is by trust: a trusted organisation's events go live at once.
    is_trusted = models.BooleanField(
        _("trusted"), default=False, help_text=_("Its events are published at once, without waiting.")
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="Membership",
        related_name="organisations",
        verbose_name=_("members"),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="organisation_slug_unique"),
            models.CheckConstraint(
                condition=Q(orgnr="") | Q(orgnr__regex=r"^\d{9}$"), name="organisation_orgnr_nine_digits"
            ),
            models.UniqueConstraint(
                fields=["orgnr"], condition=~Q(orgnr=""), name="organisation_orgnr_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user's role in an organisation."""

    class MemberRole(models.TextChoices):
        OWNER = "owner", _("Owner")
        ORGANISER = "organiser", _("Organiser")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.ORGANISER)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_unique"),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "organiser"]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations to organisations."""

    def answered_by(self, user: User | AnonymousUser) -> "InvitationQuerySet":
        """Those that wait for the yes of `user`.

        The organisation answers: its owners, or whoever publishes for it where it has none. Before anybody
        does, the invited person answers for themselves, unless they work for the municipality: who could
        invite must not be who says yes.
        """
        if not user.is_authenticated:
            return self.none()
        members = Membership.objects.filter(organisation=OuterRef("organisation"))
        owners = members.filter(role=Membership.MemberRole.OWNER)
        is_staff = RoleAssignment.objects.filter(
            user=user, municipality=OuterRef("organisation__municipality")
        )
        return self.filter(
            Exists(owners.filter(user=user))
            | (Exists(members.filter(user=user)) & ~Exists(owners))
            | (Q(user=user) & ~Exists(members) & ~Exists(is_staff))
        )


class Invitation(models.Model):
    """Somebody whom the municipality has proposed for an organisation. It opens nothing before a yes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    invited_at = models.DateTimeField(_("invited at"))

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="invitation_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation}"


class VenueQuerySet(NamedQuerySet["Venue"]):
    """Venues."""

    def usable_by(self, organisation_municipalities: Iterable[str]) -> "VenueQuerySet":
        """Those in the municipalities (kommunenummer) where an organisation is active."""
        return self.filter(municipality__in=list(organisation_municipalities))

    def edited_by(self, user: User | AnonymousUser) -> "VenueQuerySet":
        """Those in a municipality where `user` looks after them."""
        return where_user_may(self, "municipality", user, Capability.EDIT_DIRECTORY)


class Venue(models.Model):
    """A place where people meet (møteplass), and what it takes to get in."""

    class Access(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")
        UNKNOWN = "unknown", _("Not known")

    name = models.CharField(_("name"), max_length=150)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="venues"
    )
    address = models.CharField(_("street address"), max_length=150, blank=True)
    postcode = models.CharField(
        _("postcode"), max_length=4, blank=True, validators=[RegexValidator(r"^\d{4}$", _("Four digits."))]
    )
    place = models.CharField(_("town or village"), max_length=80, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    step_free = models.CharField(_("step-free access"), max_length=8, choices=Access, default=Access.UNKNOWN)
    hearing_loop = models.CharField(_("hearing loop"), max_length=8, choices=Access, default=Access.UNKNOWN)
    directions = models.CharField(_("how to find the door"), max_length=300, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name"]
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
