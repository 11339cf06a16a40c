"""The two registers for tests: a local server that answers in their shapes, with their faults."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

# Right by their last figure, and made up.
NUMBER, KRETS = "810034882", "810034890"


def a_number(start: int) -> str:
    """A number that is right, from eight figures; the next ones are tried where it has no last figure."""
    while True:
        digits = [int(char) for char in f"{start:08d}"]
        last = 11 - sum(d * w for d, w in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        if last != 10:
            return f"{start:08d}{last % 11}"
        start += 1


def a_unit(orgnr: str, name: str = "HERØY STRIKKELAG", **fields: Any) -> dict[str, Any]:
    """As Enhetsregisteret writes one, with a private home in its postal lines."""
    where = {
        "land": "Norge",
        "postnummer": "8850",
        "adresse": ["c/o Ola Hemmelig", "Hemmeligveien 1"],
        "kommune": "HERØY",
        "kommunenummer": "1818",
    }
    return {
        "organisasjonsnummer": orgnr,
        "navn": name,
        "organisasjonsform": {"kode": "FLI", "beskrivelse": "Forening/lag/innretning"},
        "hjemmeside": "www.strikkelaget.example",
        "epostadresse": "leder@strikkelaget.example",
        "telefon": "75 00 00 33",
        "postadresse": where,
        "forretningsadresse": where,
        "konkurs": False,
        "underAvvikling": False,
        "underTvangsavviklingEllerTvangsopplosning": False,
        "respons_klasse": "Enhet",
        **fields,
    }


@dataclass
class Registers:
    """What they hold, and how they behave: `status` answers everything, with `retry_after`; `raw` is sent
    instead of JSON; `silent` is for how many seconds nothing comes; `gone` are numbers that answer 410."""

    address: str = ""
    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    categories: dict[str, list[str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    status: int = 200
    retry_after: str = ""
    raw: bytes | None = None
    silent: float = 0
    page_size: int = 2
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        if path == "/enheter":
            return 200, self.page(query)
        number = path.rpartition("/")[2]
        if number in self.gone:
            return 410, {"organisasjonsnummer": number, "slettedato": "2024-01-01"}
        if path.startswith("/frivillige-organisasjoner/"):
            codes = self.categories.get(number)
            if codes is None:
                return 404, {}
            rows = [
                {"icnpoNummer": code, "kategori": "ICNPOKategori.noe", "rekkefoelge": place}
                for place, code in enumerate(codes, start=1)
            ]
            shape = {"respons_klasse": "FrivilligOrganisasjonInnfoert", "icnpoKategorier": rows}
            return 200, {"organisasjonsnummer": number, **shape}
        return (200, self.units[number]) if number in self.units else (404, {})

    def page(self, query: dict[str, list[str]]) -> dict[str, Any]:
        parent = query.get("overordnetEnhet", [""])[0]
        found = [unit for unit in self.units.values() if unit.get("overordnetEnhet") == parent]
        number = int(query.get("page", ["0"])[0])
        rows = found[number * self.page_size : (number + 1) * self.page_size]
        links = {}
        if (number + 1) * self.page_size < len(found):
            url = f"{self.address}/enheter?overordnetEnhet={parent}&page={number + 1}"
            links["next"] = {"href": url}
        return {"_embedded": {"enheter": rows}, "_links": links}


class Server(ThreadingHTTPServer):
    """Runs as long as the session; each test has `Registers` of its own."""

    daemon_threads = True
    registers = Registers()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        registers = self.server.registers
        parts = urlsplit(self.path)
        registers.asked.append(parts.path)
        registers.agents.add(self.headers.get("User-Agent", ""))
        time.sleep(registers.silent)
        status, values = registers.status, {}
        if status == 200:
            status, values = registers.answer(parts.path, parse_qs(parts.query))
        body = json.dumps(values).encode() if registers.raw is None else registers.raw
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if registers.retry_after:
            self.send_header("Retry-After", registers.retry_after)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return None


@pytest.fixture(scope="session")
def _register_server() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture
def registers(settings, _register_server: Server) -> Registers:
    """Registers on a free port, which the settings name; a knitting circle is in them."""
    found = Registers(address=f"http://127.0.0.1:{_register_server.server_port}")
    found.units[NUMBER] = a_unit(NUMBER)
    found.categories[NUMBER] = ["1300", "14100"]
    _register_server.registers = found
    settings.ENHETSREGISTERET_URL = settings.FRIVILLIGHETSREGISTERET_URL = found.address
    return found
