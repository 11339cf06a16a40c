"""`manage.py make_load`: a country to measure with, on a database of its own."""

import logging
import time

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from demo.country.holds import what_it_holds
from demo.country.making import TooManyError, make_country

OCCURRENCES, MUNICIPALITIES, SEED = 10_000, 41, 14


class Command(BaseCommand):
    help = (
        "Fill an empty database with a country: organisations, places, activities with texts in several "
        "languages and their dates, sign-ups. The same seed on the same day gives the same country."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--occurrences", type=int, default=OCCURRENCES, help="how many dates")
        parser.add_argument("--municipalities", type=int, default=MUNICIPALITIES, help="how many take part")
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *, occurrences: int, municipalities: int, seed: int, **options: object) -> None:
        name = connection.settings_dict["NAME"]
        if held := what_it_holds():
            raise CommandError(
                f"The database “{name}” is in use: it holds {', '.join(held)}. Nothing was changed. "
                "Make one for this alone (createdb, migrate) and name it in DATABASE_URL."
            )
        # A line for each of thousands of pages would hide how far it is.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        began = time.monotonic()

        def say(what: str) -> None:
            self.stdout.write(f"{time.monotonic() - began:7.1f} s  {what}")
            self.stdout.flush()

        try:
            made = make_country(
                occurrences=occurrences,
                municipalities=municipalities,
                seed=seed,
                now=timezone.now(),
                say=say,
            )
        except TooManyError as problem:
            raise CommandError(f"{problem} Nothing was changed.") from None
        with connection.cursor() as cursor:
            # With what is visible to all: lists are then answered from an index alone.
            cursor.execute("VACUUM (ANALYZE)")
        say(f"{', '.join(f'{number:,} {what}' for what, number in made.items())} are in “{name}”.")
