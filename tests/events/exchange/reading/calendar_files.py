"""Small calendar files of every kind that people have, and what is read of them."""

import json

from events.exchange.reading.worker import read

TODAY = "2026-11-26"
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


def reading(
    data: bytes, start: str | None = None, until: str | None = None, zones: dict | None = None
) -> dict:
    head = {"start": start, "until": until, "today": TODAY, "zones": zones or {}}
    return json.loads(read(json.dumps(head).encode() + b"\n" + data))


def starts(data: bytes, *arguments, **more) -> list[str]:
    return [row["starts_at"] for row in reading(data, *arguments, **more)["dates"]]


def kinds(data: bytes, **more) -> list[str]:
    return [problem["kind"] for problem in reading(data, **more)["problems"]]
