"""The mailbox to which mails come back is read over a real socket, in bounded pieces, and left as it was."""

from email import message_from_bytes

import pytest
from django.utils import timezone

from core.mail.bounces import mailbox
from core.mail.bounces.reading import LONGEST
from core.mail.bounces.tasks import read_bounces
from core.mail.outbox.models import OutboxMessage
from tests.core.mail.bounces import notices
from tests.core.mail.bounces.conftest import NOW
from tests.core.mail.bounces.notices import dsn

pytestmark = pytest.mark.django_db

OLENA, SAMIR = "olena@example.org", "samir@example.org"


def read() -> dict[str, int]:
    return mailbox.read_mailbox(now=timezone.now())


def test_what_comes_back_is_known_by_the_envelope_and_by_the_headers(imap, told, left, smtp_server):
    olena, samir = left(OLENA), left(SAMIR)
    assert message_from_bytes(smtp_server.messages[0])["From"].endswith("<hei@moteplass.example>")
    imap.receive(dsn(returned="", to=smtp_server.senders[0]), dsn(message_id=samir.message_id))
    assert read() == {"hard": 2}
    assert {about for about, _returned in told} == {OLENA, SAMIR}
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"failed"}
    assert {flag for mail in imap.mails for flag in mail.flags} == {"\\Seen"}
    assert olena.message_id != samir.message_id


def test_mailbox_that_was_read_is_empty_to_us(imap, told, left):
    imap.receive(dsn(message_id=left(OLENA).message_id))
    assert read() == {"hard": 1}
    assert read() == {}


def test_round_that_breaks_off_is_made_up_for_and_nothing_counts_twice(imap, told, left):
    imap.receive(*[dsn(message_id=left(f"person{number}@example.org").message_id) for number in range(4)])
    imap.hang_up_after = 3
    with pytest.raises(mailbox.NotReadable):
        read()
    assert read() == {"again": 1, "hard": 1}
    assert len(told) == 4


def test_notice_that_we_fall_over_stops_none_of_the_others(imap, told, left, with_kind):
    """It stays unread, for the round after it is mended."""

    def falls_over(row, returned):
        raise ZeroDivisionError

    olena = left(OLENA)
    with_kind("test.broken", returned=falls_over)
    OutboxMessage.objects.filter(pk=olena.pk).update(kind="test.broken")
    imap.receive(dsn(message_id=olena.message_id), dsn(message_id=left(SAMIR).message_id))
    assert read() == {"fault": 1, "hard": 1}
    assert [mail.flags for mail in imap.mails] == [set(), {"\\Seen"}]
    OutboxMessage.objects.filter(pk=olena.pk).update(kind="test.news")
    assert read() == {"hard": 1}


def test_forged_notice_about_somebody_elses_mail_changes_nothing(imap, told, left):
    row = left(OLENA)
    imap.receive(
        dsn(message_id="<0123456789abcdef0123456789abcdef@moteplass.example>", recipient=OLENA),
        dsn(message_id="<anything@example.com>", recipient=OLENA),
        dsn(returned="", to=f"retur+{row.message_id[1:33]}0123456789ab@moteplass.example", recipient=OLENA),
        notices.complaint(),
    )
    counts = read()
    assert set(counts) == {"unknown", "nothing"}
    row.refresh_from_db()
    assert (row.state, told) == ("sent", [])


def test_own_notice_cannot_name_somebody_else(imap, told, left):
    """Whoever has had a mail can say that it came back: of that mail, whatever address stands beside it."""
    olena, samir = left(OLENA), left(SAMIR)
    imap.receive(dsn(message_id=samir.message_id, recipient=OLENA))
    read()
    assert [about for about, _returned in told] == [SAMIR]
    olena.refresh_from_db()
    assert olena.state == "sent"


def test_what_is_no_notice_is_flagged_for_a_person(imap, told, left):
    imap.receive(notices.ANSWER)
    assert read() == {"nothing": 1}
    assert imap.mails[0].flags == {"\\Seen", "\\Flagged"}


def test_bombs_and_large_mails_hold_up_nothing(imap, told, left):
    deep = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(5000)
    ).encode()
    last = dsn(message_id=left(OLENA).message_id)
    imap.receive(deep, b"Subject: x\n\n" + b"x" * 3_000_000, last)
    assert read() == {"nothing": 2, "hard": 1}
    assert imap.fetched <= LONGEST
    imap.mails[-1].raw = b"x" * (mailbox.LARGEST + 1)
    imap.mails[-1].flags.clear()
    assert read() == {"nothing": 1}


def test_ten_thousand_mails_are_read_in_rounds(imap, told, left, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_AT_ONCE", 100)
    monkeypatch.setattr(mailbox, "LOOKED_THROUGH", 1_000)
    imap.receive(*[dsn(message_id=f"<{number:032x}@moteplass.example>") for number in range(10_000)])
    assert read() == {"unknown": 100}
    assert [mail.uid for mail in imap.mails if mail.flags] == list(range(9_001, 9_101))
    assert read() == {"unknown": 100}


def test_mail_that_is_still_being_handed_over_is_read_later(imap, told, left):
    row = left(OLENA)
    OutboxMessage.objects.update(state="sending", ended_at=None)
    imap.receive(dsn(message_id=row.message_id))
    assert read() == {"later": 1}
    OutboxMessage.objects.update(state="sent", ended_at=NOW)
    assert read() == {"hard": 1}


def test_mailbox_that_cannot_be_opened_is_told_to_the_operator_and_fails_nothing(settings, imap, caplog):
    settings.BOUNCES = {**settings.BOUNCES, "password": "feil"}
    read_bounces()
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "BOUNCES_URL" in record.msg["hint"]
    assert "feil" not in str(record.msg)
    caplog.clear()
    settings.BOUNCES = {**settings.BOUNCES, "port": 1}
    read_bounces()
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_installation_without_a_mailbox_reads_none(settings):
    settings.BOUNCES = {}
    read_bounces()
