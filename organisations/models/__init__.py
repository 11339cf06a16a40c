"""Municipalities, organisations, the places they meet in, and who may do what."""

from organisations.models.organisations import (
    Invitation,
    InvitationQuerySet,
    Membership,
    Organisation,
    OrganisationQuerySet,
)
from organisations.models.places import (
    Municipality,
    MunicipalityName,
    MunicipalityQuerySet,
    Region,
    RoleAssignment,
    where_user_may,
)
from organisations.models.venues import Venue, VenueQuerySet
from organisations.roles import Role

__all__ = [
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "Municipality",
    "MunicipalityName",
    "MunicipalityQuerySet",
    "Organisation",
    "OrganisationQuerySet",
    "Region",
    "Role",
    "RoleAssignment",
    "Venue",
    "VenueQuerySet",
    "where_user_may",
]
