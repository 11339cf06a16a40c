"""What the tests of questions begin with: a weekly language café, and volunteers who answer for it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.clock import NORWAY, to_utc
from events.models import Event, Occurrence, Responsible, Series
from tests import factories

# A Monday, in winter time.
MONDAY = date(2027, 2, 1)


def at(day: date, clock: str) -> datetime:
    """The UTC moment of `clock` ("18:00") on `day` in Norway."""
    return to_utc(datetime.combine(day, time.fromisoformat(clock)), NORWAY)


def a_responsible(event: Event, name: str = "Kari Eksempel", **fields: Any) -> Responsible:
    """By e-mail, and shown by first name, unless told otherwise. With a number alone: by SMS."""
    phone = fields.setdefault("phone", "")
    fields.setdefault("channel", "sms" if phone and not fields.get("email") else "email")
    fields.setdefault("email", "" if phone else f"{name.split()[0].lower()}@example.org")
    fields.setdefault("language", "nb")
    fields.setdefault("shows_name", True)
    fields.setdefault("position", event.responsible.count())
    return Responsible.objects.create(event=event, name=name, **fields)


def a_cafe(
    *, first: date = MONDAY + timedelta(days=1), weeks: int = 8, start: str = "18:00", **series_fields: Any
) -> Series:
    """A language café on Tuesdays at 18, from 2 February 2027 on, as it stood a month before that."""
    event = series_fields.pop("event", None) or factories.an_event()
    made_at = datetime.combine(first - timedelta(days=30), time(12), UTC)
    return factories.a_series(
        event,
        now=made_at,
        first_date=first,
        start_time=time.fromisoformat(start),
        recurrence=f"RRULE:FREQ=WEEKLY;COUNT={weeks}",
        **series_fields,
    )


def dates_of(series: Series) -> list[Occurrence]:
    return list(series.occurrences.order_by("starts_at"))
