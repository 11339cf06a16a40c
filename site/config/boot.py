"""Stops a process that would start with settings which cannot work, whichever way it is started."""

import sys

from django.conf import settings
from django.core import checks

PRODUCTION = "config.settings.production"


def faults() -> list[checks.CheckMessage]:
    """What the boot checks say of the settings: in production all of them, elsewhere what cannot be read."""
    found = checks.run_checks(
        tags=[checks.Tags.security], include_deployment_checks=settings.SETTINGS_MODULE == PRODUCTION
    )
    return [fault for fault in found if fault.level >= checks.WARNING and not fault.is_silenced()]


def stop_on_faults() -> None:
    """Say every fault with its remedy, and end. Raises `SystemExit`."""
    found = faults()
    if found:
        print("Møteplass does not start with these settings:", file=sys.stderr)  # noqa: T201
        for fault in found:
            print(f"  {fault}", file=sys.stderr)  # noqa: T201
        raise SystemExit(1)
