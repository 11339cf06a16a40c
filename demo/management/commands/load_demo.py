"""`manage.py load_demo`: Nordland with fictional people, organisations and activities."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.load import NotEmptyError, is_empty, load_demo
from organisations.models import Municipality


class Command(BaseCommand):
    help = "Fill an empty site with the demonstration. Never on a site that is in use."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there is content already"
        )

    def handle(self, *, if_empty: bool, **options):
        if if_empty and not is_empty():
            self.stdout.write("There is content already; the demonstration was not loaded.")
            return
        if not Municipality.objects.exists():
            raise CommandError("There are no municipalities yet. Run load_municipalities first.")
        try:
            made = load_demo(now=timezone.now())
        except NotEmptyError:
            raise CommandError("There is content already. Nothing was changed.") from None
        self.stdout.write(", ".join(f"{number} {what}" for what, number in made.items()) + " are loaded.")
