"""`manage.py grant_role kari@heroy.example host 1818`: a role in a municipality or a county."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.accounts.users import user_for
from organisations.models import Municipality, Region, Role, RoleAssignment
from organisations.roles import IN_A_REGION
from organisations.tenancy.grants import grant_role, revoke_role


class Command(BaseCommand):
    help = "Give a user a role; who has no user yet gets one and logs in with an e-mailed code."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--revoke", action="store_true", help="take the role away instead")
        parser.add_argument("place", help="kommunenummer (1818); for a county role the county's number (18)")

    def handle(self, *, email: str, role: str, place: str, revoke: bool, **options):
        municipality = Municipality.objects.filter(pk=place).first()
        region = Region.objects.filter(kind=Region.Kind.COUNTY, fylkesnummer=place).first()
        chosen = region if role in IN_A_REGION else municipality
        if chosen is None:
            raise CommandError(f"There is no place {place} for the role {role}.")
        where: dict[str, Any] = {"region": region} if role in IN_A_REGION else {"municipality": municipality}
        if revoke:
            self._revoke(email, role, where)
            return
        try:
            user = user_for(email=email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address. Nothing was changed.") from error
        grant_role(user=user, role=role, **where)
        self.stdout.write(f"{user.email} is now {Role(role).label} in {chosen}.")

    def _revoke(self, email: str, role: str, where: dict[str, Any]) -> None:
        assignment = RoleAssignment.objects.filter(user__email__iexact=email, role=role, **where).first()
        if assignment is None:
            raise CommandError(f"{email} does not have the role {role} there.")
        revoke_role(assignment=assignment)
        self.stdout.write(f"{email} no longer has the role {role} there.")
