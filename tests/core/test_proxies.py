"""Whoever connects is who they are, whatever they or a badly set up proxy claim."""

import pytest
from django.http import HttpResponse

from config.environment import Environment
from core.proxies import TrustedProxyMiddleware

PROXY = "172.18.0.5"


@pytest.fixture
def seen(rf, settings):
    """Send a request through the middleware: what the views see, the client's address and https or not."""
    settings.TRUSTED_PROXIES = Environment({}).networks("-", ["172.16.0.0/12", "10.0.0.5"])
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def send(peer: str, **headers: str) -> tuple[str, bool]:
        request = rf.get("/nb/", REMOTE_ADDR=peer, **headers)
        TrustedProxyMiddleware(lambda request: HttpResponse())(request)
        return request.META["REMOTE_ADDR"], request.is_secure()

    return send


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "client"),
    [
        (PROXY, None, PROXY),
        (PROXY, "", PROXY),
        (PROXY, "192.0.2.7", "192.0.2.7"),
        (PROXY, "198.51.100.1, 192.0.2.7", "192.0.2.7"),
        (PROXY, "192.0.2.7, 10.0.0.5", "192.0.2.7"),
        (PROXY, "192.0.2.7:50123", "192.0.2.7"),
        (PROXY, "[2001:db8::7]:443", "2001:db8::7"),
        (PROXY, "::ffff:192.0.2.7", "192.0.2.7"),
        (PROXY, "unknown", PROXY),
        (PROXY, "192.0.2.7, <script>", PROXY),
        (PROXY, "10.0.0.5", "10.0.0.5"),
        ("", "192.0.2.7", "127.0.0.1"),
        ("198.51.100.9", "192.0.2.7", "198.51.100.9"),
    ],
)
def test_client_is_the_last_one_that_a_trusted_proxy_vouches_for(seen, peer, forwarded_for, client):
    headers = {} if forwarded_for is None else {"HTTP_X_FORWARDED_FOR": forwarded_for}
    assert seen(peer, **headers)[0] == client


def test_only_a_trusted_proxy_says_that_it_was_https(seen):
    assert seen(PROXY, HTTP_X_FORWARDED_PROTO="https")[1] is True
    assert seen("198.51.100.9", HTTP_X_FORWARDED_PROTO="https")[1] is False


@pytest.mark.parametrize("real_ip", ["", "nonsense", "192.0.2.7, 192.0.2.8", "192.0.2.7"])
@pytest.mark.django_db
def test_log_in_and_search_answer_whatever_the_proxy_sends(client, real_ip):
    for headers in ({"HTTP_X_REAL_IP": real_ip}, {"HTTP_X_FORWARDED_FOR": real_ip}):
        answer = client.post("/nb/account/login/", {"email": "kari@moteplass.no"}, **headers)
        assert answer.status_code in (200, 302)


def test_set_up_that_cannot_work_is_said_once_in_the_log(rf, settings, caplog):
    settings.TRUSTED_PROXIES = Environment({}).networks("-", ["172.16.0.0/12"])
    settings.SECURE_SSL_REDIRECT = True
    middleware = TrustedProxyMiddleware(lambda request: HttpResponse())
    for _again in range(3):
        middleware(rf.get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="192.0.2.7"))
        middleware(rf.get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="192.0.2.7"))
        middleware(rf.get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="192.0.2.7, x"))
        behind_another = {"HTTP_X_FORWARDED_FOR": "10.0.0.9", "HTTP_X_FORWARDED_PROTO": "http"}
        middleware(rf.get("/", REMOTE_ADDR=PROXY, **behind_another))
    events = [record.msg["event"] for record in caplog.records]
    assert sorted(events) == [
        "forwarded_for_unreadable",
        "proxy_is_not_trusted",
        "proxy_names_no_scheme",
        "proxy_says_http",
    ]
