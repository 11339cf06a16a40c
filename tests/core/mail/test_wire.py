"""A mail is written as Django writes it: the same headers, parts and words come out at the other end."""

from email import message_from_bytes
from email.message import Message
from email.mime.image import MIMEImage

import pytest
from django.core.mail.message import BadHeaderError

from core.mail.letter import Attachment, Letter, build_message
from core.mail.wire import LONGEST_LINE, envelope_address, wire

TEXTS = {
    "plain": Letter("Welcome", "Hello\n.\n..two dots", "<p>Hello</p>"),
    "every script": Letter("Вітаємо, Ірино! مرحبا 👋", "Hei, Ірина\n\nمرحبا", "<p>ሰላም สวัสดี</p>\n"),
    "a long line": Letter("Velkommen " * 20, "ø" * LONGEST_LINE + " =", "<p>" + "å = " * 500 + "</p>"),
    "no HTML": Letter("Hei", "Hei", ""),
    "line ends of others": Letter("Hei", "en\r\nto\rtre", "<p>\r\n</p>"),
}


def a_picture() -> MIMEImage:
    picture = MIMEImage(bytes(range(256)) * 20, _subtype="png")
    picture.add_header("Content-ID", "<crest@moteplass>")
    picture.add_header("Content-Disposition", "inline", filename="crest.png")
    return picture


def read(written: bytes) -> tuple[dict[str, str], list[tuple[str, bytes]]]:
    message = message_from_bytes(written)
    headers = {name: str(value) for name, value in message.items() if name not in ("Date", "Content-Type")}
    headers.pop("Content-Transfer-Encoding", None)
    return headers, [part_of(part) for part in message.walk()]


def part_of(part: Message) -> tuple[str, bytes]:
    content = b"" if part.is_multipart() else part.get_payload(decode=True)
    return part.get_content_type(), b"\n".join(content.splitlines())


@pytest.mark.parametrize("letter", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("pictures", [0, 2])
def test_what_is_read_is_what_django_would_have_sent(letter, pictures):
    message = build_message(
        letter,
        to="olena@example.org",
        language="uk",
        reply_to="kari@example.org",
        headers={"Message-ID": "<1@example.org>", "List-Unsubscribe": f"<https://example.org/{'x' * 90}>"},
    )
    message.from_email = "Herøy – Herøya <post@example.org>"
    for _number in range(pictures):
        message.mixed_subtype = "related"
        message.attach(a_picture())
    ours, theirs = (read(written) for written in (wire(message), message.message().as_bytes(linesep="\r\n")))
    assert {name: unfolded(value) for name, value in ours[0].items()} == {
        name: unfolded(value) for name, value in theirs[0].items()
    }
    assert ours[1] == theirs[1]
    assert all(len(line) <= LONGEST_LINE for line in wire(message).split(b"\r\n"))
    assert b"\n" not in wire(message).replace(b"\r\n", b"")


def unfolded(value: str) -> str:
    return "".join(value.split())


def test_what_is_of_another_shape_is_written_by_django():
    message = build_message(
        TEXTS["plain"],
        to="olena@example.org",
        language="nb",
        attachments=[Attachment("dates.ics", b"BEGIN:VCALENDAR", "text/calendar; method=PUBLISH")],
    )
    assert b"dates.ics" in wire(message)


@pytest.mark.parametrize("field", ["subject", "from_email", "extra"])
def test_line_break_in_a_header_is_refused(field):
    message = build_message(TEXTS["plain"], to="olena@example.org", language="nb")
    if field == "extra":
        message.extra_headers["X-Told"] = "a\nBcc: everybody@example.org"
    else:
        setattr(message, field, "Hei\r\nBcc: everybody@example.org")
    with pytest.raises(BadHeaderError):
        wire(message)


@pytest.mark.parametrize("address", ["Olena <olena@example.org>", "olena@example.org"])
def test_server_is_told_the_bare_address(address):
    assert envelope_address(address) == "olena@example.org"


def test_domain_of_another_script_is_told_in_ascii():
    assert envelope_address("kari@blåbær.example") == "kari@xn--blbr-roah.example"


def test_address_with_a_line_break_is_refused():
    with pytest.raises(ValueError, match="Invalid address"):
        envelope_address("olena@example.org\nRCPT TO:<samir@example.org>")
