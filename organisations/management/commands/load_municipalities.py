"""`manage.py load_municipalities [file]`: all of Norway's municipalities, from the project's file or another."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organisations.loading import MUNICIPALITIES, BadFile, load_municipalities, load_regional_councils


class Command(BaseCommand):
    help = "Load Norway's municipalities, their counties and names. Run again after a new file: it updates."

    def add_arguments(self, parser):
        parser.add_argument(
            "path", nargs="?", type=Path, default=MUNICIPALITIES, help="a CSV file; the project's own without it"
        )

    def handle(self, *, path: Path, **options):
        try:
            with transaction.atomic():
                municipalities = load_municipalities(path=path)
                councils = load_regional_councils()
        except BadFile as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from None
        self.stdout.write(f"{municipalities} municipalities and {councils} regional councils are loaded.")
