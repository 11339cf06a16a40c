"""What the mail server's answers mean."""

import smtplib

import pytest

from core.mail.letter import Letter, build_message
from core.mail.smtp import NotTaken, Reason, hand_over, reason_of

ADDRESS = "olena@example.org"


@pytest.fixture
def message():
    return build_message(Letter("Hei", "Hei", "<p>Hei</p>"), to=ADDRESS, language="nb")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no")}), Reason.NO_SUCH_ADDRESS),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (450, b"later")}), Reason.BUSY),
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


def test_connection_that_breaks_may_have_taken_the_message(monkeypatch, smtp_server, message):
    def broken(self, *args, **kwargs):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(smtplib.SMTP, "data", broken)
    with pytest.raises(NotTaken) as caught:
        hand_over(message)
    assert caught.value.reason is Reason.BROKEN_OFF
