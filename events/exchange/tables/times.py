"""Hours as people write them in a table: "kl. 1600 – 1730", "19-21", "18", and Excel's share of a day."""

import re
from dataclasses import dataclass
from datetime import time

KL = r"(?:kl|klokka|klokken|at)\b\.?\s*"
TIME = r"(?P<{0}>\d{{1,2}}(?:[.:]?\d{{2}})?(?:[.:]00)?)(?!\d)"
DASH = r"\s*(?:-|–|—|−|til|to)\s*(?:kl\b\.?\s*)?"
NOISE = re.compile(r"^\s*(?:fra|frå|from)\s+", re.IGNORECASE)
SPAN = re.compile(
    rf"(?:{KL})?(?<!\d){TIME.format('start')}(?:{DASH}{TIME.format('end')})?(?:\s*(?:h|o'clock)\b)?\.?",
    re.IGNORECASE,
)
# Inside a longer text only what says that it is a time is one: "17. februar kl. 18-20", "17.02. 18:00–20:00".
INSIDE = re.compile(
    rf"{KL}{TIME.format('start')}(?:{DASH}{TIME.format('end')})?"
    r"|(?<![\d.])(?P<clock>\d{1,2}:\d{2})(?:" + DASH + r"(?P<clock_end>\d{1,2}:\d{2}))?(?!\d)",
    re.IGNORECASE,
)
ALL_DAY = frozenset({"hele dagen", "heile dagen", "hele dag", "all day"})
# Excel's share of a day: 0.6666666666666666 is 16:00.
SHARE = re.compile(r"0?[.,]\d{3,}")


@dataclass(frozen=True)
class Hours:
    """When it starts and ends, as far as that is said."""

    start: time | None = None
    end: time | None = None
    all_day: bool = False


def read_hours(text: str) -> Hours:
    """The hours in `text`, which is about nothing else. Raises `ValueError` for what is not clear."""
    written = NOISE.sub("", " ".join(text.split()).strip().rstrip(","))
    if not written:
        return Hours()
    if written.casefold() in ALL_DAY:
        return Hours(all_day=True)
    if SHARE.fullmatch(written):
        return Hours(_of_share(float(written.replace(",", "."))))
    found = SPAN.fullmatch(written)
    if found is None:
        raise ValueError(text)
    return Hours(_time(found["start"]), _time(found["end"]) if found["end"] else None)


def take_hours(text: str) -> tuple[Hours, str]:
    """The hours that stand in a longer text, and what else it says. Two of them are not clear: then none."""
    found = list(INSIDE.finditer(text))
    if len(found) != 1:
        return Hours(), text
    [one] = found
    start, end = one["start"] or one["clock"], one["end"] or one["clock_end"]
    rest = f"{text[: one.start()]} {text[one.end() :]}"
    return Hours(_time(start), _time(end) if end else None), rest


def _time(text: str) -> time:
    """ "10", "9.30", "1030", "16:00:00"; 24 is the midnight that ends the day."""
    parts = text.replace(".", ":").split(":")
    hour, minute = parts[0], parts[1] if len(parts) > 1 else "0"
    if len(hour) > 2:
        hour, minute = hour[:-2], hour[-2:]
    return time(0 if hour == "24" and not int(minute) else int(hour), int(minute))


def _of_share(share: float) -> time:
    minutes = round(share * 24 * 60)
    return time(minutes // 60 % 24, minutes % 60)
