"""Asking the site something as somebody, and all that comes back."""

import io
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils import timezone

from core.mail.outbox import delivering
from core.mail.outbox.models import OutboxMessage
from core.models import User
from tests.isolation.rows import Watch, writes


@dataclass(frozen=True)
class Answer:
    """What came back. `text`: all that can be read in it; `changes`: what it did to others' rows."""

    status: int
    to: str
    is_warned: bool
    text: str
    changes: list[str]

    @property
    def is_no(self) -> bool:
        """Nothing was shown or done. Wagtail says no by sending people to its front page or to the log-in."""
        if self.status in (301, 302):
            where = self.to.split("?")[0]
            return where.endswith(("/login/", "/reauthenticate/")) or (
                where == reverse("wagtailadmin_home") and self.is_warned
            )
        return self.status in (401, 403, 404, 405, 410)


class Asker(RequestFactory):
    """One person's browser. Django's own test client keeps every template's context, which is slow."""

    def __init__(self, user: User | None, watch: Watch | None) -> None:
        super().__init__(SERVER_NAME="localhost")
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.watch = watch
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookies = client.cookies

    def request(self, **request: Any) -> HttpResponseBase:
        return self.handler(self._base_environ(**request))

    def ask(self, address: str, data: dict[str, Any] | None = None) -> Answer:
        """GET `address`, or POST `data` to it. What it does is undone again."""
        mail.outbox.clear()
        if data is not None:
            # Limits count what comes from one address, and every actor here has the same.
            cache.clear()
        with transaction.atomic():
            waiting = set(OutboxMessage.objects.values_list("pk", flat=True))
            with writes() as made:
                response = self.get(address) if data is None else self.post(address, data)
            changes = self.watch.changes() if made and self.watch else []
            if made:
                # Also what waits on purpose: the mails are part of the answer, and no others.
                OutboxMessage.objects.filter(pk__in=waiting).delete()
                delivering.deliver_due(clock=lambda: timezone.now() + timedelta(minutes=5))
            text = everything_in(response)
            transaction.set_rollback(True)
        is_warned = any(message.level >= messages.ERROR for message in messages_of(response))
        return Answer(response.status_code, response.headers.get("Location", ""), is_warned, text, changes)


def messages_of(response: HttpResponseBase) -> list[Message]:
    """What the next page will say."""
    return getattr(getattr(response.wsgi_request, "_messages", None), "_queued_messages", [])


def everything_in(response: HttpResponseBase) -> str:
    """The body, the headers, the messages for the next page and the mails."""
    content = b"".join(response) if response.streaming else response.content
    parts = [
        unpacked(content),
        str(response.headers),
        *(str(message) for message in messages_of(response)),
        *(str(sent.message()) for sent in mail.outbox),
    ]
    return "\n".join(parts)


def unpacked(content: bytes) -> str:
    """A workbook is a zip file of XML."""
    if not content.startswith(b"PK\x03\x04"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
