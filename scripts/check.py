"""`make check`: do production's settings hold together, and does every model change have its migration?

The values are made up for the occasion, so that what is checked is the settings and not a machine.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.console import ROOT
from scripts.stack import Stack

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DEFAULT_FROM_EMAIL": "Møteplass <post@moteplass.no>",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "moteplass.example",
    "BASE_URL": "https://moteplass.example",
    "CSRF_TRUSTED_ORIGINS": "https://moteplass.example",
    "EMAIL_URL": "smtp+tls://user:password@smtp.example:587",
}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder), durable=False) as stack:
        env = os.environ | stack.start_missing(os.environ, mail=False) | PRODUCTION
        env["STATIC_ROOT"] = f"{folder}/static"
        manage = [sys.executable, "manage.py"]
        commands = (
            [*manage, "collectstatic", "--noinput", "--verbosity", "0"],
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            [*manage, "makemigrations", "--check", "--dry-run"],
        )
        # Both are run, so that one reading shows everything that is wrong.
        return max([subprocess.run(command, env=env, cwd=ROOT).returncode for command in commands])


if __name__ == "__main__":
    sys.exit(main())
