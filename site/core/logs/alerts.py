"""Tells whoever looks after the site that something failed: by mail (`ADMINS`), in a chat (`ALERT_WEBHOOK`).

What is told is where and what kind, with the request's id, never what a person typed: the rest is in the log.
"""

import json
import logging
import queue
import smtplib
import threading
import time
import urllib.request
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest

from core.logs.privacy import masked, route_of

logger = logging.getLogger(__name__)

# The same fault is told once in this time, however often it happens.
TELL_AGAIN_AFTER_SECONDS = 600
# More kinds of fault at once than this are one fault, and the first of them say so.
MOST_WAITING = 50
WEBHOOK_SECONDS = 10


@dataclass(frozen=True)
class Alert:
    """One fault: `what` is the kind of error, `where` a route, a task or a logger."""

    what: str
    where: str
    request_id: str

    def __str__(self) -> str:
        found_by = f" (request_id {self.request_id})" if self.request_id else ""
        return f"{self.what} in {self.where}{found_by}. The log has the rest."


class AlertHandler(logging.Handler):
    """Hands errors to a thread of its own: no request waits for a mail server or a chat."""

    def __init__(self, level: int = logging.ERROR) -> None:
        super().__init__(level)
        self.told: dict[tuple[str, str], float] = {}
        self.waiting: queue.Queue[Alert] = queue.Queue(maxsize=MOST_WAITING)
        self.thread: threading.Thread | None = None

    def emit(self, record: logging.LogRecord) -> None:
        # A telling that fails must not be told.
        if record.name == __name__ or not (settings.ADMINS or settings.ALERT_WEBHOOK):
            return
        alert = alert_of(record)
        now = time.monotonic()
        key = (alert.what, alert.where)
        if now - self.told.get(key, float("-inf")) < TELL_AGAIN_AFTER_SECONDS:
            return
        self.told[key] = now
        try:
            self.waiting.put_nowait(alert)
        except queue.Full:
            return
        self._start()

    def _start(self) -> None:
        """Started with the first fault: a thread from before a fork would not be in the worker's process."""
        with self.lock or threading.RLock():
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._tell_all, name="alerts", daemon=True)
                self.thread.start()

    def _tell_all(self) -> None:
        while True:
            alert = self.waiting.get()
            for tell in (mail_admins, post_to_webhook):
                try:
                    tell(alert)
                except (OSError, ValueError, smtplib.SMTPException) as error:
                    logger.warning("alert not delivered by %s: %s", tell.__name__, type(error).__name__)
            self.waiting.task_done()


def alert_of(record: logging.LogRecord) -> Alert:
    """What may be said of `record`: structlog's event, or the message before its values are filled in."""
    event = record.msg if isinstance(record.msg, dict) else {}
    kind = record.exc_info[0] if record.exc_info else None
    what = kind.__name__ if kind else str(event.get("event") or record.msg)[:80]
    request = getattr(record, "request", None) or event.get("request")
    where = str(event.get("task") or getattr(record, "data", {}).get("name", "") or record.name)
    if isinstance(request, HttpRequest):
        where = f"{request.method} {route_of(request)}"
    bound = structlog.contextvars.get_contextvars()
    return Alert(masked(what), where, str(event.get("request_id") or bound.get("request_id", "")))


def mail_admins(alert: Alert) -> None:
    """Raises `OSError` or `smtplib.SMTPException` when the mail server does not take it."""
    if settings.ADMINS:
        to = [address for _name, address in settings.ADMINS]
        send_mail(f"{settings.BASE_URL}: {alert.what}", str(alert), settings.SERVER_EMAIL, to)


def post_to_webhook(alert: Alert) -> None:
    """As Mattermost, Slack and Teams take it: JSON with a `text`. Raises `OSError` when it is not taken."""
    if settings.ALERT_WEBHOOK:
        body = json.dumps({"text": f"{settings.BASE_URL}: {alert}"}).encode()
        request = urllib.request.Request(  # noqa: S310  the boot check lets only https through
            settings.ALERT_WEBHOOK, data=body, headers={"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=WEBHOOK_SECONDS).close()  # noqa: S310
