"""How often one may make the site do something: the one place where it is counted.

What sends mail is counted three ways. By the person who gets it: nobody is mailed more than this in a day,
whoever asks, over however many forms. By the person and who asks: one who plagues another has used up their
own share long before that person's day is full, and cannot lock them out. By who asks: with room for a class
that signs up behind one address.

A limit that is passed is an answer on the page that was sent, with all that was typed: `hold` writes it on
the form, and `RateLimitMiddleware` makes the answer a 429 with Retry-After. A limit that cannot ask the cache
lets through, and the log says so.
"""

import hashlib
import ipaddress
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from allauth.core.exceptions import RateLimited
from django.conf import settings
from django.core.cache import cache
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext
from redis.exceptions import RedisError

from core.isolation import filled
from core.text import same_address

logger = structlog.get_logger(__name__)

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


@dataclass(frozen=True)
class Limit:
    """At most `times` in `seconds`. `name` stands in the log and in the cache's keys."""

    name: str
    times: int
    seconds: int


# A household signs up for several things in a row; a robot is stopped after these few.
TO_ONE_AT_ONCE = Limit("mail_to_one_at_once", 6, 10 * MINUTE)
TO_ONE_BY_ONE = Limit("mail_to_one_by_one", 15, DAY)
TO_ONE_A_DAY = Limit("mail_to_one_a_day", 30, DAY)
# A text message costs money, and rings at night: one, one more when it was slow, and one again.
TEXT_TO_ONE_AT_ONCE = Limit("text_to_one_at_once", 3, 10 * MINUTE)
TEXT_TO_ONE_A_DAY = Limit("text_to_one_a_day", 10, DAY)
# A volunteer centre's people behind one address, who log in before the same evening.
TEXT_BY_ONE_AT_ONCE = Limit("text_by_one_at_once", 20, 10 * MINUTE)
TEXT_BY_ONE_A_DAY = Limit("text_by_one_a_day", 60, DAY)
# A class of thirty behind one address, each for two things, and a library's whole day.
BY_ONE_AT_ONCE = Limit("mail_by_one_at_once", 60, 10 * MINUTE)
BY_ONE_A_DAY = Limit("mail_by_one_a_day", 400, DAY)
# Questions have counts of their own: they must not use up what an organiser's log-in codes need.
QUESTIONS_BY_ONE = Limit("questions_by_one", 6, 10 * MINUTE)
QUESTIONS_TO_ONE = Limit("questions_to_one", 60, DAY)
# A class that stood before one locked door together; more is somebody who plagues an organiser.
CLOSED_BY_ONE = Limit("closed_by_one", 10, DAY)
# A whole class behind one address, which says at the door that it is new here; more, from everywhere
# together, are not people in one room.
SELF_COUNT_BY_ONE = Limit("self_count_by_one", 80, DAY)
SELF_COUNT_OF_ONE = Limit("self_count_of_one", 300, DAY)
# Somebody who has found several things wrong; more is somebody who plagues the editors.
REPORTS_BY_ONE = Limit("reports_by_one", 10, DAY)
REPORTS_OF_ONE = Limit("reports_of_one", 2, DAY)
# What an organiser types in by hand, or a host sends, in an hour.
BY_STAFF = Limit("staff_form", 60, HOUR)
BY_STAFF_A_DAY = Limit("staff_form_a_day", 300, DAY)


# One calendar or feed, by one who asks; and all of them: who fetches calendars for many has one address.
FEED_BY_ONE = Limit("feed_by_one", 60, MINUTE)
FEEDS_BY_ONE = Limit("feeds_by_one", 1200, MINUTE)


