"""A provider of text messages for tests: a local server that speaks Sveve's protocol, with its faults."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs, urlencode
from urllib.request import urlopen

import pytest

from config.environment import Environment
from core.sms.parts import parts_of

SECRET = "a-secret-of-the-provider-in-tests"
USER, PASSWORD = "moteplass", "p@ss/word"


@dataclass
class SmsProvider:
    """What the server has taken, and how it behaves.

    `status` answers every message with this HTTP status, `answer` with this text; `fatal` is said inside a
    200, and numbers in `refuse` are refused there. It breaks off when it has read a message with `hang_up`,
    and is silent for so many seconds with `silent`. `asked` counts questions about the account.
    """

    address: str = ""
    messages: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    answer: str | None = None
    fatal: str = ""
    refuse: set[str] = field(default_factory=set)
    no: str = "Telefonnummeret er ikke gyldig"
    hang_up: bool = False
    silent: float = 0
    asked: int = 0
    credit: str = "1000"
    password: str = PASSWORD
    ids: Iterator[int] = field(default_factory=lambda: count(42_824_112))
    at_once: int = 0
    most_at_once: int = 0

    def wait(self, number: int, seconds: float = 30) -> list[dict[str, str]]:
        """The messages, once there are `number` of them."""
        deadline = time.monotonic() + seconds
        while len(self.messages) < number:
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.02)
        return self.messages

    def report(self, site: str, message: dict[str, str], *, delivered: bool = True, code: str = "") -> int:
        """Report on a message as Sveve does, by GET. Returns the site's status."""
        values = {
            "number": message["to"],
            "status": str(delivered).lower(),
            "id": message["id"],
            "ref": message["ref"],
            "errorCode": code,
            "errorDesc": code and "Absent subscriber",
        }
        with urlopen(f"{site}/sms/{SECRET}/?{urlencode(values)}", timeout=20) as answer:
            return answer.status

    def take(self, values: dict[str, str]) -> tuple[int, str]:
        """What it answers to one message."""
        if self.status != 200:
            return self.status, "<html>Bad Gateway</html>"
        if self.answer is not None:
            return 200, self.answer
        if (values.get("user"), values.get("passwd")) != (USER, self.password):
            return 200, json.dumps({"response": {"fatalError": "Feil brukernavn/passord"}})
        if self.fatal:
            return 200, json.dumps({"response": {"fatalError": self.fatal}})
        if values["to"] in self.refuse:
            error = {"number": values["to"], "message": self.no}
            said = {"msgOkCount": 0, "stdSMSCount": 0, "errors": [error], "ids": []}
            return 200, json.dumps({"response": said})
        taken = {**values, "id": str(next(self.ids))}
        self.messages.append(taken)
        said = {"msgOkCount": 1, "stdSMSCount": parts_of(values["msg"]).number, "ids": [int(taken["id"])]}
        return 200, json.dumps({"response": said})


class Server(ThreadingHTTPServer):
    """Runs as long as the session; each test has an `SmsProvider` of its own."""

    daemon_threads = True
    request_queue_size = 100
    provider = SmsProvider()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        provider = self.server.provider
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        values = {name: each[-1] for name, each in parse_qs(body, keep_blank_values=True).items()}
        if self.path.endswith("/SMS/AccountAdm"):
            provider.asked += 1
            known = (values.get("user"), values.get("passwd")) == (USER, provider.password)
            status = provider.status if provider.status in (401, 503) else 200
            return self.say(status, provider.credit if known else "Feil brukernavn/passord")
        if not self.path.endswith("/SMS/SendMessage"):
            return self.say(404, "not here")
        provider.at_once += 1
        provider.most_at_once = max(provider.most_at_once, provider.at_once)
        try:
            time.sleep(provider.silent)
            if provider.hang_up:
                provider.messages.append({**values, "id": "lost"})
                return None
            return self.say(*provider.take(values))
        finally:
            provider.at_once -= 1

    def say(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return None


@pytest.fixture(scope="session")
def _sms_server() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture
def sms_provider(settings, _sms_server: Server) -> SmsProvider:
    """A provider on a free port, which the settings name."""
    _sms_server.provider = SmsProvider(address=f"127.0.0.1:{_sms_server.server_port}")
    use(settings, _sms_server.provider.address)
    settings.SMS_SECRET = SECRET
    settings.SMS_TIMEOUT = 1
    return _sms_server.provider


def use(settings, address: str, sender: str = "26112") -> None:
    """Have the settings name the provider at `address`."""
    settings.SMS = Environment({"SMS_URL": url_of(address, sender)}).sms("SMS_URL")


def url_of(address: str, sender: str = "26112") -> str:
    return f"sveve+http://{USER}:p%40ss%2Fword@{address}?sender={sender}"
