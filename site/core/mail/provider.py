"""What it means when a mail provider's own interface (django-anymail) does not say yes to a mail."""

from http import HTTPStatus

import requests
from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError
from urllib3.exceptions import NewConnectionError

# Nobody knows whether the provider took it before it failed.
MAY_HAVE_TAKEN = {HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT}
ABOUT_US = {HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
LATER = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


def answer_of(error: AnymailError) -> tuple[str, bool]:
    """The code of a `core.mail.smtp.Reason`, and whether the next mail would be told the same."""
    if isinstance(error, AnymailRecipientsRefused):
        return "no_such_address", False
    status = error.status_code if isinstance(error, AnymailRequestsAPIError) else None
    if status is None and isinstance(error, requests.RequestException):
        # A connection that broke: the yes may have been on its way.
        return ("unreachable", True) if _never_connected(error) else ("broken_off", False)
    if status in ABOUT_US:
        return "sender_refused", True
    if status in LATER:
        return "busy", True
    return ("broken_off" if status in MAY_HAVE_TAKEN else "refused"), False


def _never_connected(error: BaseException) -> bool:
    """Whether there was no connection at all: requests says so by what urllib3 gave up for."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    gave_up = error.__cause__.args[0] if error.__cause__ and error.__cause__.args else None
    return isinstance(getattr(gave_up, "reason", None), NewConnectionError)