class TooMany(RateLimited):
    """A limit is passed. `seconds` is how long to wait. A kind of allauth's, whose own pages answer it."""

    def __init__(self, limit: Limit, seconds: int) -> None:
        super().__init__(limit.name)
        self.limit, self.seconds = limit, seconds

    def __str__(self) -> str:
        if self.seconds > HOUR:
            hours = -(-self.seconds // HOUR)
            return filled(
                ngettext(
                    "That was too often. What you typed is still here: try again in %(number)s hour.",
                    "That was too often. What you typed is still here: try again in %(number)s hours.",
                    hours,
                ),
                number=hours,
            )
        minutes = -(-self.seconds // MINUTE)
        return filled(
            ngettext(
                "That was too often. What you typed is still here: try again in %(number)s minute.",
                "That was too often. What you typed is still here: try again in %(number)s minutes.",
                minutes,
            ),
            number=minutes,
        )


Counted = tuple[Limit, str]


def count_mail(request: HttpRequest, *, to: str) -> None:
    """Count one mail that `request` sends to the address `to`. Raises `TooMany`, and then counts nothing."""
    _count(_mail_limits(request, to))


def check_mail(request: HttpRequest, *, to: str) -> None:
    """Raise the `TooMany` that `count_mail` would raise. Counts nothing."""
    _check(_mail_limits(request, to))


def count_text(request: HttpRequest, *, to: str) -> None:
    """Count one text message that `request` sends to the number `to` (E.164), whoever has it.

    Raises `TooMany`, and then counts nothing.
    """
    _count(_text_limits(request, to))


def check_text(request: HttpRequest, *, to: str) -> None:
    """Raise the `TooMany` that `count_text` would raise. Counts nothing."""
    _check(_text_limits(request, to))


def count_form(request: HttpRequest) -> None:
    """Count one form that mails nobody at once, by who sends it. Raises `TooMany`."""
    who = source_of(request)
    _count([(BY_ONE_AT_ONCE, who), (BY_ONE_A_DAY, who)])


def count_question(request: HttpRequest, *, organisation: int) -> None:
    """Count one question to the organisation with this number. Raises `TooMany`, and then counts nothing."""
    who = source_of(request)
    to_one = (QUESTIONS_TO_ONE, str(organisation))
    _count([(BY_ONE_AT_ONCE, who), (BY_ONE_A_DAY, who), (QUESTIONS_BY_ONE, f"{who} {organisation}"), to_one])


def count_closed(request: HttpRequest, *, occurrence: int) -> None:
    """Count one who says, or takes back, that the date with this number was closed. Raises `TooMany`."""
    who = source_of(request)
    _count([(BY_ONE_AT_ONCE, who), (BY_ONE_A_DAY, who), (CLOSED_BY_ONE, f"{who} {occurrence}")])


def count_self(request: HttpRequest, *, occurrence: int) -> None:
    """Count one who says at the date with this number that they are new here. Raises `TooMany`."""
    who = source_of(request)
    _count([(SELF_COUNT_BY_ONE, f"{who} {occurrence}"), (SELF_COUNT_OF_ONE, str(occurrence))])


def count_report(request: HttpRequest, *, event: int) -> None:
    """Count one who reports the activity with this number. Raises `TooMany`."""
    who = source_of(request)
    _count([(BY_ONE_AT_ONCE, who), (REPORTS_BY_ONE, who), (REPORTS_OF_ONE, f"{who} {event}")])


def count_staff_form(request: HttpRequest) -> None:
    """Count one form that somebody who is logged in sends. Raises `TooMany`."""
    who = source_of(request)
    _count([(BY_STAFF, who), (BY_STAFF_A_DAY, who)])


def count_program(request: HttpRequest) -> None:
    """Count one question of a program to the interface for programs. Raises `TooMany`.

    Each process tells the cache of some at once: who asks ten times as often as a person is told no a little
    late, and nobody's answer waits for the cache.
    """
    limit, who = Limit("api_by_one", settings.API_PER_MINUTE, MINUTE), address_of(request)
    at_once = max(1, min(TOLD_AT_ONCE, limit.times // 20))
    key = _cache_key(limit, who)
    if len(_not_told) > MOST_NOT_TOLD:
        _not_told.clear()
    number = _not_told.get(key, 0) + 1
    if number < at_once:
        _not_told[key] = number
        return
    _not_told.pop(key, None)
    with _without_cache(limit):
        cache.add(key, 0, 2 * limit.seconds)
        if cache.incr(key, number) > limit.times:
            # The next one asks the cache at once, until the minute is over.
            _not_told[key] = at_once - 1
            logger.info("limit_passed", limit=limit.name)
            raise TooMany(limit, _seconds_left(limit, who))


# Questions that the cache was not told of, by its key; and of how many it is told together.
_not_told: dict[str, int] = {}
TOLD_AT_ONCE, MOST_NOT_TOLD = 10, 10_000


def count_feed(request: HttpRequest) -> None:
    """Count one who asks for a calendar or a feed. Raises `TooMany`, and then counts nothing."""
    who = source_of(request)
    _count([(FEED_BY_ONE, f"{who} {request.get_full_path()}"), (FEEDS_BY_ONE, who)])


def count(limit: Limit, key: str) -> None:
    """Count one thing that is no form, by `key`. Raises `TooMany`."""
    _count([(limit, key)])


def hold(request: HttpRequest, too_many: TooMany, form: BaseForm | None = None) -> None:
    """Say on `form` that a limit is passed, and have the answer be a 429."""
    if form is not None:
        form.add_error(None, str(too_many))
    request.too_many = too_many  # type: ignore[attr-defined]  # read by the middleware


def source_of(request: HttpRequest) -> str:
    """Who asks: the user, or the network address."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"user:{user.pk}"
    return address_of(request)


def address_of(request: HttpRequest) -> str:
    """The network address of whoever asks; of IPv6 the part that one household has."""
    text = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return f"from:{text}"
    if address.version == 6:
        return f"from:{ipaddress.ip_network((address, 64), strict=False).network_address}"
    return f"from:{address}"


def _mail_limits(request: HttpRequest, to: str) -> list[Counted]:
    who, whom = source_of(request), same_address(to)
    return [
        (BY_ONE_AT_ONCE, who),
        (BY_ONE_A_DAY, who),
        (TO_ONE_BY_ONE, f"{who} {whom}"),
        (TO_ONE_AT_ONCE, whom),
        (TO_ONE_A_DAY, whom),
    ]


def _text_limits(request: HttpRequest, to: str) -> list[Counted]:
    who = source_of(request)
    return [
        (TEXT_BY_ONE_AT_ONCE, who),
        (TEXT_BY_ONE_A_DAY, who),
        (TEXT_TO_ONE_AT_ONCE, to),
        (TEXT_TO_ONE_A_DAY, to),
    ]


def _check(limits: Iterable[Counted]) -> None:
    for limit, key in limits:
        with _without_cache(limit):
            if int(cache.get(_cache_key(limit, key)) or 0) >= limit.times:
                raise TooMany(limit, _seconds_left(limit, key))


def _count(limits: Iterable[Counted]) -> None:
    """Count all of them, or none: who is turned away has used up nothing."""
    counted: list[str] = []
    for limit, key in limits:
        with _without_cache(limit):
            cache_key = _cache_key(limit, key)
            cache.add(cache_key, 0, 2 * limit.seconds)
            # One operation in the cache: of many at the same moment each gets a number of its own.
            number = cache.incr(cache_key)
            counted.append(cache_key)
            if number > limit.times:
                for each in counted:
                    cache.decr(each)
                logger.info("limit_passed", limit=limit.name)
                raise TooMany(limit, _seconds_left(limit, key))


@contextmanager
def _without_cache(limit: Limit) -> Iterator[None]:
    """What cannot be counted is let through: nobody is shut out because a server is away."""
    try:
        yield
    except (RedisError, OSError, ValueError) as error:
        # ValueError: Django's word for a number that is not there (any more).
        logger.warning("limit_not_asked", limit=limit.name, error=type(error).__name__)


def _cache_key(limit: Limit, key: str) -> str:
    # Addresses of people and networks are personal: the cache holds neither.
    digest = salted_hmac("core.limits", key, algorithm="sha256").hexdigest()[:32]
    return f"limit:{limit.name}:{digest}:{_window(limit, key)}"


def _window(limit: Limit, key: str) -> int:
    """The number of the stretch of time that counts now; each key's begin at a moment of their own."""
    return int((time.time() + _shift(limit, key)) // limit.seconds)


def _seconds_left(limit: Limit, key: str) -> int:
    return int(limit.seconds - (time.time() + _shift(limit, key)) % limit.seconds) + 1


def _shift(limit: Limit, key: str) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % limit.seconds
