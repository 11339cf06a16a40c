"""`manage.py load_municipalities [file]`: Norway's municipalities, and the places in them that we know."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organisations.gazetteer import load_places
from organisations.loading import DISTRICTS, MUNICIPALITIES, BadFileError, load_municipalities, load_regions
from organisations.models import Region


class Command(BaseCommand):
    help = "Load Norway's municipalities, their counties and names. Run again after a new file: it updates."

    def add_arguments(self, parser):
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            default=MUNICIPALITIES,
            help="a CSV file; without it, the project's own",
        )

    def handle(self, *, path: Path, **options):
        try:
            with transaction.atomic():
                municipalities = load_municipalities(path=path)
                councils = load_regions()
                districts = load_regions(path=DISTRICTS, kind=Region.Kind.DISTRICT)
                places = load_places()
        except BadFileError as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from None
        self.stdout.write(
            f"{municipalities} municipalities, {councils} regional councils, {districts} districts and "
            f"{places} places are loaded."
        )
