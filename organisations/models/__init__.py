"""Municipalities, organisations, the places they meet in, and who may do what."""

from organisations.models.gazetteer import FoundPlace, Place, PlaceName, find_places, places_called
from organisations.models.organisations import (
    Invitation,
    InvitationQuerySet,
    Membership,
    Organisation,
    OrganisationQuerySet,
)
from organisations.models.people import INVITED_FOR, TRUST, PeopleLog, StaffInvitation
from organisations.models.places import (
    Municipality,
    MunicipalityName,
    MunicipalityQuerySet,
    Region,
    RoleAssignment,
    own_places,
    where_user_may,
    where_user_reaches,
)
from organisations.models.substitutes import Substitution, SubstitutionQuerySet
from organisations.models.texts import OrganisationText, Said, Translation, VenueText
from organisations.models.venues import Venue, VenueQuerySet
from organisations.roles import Role

__all__ = [
    "INVITED_FOR",
    "TRUST",
    "FoundPlace",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "Municipality",
    "MunicipalityName",
    "MunicipalityQuerySet",
    "Organisation",
    "OrganisationQuerySet",
    "OrganisationText",
    "PeopleLog",
    "Place",
    "PlaceName",
    "Region",
    "Role",
    "RoleAssignment",
    "Said",
    "StaffInvitation",
    "Substitution",
    "SubstitutionQuerySet",
    "Translation",
    "Venue",
    "VenueQuerySet",
    "VenueText",
    "find_places",
    "own_places",
    "places_called",
    "where_user_may",
    "where_user_reaches",
]
