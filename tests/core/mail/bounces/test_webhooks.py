"""Mail providers bring their reports as they do, and nobody else is heard."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import pytest

from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from tests.core.mail.bounces.conftest import NOW, number_of

pytestmark = pytest.mark.django_db

ADDRESS = "/mail/reports/"
SECRET = "s" * 40
OLENA = "olena@example.org"


@pytest.fixture
def provider(settings):
    """Has reports of this provider taken."""

    def use(name: str) -> None:
        settings.MAIL_PROVIDER, settings.MAIL_SECRET = name, SECRET
        settings.ANYMAIL = {
            "WEBHOOK_SECRET": f"moteplass:{SECRET}",
            "MAILGUN_WEBHOOK_SIGNING_KEY": "signing",
        }

    return use


def log_in(secret: str = SECRET) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"moteplass:{secret}".encode()).decode()}


def bring(client, report: dict[str, Any], secret: str = SECRET):
    return client.post(ADDRESS, json.dumps(report), content_type="application/json", headers=log_in(secret))


def postmark(
    row: OutboxMessage, kind: str = "HardBounce", words: str = "550 5.1.1 unknown"
) -> dict[str, Any]:
    record = "SpamComplaint" if kind == "SpamComplaint" else "Bounce"
    return {
        "RecordType": record,
        "ID": 4323372036854775807,
        "Type": kind,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"moteplass": number_of(row)},
        "Details": words,
        "Description": "The server was unable to deliver your message.",
        "Email": OLENA,
        "BouncedAt": "2027-01-05T16:33:54Z",
    }


def mailgun(row: OutboxMessage, event: str = "failed", **more: Any) -> dict[str, Any]:
    stamp, token = str(int(time.time())), "a" * 50
    signature = hmac.new(b"signing", f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": {
            "event": event,
            "id": "Ase7i2zsRYeDXztHGENqRA",
            "timestamp": time.time(),
            "recipient": OLENA,
            "message": {"headers": {"message-id": row.message_id.strip("<>")}},
            "user-variables": {},
            **more,
        },
    }


def brevo(row: OutboxMessage, event: str) -> dict[str, Any]:
    return {
        "event": event,
        "email": OLENA,
        "ts_epoch": 1798804434000,
        "message-id": "<201798672156.7787683@relay.domain.com>",
        "X-Mailin-custom": json.dumps({"moteplass": number_of(row)}),
        "reason": "",
    }


FAILED = {"severity": "permanent", "delivery-status": {"code": 550, "message": "5.1.1 No such user"}}


@pytest.mark.parametrize(
    ("name", "report", "for_good", "wants_no_more", "state"),
    [
        ("postmark", lambda row: postmark(row), True, False, "failed"),
        ("postmark", lambda row: postmark(row, "SoftBounce", "552 5.2.2 full"), False, False, "failed"),
        ("postmark", lambda row: postmark(row, "SpamComplaint", ""), False, True, "sent"),
        ("mailgun", lambda row: mailgun(row, **FAILED), True, False, "failed"),
        ("mailgun", lambda row: mailgun(row, "complained"), False, True, "sent"),
        ("mailgun", lambda row: mailgun(row, "unsubscribed"), False, True, "sent"),
        ("brevo", lambda row: brevo(row, "hard_bounce"), True, False, "failed"),
        ("brevo", lambda row: brevo(row, "soft_bounce"), False, False, "failed"),
        ("brevo", lambda row: brevo(row, "spam"), False, True, "sent"),
    ],
)
def test_report_is_heard_once(client, provider, told, left, name, report, for_good, wants_no_more, state):
    provider(name)
    row = left(OLENA)
    for _time in range(2):
        assert bring(client, report(row)).status_code == 200
    [(about, returned)] = told
    assert (about, returned.is_for_good, returned.wants_no_more) == (OLENA, for_good, wants_no_more)
    row.refresh_from_db()
    assert row.state == state


@pytest.mark.parametrize(
    "report", [lambda row: postmark(row, "Transient"), lambda row: {"RecordType": "Open"}]
)
def test_what_says_nothing_changes_nothing(client, provider, told, left, report):
    provider("postmark")
    row = left(OLENA)
    assert bring(client, report(row)).status_code == 200
    assert told == []


def test_delivery_settles_what_was_perhaps_sent(client, provider, told, left):
    provider("brevo")
    row = left(OLENA)
    OutboxMessage.objects.update(state="unconfirmed", reason=Why.BROKEN_OFF)
    bring(client, brevo(row, "delivered"))
    row.refresh_from_db()
    assert (row.state, told) == ("sent", [])


def test_whoever_does_not_know_the_secret_is_not_the_provider(client, provider, told, left):
    provider("postmark")
    row = left(OLENA)
    assert bring(client, postmark(row), secret="x" * 40).status_code == 404
    assert client.post(ADDRESS, json.dumps(postmark(row)), content_type="application/json").status_code == 404
    assert told == []


def test_mailguns_signature_must_be_right_too(client, provider, told, left):
    provider("mailgun")
    report = mailgun(left(OLENA), **FAILED)
    report["signature"]["signature"] = "0" * 64
    assert bring(client, report).status_code == 404
    assert told == []


def test_installation_without_a_provider_has_no_such_address(client, settings):
    settings.MAIL_PROVIDER = ""
    assert bring(client, {}).status_code == 404


@pytest.mark.parametrize(
    "body",
    ["", "[]", "[" * 50_000, '"a"', "{}", '{"RecordType": 1}', '{"RecordType": "Bounce", "Metadata": 3}'],
)
def test_what_cannot_be_read_is_refused_and_breaks_nothing(client, provider, body):
    provider("postmark")
    answer = client.post(ADDRESS, body, content_type="application/json", headers=log_in())
    assert answer.status_code in (200, 400)


def test_report_about_a_mail_that_is_none_of_ours_changes_nothing(client, provider, told, left):
    provider("postmark")
    row = left(OLENA)
    report = postmark(row)
    report["Metadata"] = {"moteplass": "f" * 32}
    assert bring(client, report).status_code == 200
    report["Metadata"] = {}
    assert bring(client, report).status_code == 200
    row.refresh_from_db()
    assert (row.state, told) == ("sent", [])


def test_report_that_comes_too_early_is_asked_for_again(client, provider, told, left):
    provider("postmark")
    row = left(OLENA)
    OutboxMessage.objects.update(state="sending", ended_at=None)
    assert bring(client, postmark(row)).status_code == 503
    OutboxMessage.objects.update(state="sent", ended_at=NOW)
    assert bring(client, postmark(row)).status_code == 200
    assert len(told) == 1
