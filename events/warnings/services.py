"""One round: ask MET if it is time, keep what it says, tell the dates, forget what is long over.

What was asked last stands in the cache. Without it everything is asked for anew, and still no more often than
`LEAST`: when MET was asked is a row (`core.models.JobRun`).
"""

import random
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from core.models import JobRun
from events.models import WeatherWarning
from events.warnings.fetching import Answer, NoAnswerError, fetch, is_ours_to_follow
from events.warnings.matching import match
from events.warnings.reading import Item, Message, UnreadableError, read_feed, read_message

logger = structlog.get_logger(__name__)

ASKED = "metalerts"
# MET's terms: not more than one poll in ten minutes, not before `Expires`, not everybody at the same second.
LEAST, MOST = timedelta(minutes=10), timedelta(hours=1)
JITTER_SECONDS = 90
# After an answer that wants fewer questions: 20 minutes, 40, … up to this.
LONGEST_PATIENCE = timedelta(hours=6)
# Files in one round; the others come with the next.
MOST_FILES = 60
# A file that could not be read so often is left alone.
MOST_TRIES = 3
KEPT = timedelta(days=7)
STATE, STATE_SECONDS = "weather-warnings", int(timedelta(days=3).total_seconds())
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class State:
    """What is remembered between two rounds. Everything in it can be lost."""

    validators: dict[str, str] = field(default_factory=dict)
    # Not before then, as seconds since 1970.
    next_at: float = 0.0
    failures: int = 0
    # What each message of the feed replaces: a file never changes, and is asked for once.
    read: dict[str, list[str]] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    # Rows that there must be: who puts a backup back, or empties the table, is asked for again.
    stored: list[str] = field(default_factory=list)


def poll(*, now: datetime, at_once: bool = False) -> None:
    """A round, if it is time for one, or `at_once`. `now` is UTC."""
    state = _remembered()
    if not at_once and (now.timestamp() < state.next_at or not _claimed(now)):
        return
    if settings.METALERTS_URL:
        state.next_at = (now + LEAST).timestamp() + random.uniform(0, JITTER_SECONDS)  # noqa: S311  no secret
        went_well = _ask(state, now)
        cache.set(STATE, asdict(state), STATE_SECONDS)
        JobRun.objects.filter(name=ASKED).update(succeeded=went_well)
    warned = match(now=now)
    if warned:
        logger.info("dates_warned", dates=len(warned))


def forget(*, now: datetime) -> int:
    """Delete the warnings that were over or withdrawn some days ago. Returns how many."""
    over = Q(ends_at__lt=now - KEPT) | Q(withdrawn_at__lt=now - KEPT)
    return WeatherWarning.objects.filter(over).delete()[1].get(WeatherWarning._meta.label, 0)


def _remembered() -> State:
    """What is remembered; nothing, where it does not fit the program or the database any longer."""
    try:
        state = State(**(cache.get(STATE) or {}))
    except TypeError:
        return State()
    there = WeatherWarning.objects.filter(identifier__in=state.stored).count() if state.stored else 0
    return state if there == len(state.stored) else State(next_at=state.next_at, failures=state.failures)


def _claimed(now: datetime) -> bool:
    """Whether this process is the one to ask: of two that start together one is."""
    JobRun.objects.get_or_create(name=ASKED, defaults={"ended_at": NEVER, "succeeded": True})
    # A clock that was set back does not stop us until it has caught up.
    due = Q(ended_at__lte=now - LEAST) | Q(ended_at__gt=now)
    return bool(JobRun.objects.filter(due, name=ASKED).update(ended_at=now))


