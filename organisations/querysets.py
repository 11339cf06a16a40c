"""Every reusable filter on municipalities, organisations and venues, and the scope of each user."""

from collections.abc import Iterable
from math import cos, radians
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value

from organisations.naming import search_form

if TYPE_CHECKING:
    from core.models import User
    from organisations.models import Municipality

# "Heroy", "Hærøy", "Bodo": a typing error or two still finds the place.
SIMILAR_ENOUGH = 0.35


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
        from organisations.models import MunicipalityName

        names = MunicipalityName.objects.filter(municipality=OuterRef("pk"))
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
        """Those where `user` holds one of `roles` (`organisations.models.Role`). Superusers: all of them."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        from organisations.models import RoleAssignment

        held = RoleAssignment.objects.filter(user=user, role__in=list(roles), municipality=OuterRef("pk"))
        return self.filter(Exists(held))

    def with_figures_for(self, user: "User | AnonymousUser") -> "MunicipalityQuerySet":
        """Those whose figures `user` may see: own municipalities, and a county adviser's region."""
        from organisations.models import Municipality, Region, Role

        if not user.is_authenticated or user.is_superuser:
            return self.with_role(user, [])
        regions = Region.objects.filter(role_assignments__user=user).values("pk")
        council_members = Region.municipalities.through.objects.filter(region__in=regions).values(
            "municipality"
        )
        own = Municipality.objects.with_role(user, [Role.ADMIN, Role.HOST]).values("pk")
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
        from organisations.models import Membership

        return self.filter(Exists(Membership.objects.filter(user=user, organisation=OuterRef("pk"))))

    def edited_by(self, user: "User | AnonymousUser") -> "OrganisationQuerySet":
        """Those at home in a municipality where `user` is editor or admin."""
        return self.filter(municipality__in=_edited_municipalities(user))


class VenueQuerySet(models.QuerySet):
    """Venues."""

    def usable_by(self, organisation_municipalities: Iterable[str]) -> "VenueQuerySet":
        """Those in the municipalities (kommunenummer) where an organisation is active."""
        return self.filter(municipality__in=list(organisation_municipalities))

    def edited_by(self, user: "User | AnonymousUser") -> "VenueQuerySet":
        """Those in a municipality where `user` is editor or admin."""
        return self.filter(municipality__in=_edited_municipalities(user))


def _edited_municipalities(user: "User | AnonymousUser") -> models.QuerySet:
    from organisations.models import Municipality
    from organisations.permissions import EDITING_ROLES

    return Municipality.objects.with_role(user, EDITING_ROLES).values("pk")
