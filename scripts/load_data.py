"""Migrates and fills the database in one process: three Django starts take longer than the work itself.

The log-ins of the demonstration go to standard output, everything else to standard error.
"""

import sys

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=1, stdout=sys.stderr)
    call_command("load_municipalities", stdout=sys.stderr)
    call_command("load_demo", "--if-empty", stdout=sys.stderr)
    call_command("demo_logins")


if __name__ == "__main__":
    main()
