"""Opening hours as people write them: "10–16", "kl. 10.00–14, 17–20", "1000-1600", "10 til 16", "stengt".

What is not understood is named and never guessed at; what is, is shown before it is saved.
"""

import re
import unicodedata
from datetime import date, time

from events.dates.picked import read_days
from events.standing.hours import CLOSED, Day, Times, put_in_order

CLOSED_WORDS = frozenset(
    {"", "-", "–", "stengt", "lukket", "lukka", "stengd", "closed", "зачинено", "закрито", "مغلق", "مغلقة"}
)
ALL_DAY = frozenset({"døgnåpent", "hele døgnet", "heile døgnet", "24 timer", "24/7", "цілодобово"})
NOISE = re.compile(r"\b(?:kl|klokka|klokken|fra|frå|from|åpent|åpen|ope|open|з|от|من)\b\.?|:\s*$")
BETWEEN = re.compile(r"[,;/&+\n]|\b(?:og|and|та|і|й)\b|\sو\s*")
STRETCH = re.compile(
    r"(?P<opens>\d{1,2}(?:[.:]?\d{2})?)\s*(?:-|–|—|−|til|to|до|إلى|الى)\s*(?P<closes>\d{1,2}(?:[.:]?\d{2})?)"
)


def read_times(text: str) -> Day:
    """When it is open on a day. Raises `ValueError` for anything that is not clear."""
    written = _in_our_digits(text).casefold().strip().rstrip(".")
    if written in CLOSED_WORDS:
        return CLOSED
    if written in ALL_DAY:
        return (Times(time.min, time.min),)
    pieces = [piece.strip(" .") for piece in BETWEEN.split(NOISE.sub(" ", written))]
    return put_in_order([_stretch(piece) for piece in pieces if piece])


def _stretch(piece: str) -> Times:
    found = STRETCH.fullmatch(piece)
    if found is None:
        raise ValueError("no two times with a dash between them")
    opens, closes = (_time(found[name]) for name in ("opens", "closes"))
    if opens == closes and opens != time.min:
        raise ValueError("it closes when it opens")
    return Times(opens, closes)


def _time(text: str) -> time:
    """ "10", "9.30", "1030"; 24 is the midnight that ends the day."""
    hour, _dot, minute = text.replace(":", ".").partition(".")
    if len(hour) > 2:
        hour, minute = hour[:-2], hour[-2:]
    return time(int(hour) % 24 if hour == "24" else int(hour), int(minute or 0))


def _in_our_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)


def as_typed(times: Day) -> str:
    """What somebody would have typed for `times`: "10–14, 17–20.30", "stengt"."""
    return ", ".join(f"{_short(each.opens)}–{_short(each.closes, end=True)}" for each in times) or "stengt"


def _short(moment: time, *, end: bool = False) -> str:
    hour = 24 if end and moment == time.min else moment.hour
    return f"{hour}.{moment.minute:02}" if moment.minute else str(hour)


def read_day_of_the_year(text: str, *, today: date) -> tuple[int, int]:
    """ "20. juni" as month and day. Raises `ValueError` where it is not one day."""
    found = read_days(text, today=today)
    if found.unclear or len(found.days) != 1:
        raise ValueError("no day of the year")
    return found.days[0].month, found.days[0].day
