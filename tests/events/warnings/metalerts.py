"""A local server that speaks MetAlerts 2.0: an RSS feed, one CAP file each, conditional answers, faults."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

NORDLAND = [(65.0, 11.0), (65.0, 16.0), (68.0, 16.0), (68.0, 11.0), (65.0, 11.0)]
OSLO = [(59.8, 10.5), (59.8, 11.0), (60.1, 11.0), (60.1, 10.5), (59.8, 10.5)]
LEVELS = {
    "green": ("1; green; Minor", "grønt nivå", "Minor"),
    "yellow": ("2; yellow; Moderate", "gult nivå", "Moderate"),
    "orange": ("3; orange; Severe", "oransje nivå", "Severe"),
    "red": ("4; red; Extreme", "rødt nivå", "Extreme"),
}
INFO = """
  <info>
    <language>{language}</language><category>Met</category><event>{event}</event>
    <responseType>Monitor</responseType><urgency>Future</urgency>
    <severity>{severity}</severity><certainty>Likely</certainty>
    <eventCode><valueName>eventType</valueName><value>{kind}</value></eventCode>
    <onset>{begins}</onset><expires>{ends}</expires>
    <senderName>Meteorologisk institutt</senderName>
    <headline>{event}, {words}, Helgeland, {begins}, {ends}</headline>
    <description>{event}.</description><instruction>Følg med.</instruction>
    <web>https://www.met.no/vaer-og-klima/ekstremvaervarsler-og-andre-farevarsler</web>
    <contact>https://www.met.no/kontakt-oss</contact>
    <parameter><valueName>eventAwarenessName</valueName><value>{named}</value></parameter>
    <parameter><valueName>awareness_level</valueName><value>{level}</value></parameter>
    <parameter><valueName>awareness_type</valueName><value>1; Wind</value></parameter>
    <area><areaDesc>Helgeland</areaDesc>{polygons}
      <altitude>0</altitude><ceiling>9000</ceiling></area>
  </info>"""
CAP = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>{identifier}</identifier><sender>urn:oid:2.49.0.0.578.0</sender>
  <sent>{sent}</sent><status>{status}</status><msgType>{message}</msgType><scope>Public</scope>
  {references}{infos}
</alert>"""
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:georss="http://www.georss.org/georss"><channel>
  <title>MET farevarsel</title><link>https://api.met.no</link><language>no</language>{items}
</channel></rss>"""
ITEM = """
  <item><title>{title}</title><description>Alert</description><link>{link}</link>
    <category>Met</category><guid isPermaLink="false">{identifier}</guid></item>"""


def cap(
    identifier: str,
    *,
    begins: datetime,
    ends: datetime,
    colour: str = "orange",
    kind: str = "blowingSnow",
    message: str = "Alert",
    status: str = "Actual",
    replaces: tuple[str, ...] = (),
    areas: tuple = (NORDLAND,),
) -> bytes:
    """A CAP file as MET writes them: a Norwegian and an English block."""
    level, words, severity = LEVELS[colour]
    polygons = "".join(
        f"<polygon>{' '.join(f'{latitude},{longitude}' for latitude, longitude in area)}</polygon>"
        for area in areas
    )
    said: dict[str, Any] = {
        "kind": kind, "severity": severity, "level": level, "words": words, "polygons": polygons,
        "begins": begins.isoformat(), "ends": ends.isoformat(),
    }  # fmt: skip
    infos = INFO.format(language="no", event="Snøfokk", named="Kraftig snøfokk", **said)
    infos += INFO.format(language="en-GB", event="Blowing snow", named="Heavy blowing snow", **said)
    sent = begins.isoformat()
    referred = " ".join(f"urn:oid:2.49.0.0.578.0,{each},{sent}" for each in replaces)
    references = f"<references>{referred}</references>" if replaces else ""
    return CAP.format(
        identifier=identifier, sent=sent, status=status, message=message, references=references, infos=infos
    ).encode()


@dataclass
class MetAlerts:
    """What the server has, and how it misbehaves.

    `files` are the CAP files by identifier; `titles` what the feed says of each. `instead` stands in the
    place of an answer, by path or identifier: bytes, or a status.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    instead: dict[str, bytes | int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    expires: datetime | None = None
    link_host: str = ""
    hangs_up: bool = False
    slow_seconds: float = 0.0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, identifier: str, **said: Any) -> None:
        self.files[identifier] = cap(identifier, **said)
        words = LEVELS[said.get("colour", "orange")][1]
        self.titles[identifier] = f"Kraftig snøfokk, {words}, Helgeland"

    def drop(self, identifier: str) -> None:
        del self.files[identifier]

    def feed(self) -> bytes:
        host = self.link_host or self.url.rpartition("/current.rss")[0]
        items = "".join(
            ITEM.format(
                title=escape(self.titles.get(each, "")), link=f"{host}/current?cap={each}", identifier=each
            )
            for each in self.files
        )
        return FEED.format(items=items).encode()

    def fetched(self) -> list[str]:
        """The identifiers of the files that were asked for."""
        return [path for path, _headers in self.asked if path != "/current.rss"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        met: MetAlerts = self.server.met
        parts = urlsplit(self.path)
        name = (parse_qs(parts.query).get("cap") or [parts.path])[0]
        met.asked.append((name, dict(self.headers)))
        body = met.feed() if name == "/current.rss" else met.files.get(name, 404)
        body = met.instead.get(name, body)
        if isinstance(body, int):
            return self._send(body, b"", met.headers)
        headers = dict(met.headers)
        if name == "/current.rss":
            tag = f'"{hash(body)}"'
            headers |= {"ETag": tag, "Last-Modified": "Thu, 26 Nov 2026 06:00:00 GMT"}
            if met.expires:
                headers["Expires"] = format_datetime(met.expires, usegmt=True)
            if self.headers.get("If-None-Match") == tag:
                return self._send(304, b"", headers)
        if "gzip" in self.headers.get("Accept-Encoding", "") and not body.startswith(b"\x1f\x8b"):
            body = gzip.compress(body)
        return self._send(200, body, headers | {"Content-Encoding": "gzip"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        met: MetAlerts = self.server.met
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if met.hangs_up:
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
            return
        if met.slow_seconds:
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(met.slow_seconds)
            return
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: Any) -> None:
        """Whoever reads no further has gone."""


@contextmanager
def running() -> Iterator[MetAlerts]:
    server = Server(("127.0.0.1", 0), Handler)
    met = MetAlerts(url=f"http://127.0.0.1:{server.server_port}/current.rss")
    server.met = met  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield met
    server.shutdown()
    server.server_close()
