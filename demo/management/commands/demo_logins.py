"""`manage.py demo_logins`: who one can be in the demonstration, and what to try."""

from django.core.management.base import BaseCommand

from core.models import User
from demo.people import LOG_INS


class Command(BaseCommand):
    help = "Print the demonstration's log-ins."

    def handle(self, **options):
        here = set(
            User.objects.filter(email__in=[row.email for row in LOG_INS]).values_list("email", flat=True)
        )
        rows = [(row.role, row.email, row.to_try) for row in LOG_INS if row.email in here]
        if not rows:
            self.stdout.write("The demonstration is not loaded here: there are no log-ins to show.")
            return
        headings = ("Role", "E-mail address", "What to try")
        wide = [max(len(row[column]) for row in [headings, *rows]) for column in range(3)]
        line = "  ".join(f"{{:<{width}}}" for width in wide)
        self.stdout.write("Log in with one of these addresses. There are no passwords: a code comes by mail,")
        self.stdout.write("and you read it at /dev/mail/. A newcomer needs no log-in at all.\n\n")
        for row in [headings, tuple("-" * width for width in wide), *rows]:
            self.stdout.write(("  " + line.format(*row)).rstrip())
