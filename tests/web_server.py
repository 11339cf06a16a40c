"""Other people's web server: pages by their path, with the faults that such servers have."""

import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Page:
    """What stands at one path. `drip`: the body comes a byte at a time, with this many seconds between."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0
    head_drip: float = 0
    # As many bytes fewer than the head says.
    missing: int = 0


@dataclass
class WebServer:
    address: str
    # "127.0.0.1:PORT", for FETCHING_ALLOWS.
    place: str
    pages: dict[str, Page]
    # (path, headers) of every question.
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def web_server(pages: Mapping[str, Page], *, certificate: Path | None = None) -> Iterator[WebServer]:
    """`certificate`: a PEM file with key, then it speaks https."""
    known: WebServer

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = known.pages.get(self.path, Page(status=404))
            if page.head_drip:
                for letter in b"HTTP/1.1 200 OK\r\n" * 400:
                    self.wfile.write(bytes([letter]))
                    time.sleep(page.head_drip)
            etag = page.headers.get("ETag")
            status = 304 if etag and self.headers.get("If-None-Match") == etag else page.status
            body = b"" if status == 304 else page.body
            self.send_response(status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) + page.missing))
            self.end_headers()
            for start in range(0, len(body), 1 if page.drip else len(body) or 1):
                self.wfile.write(body[start : start + (1 if page.drip else len(body))])
                time.sleep(page.drip)

        def log_message(self, *arguments: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *arguments: object) -> None:
            """Whoever asked went away."""

    server = Quiet(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    place = f"127.0.0.1:{server.server_port}"
    known = WebServer(f"http{'s' if certificate else ''}://{place}", place, dict(pages))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
