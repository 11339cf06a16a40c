"""`manage.py open_site`: a front page in every language."""

from django.core.management.base import BaseCommand

from home.opening import open_site


class Command(BaseCommand):
    help = "Make the front page in each language, where it is missing. Safe to repeat."

    def handle(self, **options):
        homes = open_site()
        self.stdout.write(f"The front page is there in {', '.join(homes)}.")
