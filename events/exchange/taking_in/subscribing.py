"""Calendars that an organisation subscribes to: asked politely; what is new in them is for a person to see.

Nothing is taken in or called off by itself. A calendar that is away, or that comes back with half of what it
had, changes nothing here: it is said, and somebody looks.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from core.clock import local_day
from core.fetching import CannotFetch, Fetched, Why, fetch
from core.models import User
from events.exchange.candidates import Candidate, ReadSource
from events.exchange.models import Source
from events.exchange.reading.calendars import REFUSED, CalendarRead, NoCalendar, as_source, read_calendar
from events.exchange.taking_in.knowing import Known, fingerprint_of, said_by
from organisations.models import Organisation
from organisations.naming import search_form

logger = structlog.get_logger(__name__)

ACCEPTS = "text/calendar, */*;q=0.5"
EVERY = timedelta(hours=6)
# Sources are not all asked at the same minute: each has its own within this.
SPREAD_SECONDS = 3600
FIRST_WAIT, LONGEST_WAIT = timedelta(hours=1), timedelta(hours=48)
# About ten days without an answer; then somebody starts it again.
MOST_FAILURES = 10
# While one is asked nobody else asks it.
CLAIMED_FOR = timedelta(minutes=30)
AT_ONCE = 20
# A rule without an end has one date more every week: it is news when it comes nearer.
NEAR = timedelta(days=180)
MOST_SEEN = 5000
FINAL = (Why.GONE, Why.ADDRESS)


@dataclass(frozen=True)
class News:
    """What a calendar has that nobody has looked at: keys by kind."""

    new: list[str]
    changed: list[str]
    gone: list[str]
    # How many of its dates are still to come here; more than half of them gone is hardly meant.
    known: int

    def keys(self) -> set[str]:
        return {*self.new, *self.changed, *self.gone}


@transaction.atomic
def subscription(
    *, organisation: Organisation, address: str, name: str, user: User | None, now: datetime
) -> Source:
    """The calendar at this address, asked from now on."""
    source, _made = Source.objects.get_or_create(
        organisation=organisation,
        kind=Source.Kind.SUBSCRIPTION,
        address=address,
        defaults={"name": (name or address)[:150], "created_by": user, "created_at": now},
    )
    return source


def read_bytes(source: Source | None, data: bytes, *, now: datetime) -> CalendarRead:
    """What a calendar offers from today on, with what was answered of its time zones."""
    zones = source.answers.get("time_zone", {}) if source else {}
    return read_calendar(data, today=local_day(now), start=local_day(now), zones=zones)


def fetch_due(*, now: datetime) -> list[int]:
    """Whose turn it is: claimed, so that two rounds do not ask the same."""
    claimed = []
    for source in Source.objects.due(now).order_by("next_fetch_at")[:AT_ONCE]:
        until = now + CLAIMED_FOR
        turn = Source.objects.filter(pk=source.pk, next_fetch_at=source.next_fetch_at)
        if turn.update(next_fetch_at=until):
            claimed.append(source.pk)
    return claimed


def ask(*, source: Source, now: datetime) -> None:
    """Fetch `source` if it has changed, and write down what is new in it."""
    validators = {"ETag": source.etag, "Last-Modified": source.modified}
    try:
        fetched = fetch(source.address, validators={k: v for k, v in validators.items() if v}, accept=ACCEPTS)
        read = None if fetched.body is None else read_bytes(source, fetched.body, now=now)
    except CannotFetch as error:
        _failed(source, error.why.value, now, error.retry_after, is_final=error.why in FINAL)
        return
    except NoCalendar as error:
        _failed(source, error.kind, now)
        return
    _answered(source, fetched, now)
    if read is not None:
        source.last_read_at = now
        news = news_of(source, read, now=now)
        source.answers = {**source.answers, "news": _unseen(source, news), "half": not read.is_whole}
    source.save()
    logger.info("calendar_asked", source=source.pk, changed=read is not None)


def look(*, source: Source, now: datetime) -> ReadSource:
    """All that it offers now, for somebody who looks through it. Raises `CannotFetch`, `NoCalendar`."""
    try:
        fetched = fetch(source.address, accept=ACCEPTS)
        read = read_bytes(source, fetched.body or b"", now=now)
    except CannotFetch as error:
        _failed(source, error.why.value, now, error.retry_after)
        raise
    except NoCalendar as error:
        _failed(source, error.kind, now)
        raise
    _answered(source, fetched, now)
    mark_seen(source=source, read=read, now=now)
    return as_source(read)


def mark_seen(*, source: Source, read: CalendarRead, now: datetime) -> None:
    """Somebody looks at all of it: it is no news any longer."""
    if read.name and source.name == source.address[:150]:
        source.name = read.name[:150]
    seen = sorted(news_of(source, read, now=now).keys())[:MOST_SEEN]
    source.answers = {**source.answers, "seen": seen, "news": {}, "half": not read.is_whole}
    source.last_read_at = now
    if source.next_fetch_at is None:
        source.next_fetch_at = next_turn(source, now)
    source.save()


def set_going(*, source: Source, is_on: bool, now: datetime) -> None:
    """Stop asking, or begin again: at once, and with patience."""
    source.state = Source.State.ACTIVE if is_on else Source.State.STOPPED
    source.failures = 0
    source.next_fetch_at = now if is_on else None
    source.save(update_fields=["state", "failures", "next_fetch_at"])


def next_turn(source: Source, now: datetime) -> datetime:
    """Six hours on, at a minute of the source's own."""
    return now + EVERY + timedelta(seconds=source.pk * 7919 % SPREAD_SECONDS)


