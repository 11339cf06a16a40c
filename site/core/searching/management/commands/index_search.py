"""Make the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand

from core.searching.indexing import rebuild


class Command(BaseCommand):
    help = "Make the public search's index anew, from everything that can be found."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} things can be found.")
