"""Calendars that an organisation subscribes to: asked politely; what is new in them is for a person to see.

Nothing is taken in or called off by itself. A calendar that is away, or that comes back with half of what it
had, changes nothing here: it is said, and somebody looks.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from core.fetching import CannotFetch, Fetched, Why, fetch
from core.models import User
from events.exchange.candidates import Candidate
from events.exchange.models import Source
from events.exchange.reading.calendars import CalendarRead, NoCalendar, as_source
from events.exchange.taking_in import telling, zones
from events.exchange.taking_in.knowing import Known, fingerprint_of, said_by
from events.exchange.taking_in.storing import source_at
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
    """The calendar at this address, asked from now on: also one that was stopped, or did not answer."""
    kind = Source.Kind.SUBSCRIPTION
    source = source_at(organisation=organisation, kind=kind, address=address, name=name, user=user, now=now)
    if source.state != Source.State.ACTIVE:
        with _locked(source) as own:
            own.state, own.failures, own.says = Source.State.ACTIVE, 0, ""
            own.next_fetch_at = next_turn(own, now)
    return source


def known_at(*, organisation: Organisation, address: str) -> Source | None:
    """The calendar at this address that is subscribed to already."""
    calendars = Source.objects.filter(organisation=organisation, kind=Source.Kind.SUBSCRIPTION)
    return calendars.filter(address=address).order_by("pk").first()


def remove(*, source: Source) -> None:
    """Forget it, with its address and what was taken in of it: the activities stay."""
    logger.info("calendar_removed", source=source.pk)
    source.delete()


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
    read: CalendarRead | None = None
    try:
        fetched = fetch(source.address, validators={k: v for k, v in validators.items() if v}, accept=ACCEPTS)
        if fetched.body is not None:
            read = zones.read_of(source, fetched.body, now=now)
    except (CannotFetch, NoCalendar) as error:
        with _locked(source) as own:
            if own.state in Source.ASKED:
                _failed(own, error, now)
        return
    with _locked(source) as own:
        # Somebody has stopped it while it was asked.
        if own.state in Source.ASKED:
            _answered(own, fetched, now)
            if read is not None:
                news = news_of(own, read, now=now)
                _note(own, read, now, news=_unseen(own, news))
    logger.info("calendar_asked", source=source.pk, changed=read is not None)


def look(*, source: Source, now: datetime) -> CalendarRead:
    """All that it offers now, for somebody who looks through it. Raises `CannotFetch`, `NoCalendar`.

    In no transaction: it may take half a minute, and what was wrong is kept. `mark_seen` when they look.
    """
    try:
        fetched = fetch(source.address, accept=ACCEPTS)
        read = zones.read_of(source, fetched.body or b"", now=now)
    except (CannotFetch, NoCalendar) as error:
        with _locked(source) as own:
            _failed(own, error, now, is_by_hand=True)
        raise
    with _locked(source) as own:
        _answered(own, fetched, now)
    return read


def mark_seen(*, source: Source, read: CalendarRead, now: datetime) -> None:
    """Somebody looks at all of it: it is no news any longer."""
    with _locked(source) as own:
        if read.name and own.name == own.address[:150]:
            own.name = read.name[:150]
        seen = sorted(news_of(own, read, now=now).keys())[:MOST_SEEN]
        own.answers = {**own.answers, "seen": seen}
        _note(own, read, now, news={})
        if own.next_fetch_at is None and own.state in Source.ASKED:
            own.next_fetch_at = next_turn(own, now)


def answer_zones(*, source: Source, answers: Mapping[str, str], now: datetime) -> None:
    """Somebody has said which time zones are meant: it is read with that, at once."""
    zones.keep(source=source, answers=answers)
    if source.state in Source.ASKED:
        ask(source=source, now=now)


def set_going(*, source: Source, is_on: bool, now: datetime) -> None:
    """Stop asking, or begin again: at once, and with patience."""
    with _locked(source) as own:
        own.state = Source.State.ACTIVE if is_on else Source.State.STOPPED
        own.failures = 0
        own.next_fetch_at = now if is_on else None
        if not is_on:
            # Whoever stops it knows.
            own.answers = {name: value for name, value in own.answers.items() if name not in telling.MARKS}


def next_turn(source: Source, now: datetime) -> datetime:
    """Six hours on, at a minute of the source's own."""
    return now + EVERY + timedelta(seconds=source.pk * 7919 % SPREAD_SECONDS)


@contextmanager
def _locked(source: Source) -> Iterator[Source]:
    """As it is now, and saved afterwards: it was asked for half a minute, and people change it meanwhile."""
    with transaction.atomic():
        own = Source.objects.select_for_update().get(pk=source.pk)
        yield own
        own.save()
    for field in Source._meta.concrete_fields:
        setattr(source, field.attname, getattr(own, field.attname))


def _answered(source: Source, fetched: Fetched, now: datetime) -> None:
    was_stopped_by_hand = source.state == Source.State.STOPPED and not source.failures
    source.failures, source.says, source.last_fetched_at = 0, "", now
    if not was_stopped_by_hand:
        source.state, source.next_fetch_at = Source.State.ACTIVE, next_turn(source, now)
    if fetched.body is not None:
        source.etag = fetched.validators.get("ETag", "")
        source.modified = fetched.validators.get("Last-Modified", "")[:100]
    telling.works_again(source=source, now=now)


def _note(source: Source, read: CalendarRead, now: datetime, *, news: dict[str, int]) -> None:
    source.last_read_at = now
    source.answers = {
        **source.answers,
        "news": news,
        "half": not read.is_whole,
        "zones": list(read.zones),
        "asks_zone": bool(zones.unanswered(source, read.zones)),
    }


def _failed(
    source: Source, error: CannotFetch | NoCalendar, now: datetime, *, is_by_hand: bool = False
) -> None:
    """Asked again, less and less often; what is gone for good, or away for too long, is not."""
    says, after, is_final = (
        (error.why.value, error.retry_after or 0, error.why in FINAL)
        if isinstance(error, CannotFetch)
        else (error.kind, 0, False)
    )
    source.says, source.last_fetched_at = says, now
    if is_by_hand and source.state != Source.State.ACTIVE:
        # Somebody who tries has no patience; how often it is asked stays as it is.
        return
    source.failures += 1
    source.state = Source.State.FAILING
    wait = min(FIRST_WAIT * 2 ** min(source.failures - 1, 10), LONGEST_WAIT)
    source.next_fetch_at = now + max(wait, timedelta(seconds=after))
    if is_final or source.failures >= MOST_FAILURES:
        source.state, source.next_fetch_at = Source.State.STOPPED, None
    telling.is_away(source=source, now=now)
    logger.info("calendar_failed", source=source.pk, says=source.says, failures=source.failures)


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
    # Half a file says nothing of what is not in it; nor does one whose times are not understood.
    says_all = read.is_whole and not zones.unanswered(source, read.zones)
    gone = [_short("gone", row.pk) for row in known.gone(now)] if says_all else []
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
