"""The next things near a person: made fresh whenever a package is sent or opened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.urls import reverse
from django.utils.translation import override

from core.mail.letter import part_or_nothing
from events.models import Occurrence
from events.traits import OPEN
from organisations.models import Municipality

AHEAD = timedelta(days=14)
# More dates than this are not looked at: a weekly café in a large town must not fill the list.
LOOKED_AT = 200


@dataclass(frozen=True)
class NextEvent:
    """One activity, as a package shows it. Its times are UTC; `path` is in the reader's language."""

    title: str
    title_language: str
    starts_at: datetime
    ends_at: datetime
    place: str
    path: str
    # What the person has said that they like.
    fits: bool = False


def next_events(
    *,
    municipality: Municipality,
    language: str,
    now: datetime,
    interests: Collection[str] = (),
    limit: int = 10,
) -> list[NextEvent]:
    """The next date of each activity in the next 14 days: what fits `interests` first, then what is open to
    everyone.

    A page or mail shows the first few of them with `soonest`, by time.
    """
    return chosen(dates_near(municipality, now=now), language=language, interests=interests, limit=limit)


def dates_near(municipality: Municipality, *, now: datetime) -> list[Occurrence]:
    """The next date of each activity in the next 14 days, by time. Three queries."""
    dates = (
        Occurrence.objects.listed()
        .in_municipality(municipality)
        .upcoming(now)
        .between(now, now + AHEAD)
        .exclude(status=Occurrence.Status.CANCELLED)
        .with_cards()
        .order_by("starts_at", "pk")[:LOOKED_AT]
    )
    first_dates: dict[int, Occurrence] = {}
    for date in dates:
        first_dates.setdefault(date.event_id, date)
    return list(first_dates.values())


def chosen(
    dates: Sequence[Occurrence], *, language: str, interests: Collection[str], limit: int = 10
) -> list[NextEvent]:
    """Of `dates`, those for somebody with `interests`, as `next_events` has them. No query."""
    # One that cannot be shown must not keep the package from whom it is for.
    shown = (
        part_or_nothing("next_event", partial(_as_shown, date, language, date.category in interests))
        for date in order_for(dates, interests)[:limit]
    )
    return [event for event in shown if event is not None]


def order_for(dates: Sequence[Occurrence], interests: Collection[str]) -> list[Occurrence]:
    """What fits `interests` first, then what is open to everyone; by time among those alike."""
    return sorted(dates, key=lambda date: (date.category not in interests, OPEN not in date.traits))


def soonest(events: Sequence[NextEvent], count: int) -> list[NextEvent]:
    """The first `count` of `events`, by time: Wednesday before Saturday, whatever fits best."""
    return sorted(events[:count], key=lambda event: event.starts_at)


def _as_shown(date: Occurrence, language: str, fits: bool) -> NextEvent:
    text = date.event.text_for(language)
    with override(language):
        return NextEvent(
            title=text.title if text else str(date.event.get_category_display()),
            title_language=text.language if text else language,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            place=date.venue.name if date.venue else "",
            path=reverse("event_detail", args=[date.municipality.slug, date.public_id]),
            fits=fits,
        )
