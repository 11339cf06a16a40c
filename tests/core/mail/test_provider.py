"""A provider's own interface instead of a mail server: what it answers, and what becomes of the mail."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from core.mail.outbox import delivering, services
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from scripts.stack import free_port
from tests.core.mail.bounces.conftest import NOW, with_kind

__all__ = ["with_kind"]

pytestmark = pytest.mark.django_db

OLENA = "olena@example.org"
INACTIVE = {
    "ErrorCode": 406,
    "Message": "You tried to send to recipient(s) that have been marked as inactive. Found inactive "
    f"addresses: {OLENA}. Inactive recipients are ones that have generated a hard bounce.",
}


class Postmark:
    """Answers every mail alike; keeps what it was asked. `silent`: it takes the mail and says nothing."""

    def __init__(self) -> None:
        self.status = 200
        self.body: dict[str, Any] = {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "To": OLENA}
        self.silent = False
        self.asked: list[dict[str, Any]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"]))
                server.asked.append(json.loads(sent))
                if server.silent:
                    self.connection.close()
                    return
                body = json.dumps(server.body).encode()
                self.send_response(server.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *arguments: None  # type: ignore[method-assign]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def postmark(settings) -> Iterator[Postmark]:
    server = Postmark()
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.MAIL_PROVIDER_SENDS = True
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "key",
        "POSTMARK_API_URL": f"http://127.0.0.1:{server.http.server_port}/",
        "REQUESTS_TIMEOUT": 2,
    }
    yield server
    server.http.shutdown()
    server.http.server_close()


def send(with_kind) -> OutboxMessage:
    with_kind()
    services.queue(kind="test.news", about=OLENA, recipient="newcomer:1", now=NOW)
    delivering.deliver_due(clock=lambda: NOW)
    return OutboxMessage.objects.get()


@pytest.mark.parametrize(
    ("status", "body", "state", "reason"),
    [
        (401, {"ErrorCode": 10, "Message": "Bad token"}, "queued", Why.SENDER_REFUSED),
        (429, {}, "queued", Why.BUSY),
        (503, {}, "queued", Why.BUSY),
        (500, {}, "unconfirmed", Why.BROKEN_OFF),
        (422, INACTIVE, "failed", Why.NO_SUCH_ADDRESS),
    ],
)
def test_answer_has_one_meaning(postmark, with_kind, status, body, state, reason):
    postmark.status, postmark.body = status, body
    row = send(with_kind)
    assert (row.state, row.reason) == (state, reason)


def test_mail_leaves_with_our_number_of_it(postmark, with_kind):
    row = send(with_kind)
    assert row.state == "sent"
    [sent] = postmark.asked
    assert sent["Metadata"] == {"moteplass": row.message_id[1:33]}
    assert {"Name": "Message-ID", "Value": row.message_id} in sent["Headers"]
    assert sent["To"] == OLENA


def test_provider_that_is_away_costs_no_mail_anything(postmark, with_kind, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": f"http://127.0.0.1:{free_port()}/"}
    row = send(with_kind)
    assert (row.state, row.reason, row.due_at) == ("queued", Why.UNREACHABLE, NOW)


def test_connection_that_breaks_may_have_taken_the_mail(postmark, with_kind):
    postmark.silent = True
    row = send(with_kind)
    assert (row.state, row.reason) == ("unconfirmed", Why.BROKEN_OFF)
