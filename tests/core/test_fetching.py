"""What stands at an address that somebody typed: nothing inside our network, and an end to everything."""

import gzip
import socket
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from core.fetching import CannotFetch, Fetched, Why, fetch
from core.outside import is_outside
from tests.web_server import Page, WebServer, web_server

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "0.0.0.0", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",
    "168.63.129.16", "192.88.99.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:102:304::1", "fe80::1",
    "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1",
]  # fmt: skip
OUTSIDE = [
    "1.1.1.1",
    "157.249.75.164",
    "2606:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::1.1.1.1",
    "2002:101:101::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_is_inside(address):
    assert not is_outside(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_is_outside(address):
    assert is_outside(ip_address(address))


@pytest.fixture
def server(settings):
    with web_server({}) as server:
        settings.FETCHING_ALLOWS = [server.place]
        yield server


def refusal(address: str, **more) -> Why:
    with pytest.raises(CannotFetch) as told:
        fetch(address, **more)
    return told.value.why


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
    ],
)
def test_local_address_is_refused_before_anybody_is_asked(host):
    assert refusal(f"http://{host}/") == Why.NOWHERE


def test_a_server_of_ours_is_not_asked_unless_it_is_named(settings):
    with web_server({"/": Page(b"secret")}) as server:
        assert (refusal(server.address), server.asked) == (Why.NOWHERE, [])


@pytest.mark.parametrize(
    "address",
    ["", "calendar.ics", "ftp://example.no/", "file:///etc/passwd", "http://", "http://a:b@example.no/",
     "http://example.no:99999/", "http://" + "a" * 70 + ".no/",
     "https://example.no/" + "a" * 2000, "http://[1/", "gopher:x"],
)  # fmt: skip
def test_what_is_no_address(address):
    assert refusal(address) == Why.ADDRESS


def test_what_stands_there_and_what_is_asked(server):
    server.pages["/a%20%C3%A5.ics"] = Page(b"hello", headers={"Content-Type": "text/calendar", "ETag": '"1"'})
    address = f"{server.address}/a å.ics"
    assert fetch(address, accept="text/calendar") == Fetched(
        b"hello", "text/calendar", {"ETag": '"1"'}, address
    )
    _path, headers = server.asked[0]
    assert headers["accept"] == "text/calendar"
    assert headers["host"] == server.place
    assert "Moteplass" in headers["user-agent"]


def test_what_has_not_changed_is_not_sent_again(server):
    server.pages["/"] = Page(b"hello", headers={"ETag": '"1"'})
    assert fetch(server.address, validators={"ETag": '"1"'}).body is None


@pytest.mark.parametrize(
    ("status", "why"),
    [(401, Why.DENIED), (403, Why.DENIED), (404, Why.NOT_FOUND), (410, Why.GONE),
     (429, Why.WAIT), (503, Why.WAIT),
     (500, Why.TROUBLE), (418, Why.ANSWER), (204, Why.ANSWER)],
)  # fmt: skip
def test_a_server_that_says_no(server, status, why):
    server.pages["/"] = Page(status=status)
    assert refusal(server.address) == why


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("120", 120, 120), ("99999999999", 604800, 604800), ("soon", None, None), ("in the future", None, None),
     ("{:%a, %d %b %Y %H:%M:%S} GMT", 3300, 3600)],
)  # fmt: skip
def test_a_server_that_asks_for_patience(server, text, least, most):
    in_an_hour = datetime.now(UTC) + timedelta(hours=1)
    server.pages["/"] = Page(status=429, headers={"Retry-After": text.format(in_an_hour)})
    with pytest.raises(CannotFetch) as told:
        fetch(server.address)
    after = told.value.retry_after
    assert after is None if least is None else least <= after <= most


def test_too_much_is_not_read_also_where_it_is_packed(server):
    server.pages["/"] = Page(b"a" * 2000)
    assert refusal(server.address, most_bytes=1999) == Why.LARGE
    bomb = gzip.compress(b"\0" * 50_000_000)
    server.pages["/"] = Page(bomb, headers={"Content-Encoding": "gzip"})
    begun = time.monotonic()
    assert refusal(server.address) == Why.LARGE
    assert time.monotonic() - begun < 2


def test_packed_answers_are_unpacked(server):
    server.pages["/"] = Page(gzip.compress(b"hello" * 50_000), headers={"Content-Encoding": "gzip"})
    assert fetch(server.address).body == b"hello" * 50_000


@pytest.mark.parametrize(
    "page",
    [
        Page(b"half", missing=100),
        Page(gzip.compress(b"hello" * 50)[:-9], headers={"Content-Encoding": "gzip"}),
        Page(b"not packed", headers={"Content-Encoding": "gzip"}),
        Page(b"hello", headers={"Content-Encoding": "br"}),
    ],
)
def test_half_an_answer_is_none(server, page):
    server.pages["/"] = page
    assert refusal(server.address) == Why.ANSWER


