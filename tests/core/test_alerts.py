"""A fault is told to those who look after the site, without anything that a person typed."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from core.logs.alerts import AlertHandler

TYPED = "kari.nordmann@example.org"


@pytest.fixture
def chat(settings) -> Iterator[list[dict]]:
    """A chat's webhook on a real socket; the settings name it."""
    received: list[dict] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.ALERT_WEBHOOK = f"http://127.0.0.1:{server.server_port}/"
    yield received
    server.shutdown()
    server.server_close()


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, AlertHandler]]:
    """A logger that nothing but an alert handler of its own listens to."""
    handler = AlertHandler()
    logger = logging.Logger("tests.alerts")
    logger.addHandler(handler)
    return logger, handler


def test_fault_is_told_once_by_mail_and_in_the_chat(settings, smtp_server, chat, log, rf):
    settings.ADMINS = [("drift@moteplass.no", "drift@moteplass.no")]
    logger, handler = log
    request = rf.post("/nb/", {"email": TYPED})
    for _again in range(3):
        try:
            raise ValueError(TYPED)
        except ValueError:
            logger.exception("Internal Server Error: %s", f"/nb/{TYPED}/", extra={"request": request})
    handler.waiting.join()
    (mail,) = smtp_server.wait(1)
    (message,) = chat
    assert "ValueError in POST (no route)" in message["text"]
    assert b"ValueError in POST (no route)" in mail
    assert TYPED not in message["text"] + mail.decode()


def test_warning_is_not_told(chat, log):
    logger, handler = log
    logger.warning("something small")
    handler.waiting.join()
    assert chat == []


def test_telling_that_fails_neither_ends_nor_repeats_itself(settings, log):
    settings.ALERT_WEBHOOK = "http://127.0.0.1:1/"
    logger, handler = log
    logger.error("first")
    logger.error("second")
    handler.waiting.join()
    assert handler.thread is not None
    assert handler.thread.is_alive()


def test_nobody_is_told_where_nobody_is_named(log):
    logger, handler = log
    logger.error("something large")
    assert handler.thread is None
