"""Lines of iCalendar (RFC 5545 section 3.1): a municipality's calendar has thirty thousand of them.

Written here and not by the library that tests read them with: it takes four milliseconds a date.
"""

from datetime import UTC, date, datetime

MOST_OCTETS = 75
CRLF = b"\r\n"


def line(name: str, value: str, /, **parameters: str) -> bytes:
    """One property. `value` is as the standard writes its type: see `text`, `moment` and `day`."""
    given = "".join(f";{key.upper()}={_parameter(said)}" for key, said in parameters.items())
    return folded(f"{name}{given}:{value}".encode())


def folded(content: bytes) -> bytes:
    """`content` in lines of 75 octets at the most, none of which splits a character."""
    start, end, parts = 0, MOST_OCTETS, []
    while end < len(content):
        # The later bytes of a character in UTF-8 all begin with 10.
        while content[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(content[start:end])
        # The space at the beginning of each further line counts.
        start, end = end, end + MOST_OCTETS - 1
    parts.append(content[start:])
    return b"\r\n ".join(parts) + CRLF


def text(words: str) -> str:
    """Words as a value (section 3.3.11). Line feeds are the only control characters that they may hold."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def moment(value: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def day(value: date) -> str:
    return f"{value:%Y%m%d}"


def _parameter(said: str) -> str:
    """Quoted where it has to be (section 3.2); a quotation mark has no way to be in it."""
    plain = said.replace('"', "'")
    return f'"{plain}"' if any(sign in plain for sign in ";:,") else plain
