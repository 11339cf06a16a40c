"""Keeps people out of the logs: no addresses, no personal links, no rows of the database.

The settings import this module, so it stands on nothing that reads them.
"""

import logging
import re

from django.http import HttpRequest
from structlog.typing import EventDict, WrappedLogger

ADDRESS = re.compile(r"[\w.!#$%&*+/=?^`|~-]+@[\w-]+(?:\.[\w-]+)+")
# PostgreSQL says here which values broke a rule: a whole row, with names. It ends at the next empty line.
DATABASE_DETAIL = re.compile(r"DETAIL: .*?(?=\n\s*\n|\Z)", re.DOTALL)


def route_of(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return match.route if match else "(no route)"


class RouteForPath(logging.Filter):
    """Django's own lines about a request ("Gone: /uk/sign-up/…/") with the route where they have the path."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            # Django writes what is not ASCII as an escape.
            paths = {request.path, request.path.encode("unicode_escape").decode("ascii")}
            record.args = tuple(route_of(request) if arg in paths else arg for arg in record.args)
        return True


def mask_personal_data(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """A processor: e-mail addresses and a database's details are cut out, also of tracebacks."""
    return {key: masked(value) if isinstance(value, str) else value for key, value in event.items()}


def masked(text: str) -> str:
    return ADDRESS.sub("(address)", DATABASE_DETAIL.sub("DETAIL: (left out)", text))
