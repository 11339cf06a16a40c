"""The users that one can log in as."""

from allauth.account.models import EmailAddress

from core.models import User
from demo.people import LOG_INS, LogIn
from organisations.models import Membership, Municipality, Organisation, Region
from organisations.services import add_member
from organisations.tenancy.grants import grant_role

COUNTY = "18"


def make_users() -> dict[str, User]:
    """A user for each log-in, by e-mail address, whose address counts as confirmed."""
    return {log_in.email: _make_user(log_in) for log_in in LOG_INS}


def _make_user(log_in: LogIn) -> User:
    make = User.objects.create_superuser if log_in.superuser else User.objects.create_user
    user = make(log_in.email, name=log_in.name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def give_roles(users: dict[str, User]) -> None:
    """What each of them may do, and where: after the organisations are there."""
    for log_in in LOG_INS:
        user = users[log_in.email]
        for kommunenummer in log_in.places:
            place = Municipality.objects.get(pk=kommunenummer)
            grant_role(user=user, role=log_in.granted, municipality=place)
        if log_in.granted and not log_in.places:
            grant_role(user=user, role=log_in.granted, region=Region.objects.get(fylkesnummer=COUNTY))
        for kommunenummer, slug in log_in.groups:
            organisation = Organisation.objects.get(municipality=kommunenummer, slug=slug)
            add_member(organisation=organisation, email=user.email, role=Membership.MemberRole.OWNER)
