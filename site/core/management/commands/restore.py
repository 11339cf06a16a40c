"""`manage.py restore DIR`: puts a backup back, in place of what is there."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.backups.programs import ProgramMissing
from core.backups.restoring import Refused, check, check_alone, check_list, put_back


class Command(BaseCommand):
    help = "Put the backup in DIR back, in place of what is there. Stop web, workers and beat first."
    # The database may be empty, or older than the code.
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="A folder that manage.py backup made.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")
        parser.add_argument(
            "--nothing-was-sent",
            action="store_true",
            help="Everything was stopped before the backup was taken (a move to another machine): what was "
            "to be sent then is sent now.",
        )
        parser.add_argument(
            "--without-erasures",
            action="store_true",
            help="The list of who was erased since is lost: they come back.",
        )

    def handle(
        self,
        *args: object,
        folder: Path,
        yes: bool,
        nothing_was_sent: bool,
        without_erasures: bool,
        **options: object,
    ) -> None:
        try:
            about = check(folder)
            check_alone()
            if not without_erasures:
                check_list()
            if not yes:
                self.stdout.write(
                    f"This backup was taken at {about.taken_at}. What happened since then is lost."
                )
                if input("Write yes to go on: ").strip().lower() != "yes":
                    raise CommandError("Nothing was changed.")
            put_back(
                folder=folder,
                now=timezone.now(),
                nothing_was_done=nothing_was_sent,
                without_erasures=without_erasures,
                say=self.stdout.write,
            )
        except (Refused, ProgramMissing) as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        self.stdout.write("Done. Start web, workers and beat again.")
