"""What mails that come back say, in the standard's words and in others."""

import pytest
from hypothesis import given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from core.mail.bounces.envelope import return_address
from core.mail.bounces.meaning import What
from core.mail.bounces.reading import LONGEST, Notice, read
from core.mail.outbox.reasons import Why
from tests.core.mail.bounces import notices
from tests.core.mail.bounces.notices import MESSAGE_ID, NUMBER, dsn

HARD, FULL = (What.HARD, Why.CAME_BACK), (What.SOFT, Why.CAME_BACK_FOR_NOW)
REFUSED = (What.SOFT, Why.CAME_BACK_REFUSED)


@pytest.mark.parametrize(
    ("status", "words", "meaning"),
    [
        ("5.1.1", "smtp; 550 5.1.1 User unknown", HARD),
        ("5.1.10", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound", HARD),
        ("5.4.4", "X-Postfix; Host or domain name not found", HARD),
        ("5.4.1", "smtp; 550 5.4.1 Recipient address rejected: Access denied", HARD),
        ("5.0.0", "smtp; 550 No such user here", HARD),
        ("5.2.1", "smtp; 550 5.2.1 The email account is disabled", HARD),
        ("5.2.2", "smtp; 552 5.2.2 Mailbox is over quota", FULL),
        ("4.4.1", "smtp; connect to mx.example.org: Connection timed out", FULL),
        ("4.7.1", "smtp; 451 4.7.1 Greylisted", FULL),
        ("5.7.1", "smtp; 550 5.7.1 Message rejected as spam, user unknown to our whitelist", REFUSED),
        ("5.0.0", "smtp; 554 Blocked by our policy", REFUSED),
        ("5.6.1", "smtp; 554 5.6.1 Body type not supported", REFUSED),
        ("", "", FULL),
    ],
)
def test_status_has_one_meaning(status, words, meaning):
    notice = read(dsn(status=status, words=words))
    assert notice == Notice(NUMBER, *meaning)


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_mail_is_known_by_the_headers_that_came_back(returned):
    assert read(dsn(returned=returned)) == Notice(NUMBER, *HARD)


def test_mail_is_known_by_the_address_that_it_came_back_to(settings):
    settings.BOUNCES_ADDRESS = "retur+*@moteplass.example"
    address = return_address(MESSAGE_ID)
    assert address.startswith(f"retur+{NUMBER}")
    assert len(address.partition("@")[0]) <= 64
    assert read(dsn(returned="", to=address)) == Notice(NUMBER, *HARD)
    assert read(dsn(returned="", to=address.upper())) == Notice(NUMBER, *HARD)


def test_made_up_address_is_no_mails(settings):
    settings.BOUNCES_ADDRESS = "retur+*@moteplass.example"
    guessed = return_address(MESSAGE_ID).replace(NUMBER, NUMBER[::-1])
    assert read(dsn(returned="", to=guessed)) is None


def test_address_that_was_signed_with_a_key_of_before_is_known(settings):
    settings.BOUNCES_ADDRESS = "retur+*@moteplass.example"
    address = return_address(MESSAGE_ID)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert read(dsn(returned="", to=address)) == Notice(NUMBER, *HARD)


@pytest.mark.parametrize(
    ("raw", "meaning"),
    [(notices.EXIM, HARD), (notices.QMAIL, HARD), (notices.EXCHANGE, FULL)],
    ids=["exim", "qmail", "exchange"],
)
def test_what_servers_say_in_words_of_their_own_is_understood(raw, meaning):
    assert read(raw) == Notice(NUMBER, *meaning)


@pytest.mark.parametrize("raw", [notices.HOLIDAY, notices.ANSWER], ids=["holiday", "answer"])
def test_answers_of_people_and_their_programs_say_nothing(raw):
    assert read(raw) is None


@pytest.mark.parametrize("action", ["delayed", "relayed", "expanded"])
def test_what_is_still_under_way_says_nothing(action):
    assert read(dsn(action=action, status="4.4.1")) is None


def test_delivery_is_told():
    notice = read(dsn(action="delivered", status="2.0.0", words=""))
    assert notice
    assert notice.what is What.DELIVERED


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("abuse", What.COMPLAINT),
        ("fraud", What.COMPLAINT),
        ("opt-out", What.UNSUBSCRIBED),
        ("not-spam", None),
    ],
)
def test_complaint_is_read(kind, what):
    notice = read(notices.complaint(kind))
    assert (notice and notice.what) == what


def test_mail_of_others_says_nothing():
    assert read(dsn(message_id="<CAB1234@mail.example.com>")) is None


def a_bomb(depth: int) -> bytes:
    """A mail within a mail within a mail."""
    heads = "".join(
        f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n' for number in range(depth)
    )
    return heads.encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        a_bomb(5_000),
        b"Content-Type: multipart/report\n" * 20_000,
        b"Received: x\n" * 100_000 + dsn(),
        b"Subject: =?utf-8?b?" + b"A" * LONGEST + b"?=\n\n",
    ],
    ids=["nothing", "nulls", "bomb", "headers", "late", "subject"],
)
def test_what_is_made_to_break_a_reader_ends(raw):
    try:
        assert read(raw) is None
    except RecursionError:
        assert raw == a_bomb(5_000)


@with_settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(dsn()) - 1))
def test_torn_notice_says_the_same_or_nothing(noise, at):
    torn = dsn()[:at] + noise + dsn()[at:]
    notice = read(torn)
    assert notice is None or notice.number == NUMBER