def _answered(source: Source, fetched: Fetched, now: datetime) -> None:
    source.state, source.failures, source.says = Source.State.ACTIVE, 0, ""
    source.last_fetched_at, source.next_fetch_at = now, next_turn(source, now)
    if fetched.body is not None:
        source.etag = fetched.validators.get("ETag", "")
        source.modified = fetched.validators.get("Last-Modified", "")[:100]


def _failed(
    source: Source, says: str, now: datetime, after: float | None = None, *, is_final: bool = False
) -> None:
    """Asked again, less and less often; what is gone for good, or away for too long, is not."""
    source.failures += 1
    source.says, source.last_fetched_at, source.state = says, now, Source.State.FAILING
    wait = min(FIRST_WAIT * 2 ** min(source.failures - 1, 10), LONGEST_WAIT)
    source.next_fetch_at = now + max(wait, timedelta(seconds=after or 0))
    if is_final or source.failures >= MOST_FAILURES:
        source.state, source.next_fetch_at = Source.State.STOPPED, None
    source.save()
    logger.info("calendar_failed", source=source.pk, says=says, failures=source.failures)


def says_in_words(source: Source) -> str:
    """What was wrong last, in the reader's language; empty where nothing was."""
    if not source.says:
        return ""
    if source.says in Why.values:
        return str(Why(source.says).label)
    return _(REFUSED[source.says]) if source.says in REFUSED else ""


# What is new


def news_of(source: Source, read: CalendarRead, *, now: datetime) -> News:
    """What of `read` is not taken in, is otherwise here, or is here alone."""
    known = Known(source)
    coming = {
        number: each
        for number, each in enumerate(as_source(read).candidates)
        if each.starts_at and each.ends_at and each.ends_at > now
    }
    found = known.find(coming)
    activities = {row.event_id for row in known.rows}
    there = {coming[number].source_uid for number, row in found.items() if row.event_id in activities}
    new = [
        _key("date" if each.source_uid in there else "activity", each)
        for number, each in coming.items()
        if number not in found
        and not each.cancelled
        and (each.source_uid not in there or (each.starts_at and each.starts_at < now + NEAR))
    ]
    changed = [
        _short("changed", row.pk, sorted(said_by(coming[number]).items()))
        for number, row in found.items()
        if row.values != said_by(coming[number])
    ]
    # Half a file says nothing of what is not in it.
    gone = [_short("gone", row.pk) for row in known.gone(now)] if read.is_whole else []
    return News(sorted(set(new)), sorted(set(changed)), gone, len(found) + len(gone))


def _key(kind: str, candidate: Candidate) -> str:
    """An activity is one piece of news, however many dates it has."""
    if kind == "activity":
        return _short(kind, search_form(candidate.title), search_form(candidate.place))
    return _short(kind, fingerprint_of(candidate))


def _short(*said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def _unseen(source: Source, news: News) -> dict[str, int]:
    seen = set(source.answers.get("seen", []))

    def count(keys: Iterable[str]) -> int:
        return sum(key not in seen for key in keys)

    counted = {"new": count(news.new), "changed": count(news.changed), "gone": count(news.gone)}
    if not any(counted.values()):
        return {}
    return {**counted, "most_gone": int(2 * len(news.gone) > news.known)}
