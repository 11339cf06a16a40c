"""`manage.py load_municipalities [file]`: all of Norway's municipalities, with their counties and names."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organisations.loading import MUNICIPALITIES, BadFileError, load_municipalities, load_regional_councils


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
                councils = load_regional_councils()
        except BadFileError as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from None
        self.stdout.write(f"{municipalities} municipalities and {councils} regional councils are loaded.")
