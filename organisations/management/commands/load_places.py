"""`manage.py load_places postcodes.csv`: where in Norway each postcode and postal place is."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from organisations.gazetteer import POSTCODES, load_places
from organisations.loading import BadFileError


class Command(BaseCommand):
    help = (
        "Load the places that the search knows: postcodes and postal places, and our own names. "
        "Columns: postnummer, poststed, kommunenummer, lat, lon. Run again after a new file: it updates."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            default=POSTCODES,
            help="a CSV file; without it, the project's own, of Nordland",
        )

    def handle(self, *, path: Path, **options):
        try:
            places = load_places(path=path)
        except BadFileError as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from None
        self.stdout.write(f"{places} places are loaded.")
