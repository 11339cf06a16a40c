"""`manage.py open_municipality 1818 --admin kari@heroy.example`: a municipality takes part."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from home.opening import open_municipality
from organisations.models import Municipality


class Command(BaseCommand):
    help = "Open a municipality: its page in each language, and its first admin. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("kommunenummer", help="four digits, as 1818")
        parser.add_argument("--admin", required=True, help="e-mail address of the municipality's admin")

    def handle(self, *, kommunenummer: str, admin: str, **options):
        municipality = Municipality.objects.filter(pk=kommunenummer).first()
        if municipality is None:
            raise CommandError(f"There is no municipality {kommunenummer}. Run load_municipalities first?")
        try:
            user = open_municipality(municipality=municipality, admin_email=admin)
        except ValidationError as error:
            raise CommandError(f"{admin} is not an e-mail address.") from error
        self.stdout.write(
            f"{municipality.name} is open at /nb/{municipality.slug}/; {user.email} can log in."
        )
