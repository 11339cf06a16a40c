"""Write the papers about personal data of the declaration (`core.privacy.documents`)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from core.privacy.documents import write


class Command(BaseCommand):
    help = "Writes the record of processing, the impact assessment, the annex and the list of fields"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", type=Path, default=settings.ROOT / "docs" / "privacy", help="the folder (docs/privacy)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        changed = write(options["to"])
        self.stdout.write("\n".join(changed) or "Nothing has changed.")
