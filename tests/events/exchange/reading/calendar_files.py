"""Small calendar files of every kind that people have."""

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//NO\r\n"
OSLO = "DTSTART;TZID=Europe/Oslo:20260317T180000\nDURATION:PT1H30M\n"


def event(*lines: str, uid: str = "1@example.no", title: str = "Språkkafé") -> str:
    """A VEVENT; `lines` may hold several lines each."""
    text = "\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *(line.strip() for line in lines), "END:VEVENT"]
    )
    return text.replace("\n", "\r\n") + "\r\n"


def calendar(*parts: str, head: str = "") -> bytes:
    """A whole file in UTF-8; `head` are lines of the calendar itself."""
    return (HEAD + head + "".join(parts) + "END:VCALENDAR\r\n").encode()
