"""`manage.py grant_role kari@heroy.example host 1818`: a role in a municipality or a county."""

from django.core.management.base import BaseCommand, CommandError

from core.models import User
from organisations.models import Municipality, Region, Role
from organisations.roles import grant_role


class Command(BaseCommand):
    help = "Give a user a role; who has no user yet gets one and logs in with an e-mailed code."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("place", help="kommunenummer (1818); for county_adviser the county's number (18)")

    def handle(self, *, email: str, role: str, place: str, **options):
        municipality = Municipality.objects.filter(pk=place).first()
        region = Region.objects.filter(kind=Region.Kind.COUNTY, fylkesnummer=place).first()
        chosen = region if role == Role.COUNTY_ADVISER else municipality
        if chosen is None:
            raise CommandError(f"There is no place {place} for the role {role}.")
        user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email)
        if role == Role.COUNTY_ADVISER:
            grant_role(user=user, role=role, region=region)
        else:
            grant_role(user=user, role=role, municipality=municipality)
        self.stdout.write(f"{user.email} is now {Role(role).label} in {chosen}.")
