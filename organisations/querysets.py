"""Every reusable filter on municipalities, organisations and venues, and the scope of each user."""

from collections.abc import Iterable
from math import cos, radians
from typing import TYPE_CHECKING, TypeVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value

from organisations.choices import EDITING_ROLES, FIGURES_ROLES, Role
from organisations.naming import search_form

if TYPE_CHECKING:
    from core.models import User
    from organisations.models import Municipality

Rows = TypeVar("Rows", bound=models.QuerySet)

# "Heroy", "Hærøy", "Bodo": a typing error or two still finds the place.
SIMILAR_ENOUGH = 0.35


def where_held(rows: Rows, municipality: str, user: "User | AnonymousUser", roles: Iterable[str]) -> Rows:
    """`rows` whose field `municipality` is one where `user` holds one of `roles`. Superusers: all of them."""
    if not user.is_authenticated:
        return rows.none()
    if user.is_superuser:
        return rows
    held = user.roles.filter(role__in=list(roles), municipality__isnull=False)
    return rows.filter(**{f"{municipality}__in": held.values("municipality")})


class MunicipalityQuerySet(models.QuerySet):
    """Municipalities."""

    def active(self) -> "MunicipalityQuerySet":
        """Those that have opened their door here."""
        return self.filter(is_active=True)

    def search(self, text: str) -> "MunicipalityQuerySet":
        """Those with a name like `text` in any of their languages: the closest first, then who takes part."""
        wanted = search_form(text)
        if not wanted:
            return self.none()
        names = apps.get_model("organisations", "MunicipalityName")._default_manager.filter(
            municipality=OuterRef("pk")
        )
        compared = names.annotate(closeness=TrigramSimilarity("search_name", wanted)).order_by("-closeness")
        # Subqueries and not a join: a place with two names is still found once.
        return (
            self.annotate(closeness=Subquery(compared.values("closeness")[:1]))
            .filter(Exists(names.filter(search_name__startswith=wanted)) | Q(closeness__gte=SIMILAR_ENOUGH))
            .order_by("-closeness", "-is_active", "name", "kommunenummer")
        )

    def near(self, municipality: "Municipality") -> "MunicipalityQuerySet":
        """The others, the nearest first. As on a plane: the order is right, the figure is not a distance."""
        latitude, longitude = float(municipality.latitude), float(municipality.longitude)
        north = F("latitude") - Value(latitude)
        east = (F("longitude") - Value(longitude)) * Value(cos(radians(latitude)))
        order = ExpressionWrapper(north * north + east * east, output_field=models.FloatField())
        return self.exclude(pk=municipality.pk).order_by(order, "kommunenummer")

    def with_role(self, user: "User | AnonymousUser", roles: Iterable[str]) -> "MunicipalityQuerySet":
        """Those where `user` holds one of `roles` (`organisations.choices.Role`). Superusers: all of them."""
        return where_held(self, "pk", user, roles)

    def with_figures_for(self, user: "User | AnonymousUser") -> "MunicipalityQuerySet":
        """Those whose figures `user` may see: own municipalities, and a county adviser's region."""
        if not user.is_authenticated or user.is_superuser:
            return self.with_role(user, [])
        regions = user.roles.filter(role=Role.COUNTY_ADVISER).values("region")
        own = user.roles.filter(role__in=FIGURES_ROLES).values("municipality")
        council_members = self.model._default_manager.filter(regions__in=regions).values("pk")
        return self.filter(Q(county__in=regions) | Q(pk__in=council_members) | Q(pk__in=own))


class OrganisationQuerySet(models.QuerySet):
    """Organisations."""

    def for_user(self, user: "User | AnonymousUser") -> "OrganisationQuerySet":
        """Those that `user` may publish for: a membership, whatever its role. Superusers: all of them."""
        return self if user.is_authenticated and user.is_superuser else self.with_member(user)

    def with_member(self, user: "User | AnonymousUser") -> "OrganisationQuerySet":
        """Those that `user` belongs to, superuser or not."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=user.memberships.values("organisation"))

    def edited_by(self, user: "User | AnonymousUser") -> "OrganisationQuerySet":
        """Those at home in a municipality where `user` is editor or admin."""
        return where_held(self, "municipality", user, EDITING_ROLES)


class VenueQuerySet(models.QuerySet):
    """Venues."""

    def usable_by(self, organisation_municipalities: Iterable[str]) -> "VenueQuerySet":
        """Those in the municipalities (kommunenummer) where an organisation is active."""
        return self.filter(municipality__in=list(organisation_municipalities))

    def edited_by(self, user: "User | AnonymousUser") -> "VenueQuerySet":
        """Those in a municipality where `user` is editor or admin."""
        return where_held(self, "municipality", user, EDITING_ROLES)
