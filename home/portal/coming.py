"""The next dates of a user's organisations: who is coming, as numbers, and whether they are on."""

from dataclasses import dataclass
from datetime import timedelta

from core.clock import local_day
from events.dates.people import Heads, heads_by_date
from events.models import EventText, Occurrence
from home.portal.reader import Reader

# A week, and no more than a person reads at a glance: the rest is behind "Your activities".
AHEAD = timedelta(days=6)
MOST = 12


@dataclass(frozen=True)
class Coming:
    """One date. `text` is what it is called in the reader's language, or the nearest."""

    date: Occurrence
    text: EventText | None
    heads: Heads
    is_today: bool


@dataclass(frozen=True)
class Dates:
    """`today` are those of today that have not ended, `later` those of the next days."""

    today: list[Coming]
    later: list[Coming]
    are_more: bool


def next_dates(reader: Reader) -> Dates:
    """Public dates of the coming week, cancelled ones too. The same queries however many there are."""
    if not reader.organisations:
        return Dates([], [], are_more=False)
    now = reader.now
    day = local_day(now)
    rows = Occurrence.objects.filter(organisation__in=reader.organisations).public().upcoming(now)
    week = rows.on_days(day, day + AHEAD, now=now).order_by("starts_at", "pk")
    # What a card shows is read of these alone.
    first = Occurrence.objects.filter(pk__in=week.values("pk")[: MOST + 1])
    found = list(first.with_cards().order_by("starts_at", "pk"))
    heads = heads_by_date([date.pk for date in found])
    coming = [
        Coming(date, date.event.text_for(), heads.get(date.pk, Heads()), local_day(date.starts_at) <= day)
        for date in found[:MOST]
    ]
    return Dates(
        today=[each for each in coming if each.is_today],
        later=[each for each in coming if not each.is_today],
        are_more=len(found) > MOST,
    )
