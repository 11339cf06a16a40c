"""What the mail server's answers mean."""

import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from core.mail.letter import Letter, build_message
from core.mail.smtp import NotTaken, Reason, cause_of, hand_over, names_nobody, reason_of

ADDRESS = "olena@example.org"


@pytest.fixture
def message():
    return build_message(Letter("Hei", "Hei", "<p>Hei</p>"), to=ADDRESS, language="nb")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no")}), Reason.NO_SUCH_ADDRESS),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (450, b"later")}), Reason.BUSY),
        (
            smtplib.SMTPRecipientsRefused({ADDRESS: (554, b"5.7.1 Relay access denied")}),
            Reason.SENDER_REFUSED,
        ),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"5.1.8 Bad sender")}), Reason.SENDER_REFUSED),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"5.2.1 Disabled")}), Reason.NO_SUCH_ADDRESS),
        (smtplib.SMTPDataError(550, b"5.7.26 Unauthenticated"), Reason.SENDER_REFUSED),
        (smtplib.SMTPDataError(550, b"5.7.1 Spam"), Reason.REFUSED),
        (smtplib.SMTPDataError(554, b"no"), Reason.REFUSED),
        (smtplib.SMTPDataError(451, b"later"), Reason.BUSY),
        (smtplib.SMTPSenderRefused(550, b"no", "us@example.org"), Reason.SENDER_REFUSED),
        (smtplib.SMTPSenderRefused(421, b"later", "us@example.org"), Reason.BUSY),
        (smtplib.SMTPNotSupportedError(), Reason.BAD_ADDRESS),
        (ValueError(), Reason.BAD_ADDRESS),
        (smtplib.SMTPServerDisconnected(), Reason.BROKEN_OFF),
        (TimeoutError(), Reason.BROKEN_OFF),
    ],
)
def test_answer_of_a_mail_server_has_one_meaning(error, reason):
    assert reason_of(error) is reason


def test_message_that_the_server_takes_is_handed_over(smtp_server, message):
    hand_over(message)
    assert len(smtp_server.wait(1)) == 1


def test_address_that_the_server_refuses_is_told_by_its_reason(smtp_server, message):
    smtp_server.refuse.add(ADDRESS)
    with pytest.raises(NotTaken) as caught:
        hand_over(message)
    assert caught.value.reason is Reason.NO_SUCH_ADDRESS


def test_server_that_is_away_is_unreachable(settings, smtp_server, message):
    settings.EMAIL_PORT = 1
    with pytest.raises(NotTaken) as caught:
        hand_over(message)
    assert caught.value.reason is Reason.UNREACHABLE


def test_connection_that_breaks_may_have_taken_the_message(smtp_server, message):
    smtp_server.hang_up = True
    with pytest.raises(NotTaken) as caught:
        hand_over(message)
    assert caught.value.reason is Reason.BROKEN_OFF


@pytest.mark.parametrize(
    ("error", "cause", "can_be_mended"),
    [
        (ssl.SSLCertVerificationError(), "certificate_not_trusted", True),
        (ssl.SSLError(), "no_common_encryption", True),
        (smtplib.SMTPAuthenticationError(535, b"no"), "log_in_refused", True),
        (smtplib.SMTPAuthenticationError(454, b"later"), "other", False),
        (smtplib.SMTPConnectError(554, b"no"), "turned_away", True),
        (smtplib.SMTPConnectError(421, b"later"), "other", False),
        (socket.gaierror(), "no_such_host", True),
        (ConnectionRefusedError(), "port_closed", False),
        (TimeoutError(), "no_answer", False),
    ],
)
def test_why_there_is_no_connection_is_told_apart_for_the_operator(error, cause, can_be_mended):
    found, hint = cause_of(error)
    assert (found, bool(hint)) == (cause, can_be_mended)


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A server's context with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, begins, begins + timedelta(days=36_500))
    ).sign(key, hashes.SHA256())
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_server_with_a_certificate_of_its_own_is_named_in_the_log(settings, message, tmp_path, caplog):
    listener = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listener.getsockname()[1]
    settings.EMAIL_USE_SSL = True
    with own_certificate(tmp_path).wrap_socket(listener, server_side=True) as server:

        def refuse_one() -> None:
            with suppress(OSError):
                server.accept()

        threading.Thread(target=refuse_one, daemon=True).start()
        with pytest.raises(NotTaken) as refusal:
            hand_over(message)
    assert refusal.value.reason is Reason.OUR_SETTINGS
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.msg["cause"] == "certificate_not_trusted"
    assert "SSL_CERT_FILE" in record.msg["hint"]


@pytest.mark.parametrize(
    ("error", "nobody"),
    [
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"5.1.1 No such user here")}), True),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"User unknown")}), True),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"5.2.1 Disabled")}), True),
        (smtplib.SMTPDataError(550, b"5.1.1 recipient does not exist"), True),
        # It says no, and not that there is nobody.
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no")}), False),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (552, b"5.2.2 Mailbox full")}), False),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"5.7.1 user unknown: access denied")}), False),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (450, b"4.1.1 User unknown for now")}), False),
        (smtplib.SMTPDataError(554, b"Spam"), False),
        (smtplib.SMTPSenderRefused(550, b"5.1.1 no such user", "us@example.org"), False),
    ],
)
def test_only_who_is_said_not_to_be_there_is_not_there(error, nobody):
    assert names_nobody(error) is nobody
