"""`manage.py backup DIR`: the database and the pictures in a new folder of DIR, whole or not at all."""

import subprocess
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.backups.programs import ProgramMissing
from core.backups.taking import take
from core.jobs import BACKUP, note


class Command(BaseCommand):
    help = "Back up the database and the pictures into a new folder of DIR. The site may be running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", metavar="DIR", type=Path)

    def handle(self, *args: object, target: Path, **options: object) -> None:
        try:
            folder = take(target=target, now=timezone.now())
            note(BACKUP, succeeded=True, now=timezone.now())
        except subprocess.CalledProcessError as error:
            raise CommandError(f"PostgreSQL could not be read:\n{error.stderr[-1500:]}") from error
        except (OSError, ProgramMissing) as error:
            raise CommandError(f"Nothing was backed up: {error}") from error
        self.stdout.write(f"{folder}\nIt holds everything about everybody: keep it safe, and not for ever.")
