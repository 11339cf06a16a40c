"""The messages about a follow itself: the first one, the reminder, and "still?". By mail or as a text."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from core.clock import end_of_night
from core.mail.letter import Letter, absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, NotYet, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms.messages import TextMessage, is_offered
from events.follows import reminders, texts
from events.follows.kinds import FIRST, REMINDER, STILL, follow_of
from events.follows.links import manage_url, stop_url
from events.follows.models import STILL_ASKED, Follow
from events.models import Occurrence
from events.signups.reminders import morning_after
from events.telling.wording import date_context

# What is not sent by then is of no use.
WORTH = timedelta(days=3)


def date_of(follow: Follow, *, now: datetime) -> Occurrence | None:
    """The date that is followed, or the next one; None when there is none to come."""
    if follow.occurrence:
        follow.occurrence.event = follow.event
        return follow.occurrence
    coming = follow.event.occurrences.public().scheduled().upcoming(now).order_by("starts_at", "pk")
    date = coming.select_related("organisation", "venue", "municipality").first()
    if date:
        date.event = follow.event
    return date


def _found(row: OutboxMessage) -> Follow:
    """Raises `Unwanted`."""
    follow = Follow.objects.with_date().filter(pk=follow_of(row.recipient)).first()
    if follow is None:
        raise Unwanted(Why.GONE)
    if follow.phone and not is_offered():
        raise Unwanted
    return follow


def _date(follow: Follow, now: datetime) -> Occurrence:
    """Raises `Unwanted` where there is nothing to come to."""
    date = date_of(follow, now=now)
    if date is None or date.ends_at <= now or not date.is_public:
        raise Unwanted
    return date


def first_is_wanted(row: OutboxMessage, now: datetime) -> bool:
    _date(_found(row), now)
    return True


def make_first(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    """By mail the question whether it was them; by telephone what happens now."""
    follow = _found(row)
    date = _date(follow, now)
    return texts.first(follow, date) if follow.phone else _letter("first", follow, date)


def _reminded(row: OutboxMessage, now: datetime) -> tuple[Follow, Occurrence]:
    follow = _found(row)
    dates = reminders.soon(now).filter(pk=int(row.about.removeprefix("occurrence:")))
    rows = dates.select_related("organisation", "venue", "municipality")
    found = reminders.to_remind(Follow.objects.filter(pk=follow.pk), rows)
    if not found:
        raise Unwanted
    date = found[0][1]
    date.event = follow.event
    return follow, date


def reminder_is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """It waits for the morning. May raise `NotYet` and `Unwanted`."""
    _follow, date = _reminded(row, now)
    morning = morning_after(now, starts_at=date.starts_at)
    if morning:
        raise NotYet(morning)
    return True


def make_reminder(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    follow, date = _reminded(row, now)
    return texts.reminder(follow, date) if follow.phone else _letter("reminder", follow, date)


def still_is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Of who has not said yes meanwhile. May raise `NotYet` and `Unwanted`."""
    follow = _found(row)
    if not (follow.is_of_every_date and follow.is_confirmed and follow.expires_at <= now + STILL_ASKED):
        return False
    _date(follow, now)
    if night := end_of_night(now):
        raise NotYet(night)
    return True


def make_still(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    follow = _found(row)
    date = _date(follow, now)
    return texts.still(follow, date) if follow.phone else _letter("still", follow, date)


def _letter(template: str, follow: Follow, date: Occurrence) -> EmailMultiAlternatives:
    with override(follow.language):
        context = {
            **date_context(date, language=follow.language),
            "follow": follow,
            "organisation": date.organisation,
            "manage_url": manage_url(follow),
            "event_url": absolute(reverse("event_detail", args=[date.municipality.slug, date.public_id])),
        }
        letter = render_letter(f"follows/mail/{template}", context, language=follow.language)
    return letter_to(follow, letter, reply_to=date.organisation.email)


def letter_to(follow: Follow, letter: Letter, *, reply_to: str) -> EmailMultiAlternatives:
    """A mail to the person, which their mail program can end by itself (RFC 8058)."""
    headers = {
        "List-Unsubscribe": f"<{stop_url(follow)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return build_message(
        letter, to=follow.email, language=follow.language, reply_to=reply_to, headers=headers
    )


def register_mails() -> None:
    """Called while the app gets ready."""
    register(Kind(FIRST, priority=Priority.ANSWER, worth=WORTH, make=make_first, wanted=first_is_wanted))
    register(
        Kind(REMINDER, priority=Priority.NEWS, worth=WORTH, make=make_reminder, wanted=reminder_is_wanted)
    )
    register(Kind(STILL, priority=Priority.NEWS, worth=STILL_ASKED, make=make_still, wanted=still_is_wanted))