def _ask(state: State, now: datetime) -> bool:
    """Read the feed and the files that it names. Returns whether all of it could be had."""
    try:
        answer = fetch(settings.METALERTS_URL, state.validators)
        items = None if answer.body is None else read_feed(answer.body)
    except NoAnswerError as error:
        _be_patient(state, error, now)
        return False
    except UnreadableError as error:
        logger.warning("weather_feed_unreadable", error=str(error))
        return False
    state.failures = 0
    _wait_for_expiry(state, answer, now)
    if answer.is_deprecated:
        logger.warning("weather_feed_deprecated")
    if items is None:
        return True
    is_whole = _take(items, state, now)
    # What is incomplete is asked for again, changed or not.
    state.validators = answer.validators if is_whole else {}
    return is_whole


def _take(items: list[Item], state: State, now: datetime) -> bool:
    """Read the new files of the feed, and keep what it all says. Returns whether nothing is missing."""
    there = {item.identifier for item in items}
    state.read = {each: replaced for each, replaced in state.read.items() if each in there}
    state.tries = {each: number for each, number in state.tries.items() if each in there}
    new = [item for item in items if item.identifier not in state.read and not item.is_mild]
    messages = []
    is_whole = len(new) <= MOST_FILES
    for item in new[:MOST_FILES]:
        try:
            messages.append(_message(item))
        except (NoAnswerError, UnreadableError) as error:
            is_whole = _failed(item, error, state) and is_whole
            if isinstance(error, NoAnswerError) and error.leave_alone:
                _be_patient(state, error, now)
                is_whole = False
                break
    state.read.update({message.identifier: sorted(message.replaces) for message in messages})
    _keep(messages, there, state, is_whole=is_whole, now=now)
    return is_whole


def _message(item: Item) -> Message:
    if not is_ours_to_follow(item.link, start=settings.METALERTS_URL):
        raise UnreadableError("leads elsewhere")
    message = read_message(fetch(item.link).body or b"")
    if message.identifier != item.identifier:
        raise UnreadableError("another message than was asked for")
    return message


def _failed(item: Item, error: Exception, state: State) -> bool:
    """Note that a file could not be had. Returns whether we can do without it."""
    tries = state.tries[item.identifier] = state.tries.get(item.identifier, 0) + 1
    logger.warning("weather_warning_unreadable", identifier=item.identifier, error=str(error), tries=tries)
    if tries < MOST_TRIES:
        return False
    state.read[item.identifier] = []
    return True


@transaction.atomic
def _keep(messages: list[Message], there: set[str], state: State, *, is_whole: bool, now: datetime) -> None:
    """Make the rows say what the feed says: what is new, what is replaced, what is gone."""
    for message in messages:
        if message.fields is not None:
            WeatherWarning.objects.update_or_create(
                identifier=message.identifier, defaults={**message.fields, "read_at": now}
            )
    replaced = {each for replaces in state.read.values() for each in replaces}
    in_force = WeatherWarning.objects.filter(identifier__in=there - replaced)
    in_force.filter(withdrawn_at__isnull=False).update(withdrawn_at=None)
    gone = Q(identifier__in=replaced)
    if is_whole:
        # Else what is missing may be what takes the place of what is gone.
        gone |= ~Q(identifier__in=there)
    WeatherWarning.objects.filter(gone, withdrawn_at=None).update(withdrawn_at=now)
    state.stored = sorted(in_force.values_list("identifier", flat=True))


def _wait_for_expiry(state: State, answer: Answer, now: datetime) -> None:
    """Not before `Expires`; a day far away is a fault, and an hour is long enough."""
    if answer.expires is not None:
        until = min(answer.expires, now + MOST).timestamp()
        state.next_at = max(state.next_at, until + random.uniform(0, JITTER_SECONDS))  # noqa: S311


def _be_patient(state: State, error: NoAnswerError, now: datetime) -> None:
    state.failures += 1
    wait = min(LEAST * 2 ** min(state.failures, 10), LONGEST_PATIENCE)
    wait = max(wait, timedelta(seconds=min(error.retry_after or 0, 86_400)))
    state.next_at = max(state.next_at, (now + wait).timestamp())
    logger.warning("weather_not_answered", error=str(error), minutes=int(wait / timedelta(minutes=1)))