@pytest.mark.parametrize("page", [Page(b"a" * 500, drip=0.05), Page(head_drip=0.05)])
def test_what_comes_by_the_drop_has_an_end(server, page):
    server.pages["/"] = page
    begun = time.monotonic()
    assert refusal(server.address, seconds=0.4) == Why.SLOW
    assert time.monotonic() - begun < 2


def test_nobody_there(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        settings.FETCHING_ALLOWS = [place]
        assert refusal(f"http://{place}/") == Why.UNREACHABLE


def test_redirects_are_followed(server):
    server.pages |= {
        "/old": Page(status=301, headers={"Location": "/newer"}),
        "/newer": Page(status=302, headers={"Location": f"{server.address}/newest"}),
        "/newest": Page(b"hello"),
    }
    found = fetch(f"{server.address}/old")
    assert (found.body, found.address) == (b"hello", f"{server.address}/newest")


def test_redirects_have_an_end(server):
    server.pages["/"] = Page(status=302, headers={"Location": "/"})
    assert refusal(server.address) == Why.REDIRECTS
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    ("location", "why"),
    [("http://169.254.169.254/latest/", Why.NOWHERE), ("http://[::1]/", Why.NOWHERE),
     ("file:///etc/passwd", Why.ADDRESS),
     ("http://[", Why.ANSWER)],
)  # fmt: skip
def test_a_redirect_into_our_network_is_refused(server, location, why):
    server.pages["/"] = Page(status=302, headers={"Location": location})
    assert refusal(server.address) == why


def test_a_redirect_to_another_server_of_ours_is_refused(server):
    with web_server({"/": Page(b"secret")}) as other:
        server.pages["/"] = Page(status=302, headers={"Location": other.address})
        assert (refusal(server.address), other.asked) == (Why.NOWHERE, [])


def name_leads_to(monkeypatch, *answers: list[str]) -> list[str]:
    """Each look-up gives the next answer. Returns which names were looked up."""
    asked: list[str] = []

    def getaddrinfo(host, port, *arguments, **more):
        if host[0].isdigit():
            return numbers(host, port, *arguments, **more)
        asked.append(host)
        answer = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer]

    numbers = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_name_is_looked_up_once_and_the_checked_address_is_asked(server: WebServer, monkeypatch):
    """A second answer for the same name (rebinding) comes too late."""
    server.pages["/"] = Page(b"hello")
    asked = name_leads_to(monkeypatch, ["127.0.0.1"], ["169.254.169.254"])
    port = server.place.rpartition(":")[2]
    assert fetch(f"http://bibliotek.example:{port}/").body == b"hello"
    assert asked == ["bibliotek.example"]
    assert server.asked[0][1]["host"] == f"bibliotek.example:{port}"


def test_a_name_with_one_address_inside_is_refused(server: WebServer, monkeypatch):
    name_leads_to(monkeypatch, ["127.0.0.1", "10.0.0.1"])
    assert refusal(f"http://bibliotek.example:{server.place.rpartition(':')[2]}/") == Why.NOWHERE
    assert server.asked == []


def test_a_name_that_changes_its_answer_at_a_redirect_is_checked_again(server: WebServer, monkeypatch):
    server.pages["/"] = Page(status=302, headers={"Location": "/secret"})
    name_leads_to(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
    assert refusal(f"http://bibliotek.example:{server.place.rpartition(':')[2]}/") == Why.NOWHERE
    assert [path for path, _headers in server.asked] == ["/"]


def test_ports_of_other_services_are_refused(monkeypatch):
    name_leads_to(monkeypatch, ["1.1.1.1"])
    assert refusal("http://bibliotek.example:6379/") == Why.NOWHERE


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bibliotek.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("bibliotek.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def test_tls_asks_for_the_name_and_not_for_the_number(settings, monkeypatch, certificate):
    name_leads_to(monkeypatch, ["127.0.0.1"])
    with web_server({"/": Page(b"hello")}, certificate=certificate) as server:
        settings.FETCHING_ALLOWS = [server.place]
        port = server.place.rpartition(":")[2]
        assert refusal(f"https://bibliotek.example:{port}/") == Why.CERTIFICATE
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetch(f"https://bibliotek.example:{port}/").body == b"hello"
        assert fetch(f"webcal://bibliotek.example:{port}/").body == b"hello"
        # The certificate is for the name, wherever that leads.
        assert refusal(f"https://annet.example:{port}/") == Why.CERTIFICATE


def test_webcal_without_tls(server: WebServer):
    server.pages["/a.ics"] = Page(b"hello")
    assert fetch(f"webcal://{server.place}/a.ics").body == b"hello"
    assert refusal(f"webcals://{server.place}/a.ics") != Why.NOT_FOUND


def test_proxies_of_the_environment_are_not_used(server: WebServer, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.pages["/"] = Page(b"hello")
    assert fetch(server.address).body == b"hello"
