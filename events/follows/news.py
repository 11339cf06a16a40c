"""What happened to dates, told to those who mean to come: one message to a person for one press of a button.

How it is known what somebody has to be told, and when, stands in `events.telling`. Told are cancelled, put
off, moved, back, at another place, no longer announced; a note is for who looks it up.

An address that nobody has confirmed may be a stranger's. It is told of one thing, once, and of nothing else:
that a date of today or tomorrow does not take place. So whoever forgot to press the button does not stand
before a locked door, and nobody gets more than two messages from us because somebody typed their address.

What happens to today or tomorrow is told at once; the rest waits for the morning.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from core.clock import end_of_night, local_day
from core.mail.letter import absolute, render_letter
from core.mail.outbox.kinds import Kind, NotYet, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms.messages import TextMessage, is_offered
from events.dates.changes import DateChange, DateState, What, what_happened
from events.dates.undoing import TOLD_AFTER
from events.follows import texts
from events.follows.coming import comers_of
from events.follows.kinds import DATES_CHANGED, follow_of
from events.follows.links import manage_url
from events.follows.mails import letter_to
from events.follows.models import Follow
from events.follows.wording import WHAT_HAPPENED
from events.models import Occurrence
from events.telling import news
from events.telling.news import TOLD, WORTH, Teller
from events.telling.wording import changed_date, subject
from organisations.models import Venue

__all__ = ["TOLD_AFTER", "WORTH", "tell", "undo"]

# A series that is moved has a date each week for a year: a message says the next ones, and how many more.
MOST_SAID = 5
NOT_ON = (What.CANCELLED, What.POSTPONED)


def _persons(recipients: Collection[str]) -> dict[str, str]:
    rows = Follow.objects.filter(pk__in=[follow_of(each) for each in recipients])
    return {f"follow:{pk}": email or phone for pk, email, phone in rows.values_list("pk", "email", "phone")}


TELLER = Teller(
    kind=DATES_CHANGED, persons=_persons, tells=tuple(what for what in What if what is not What.NOTE)
)


@dataclass(frozen=True)
class Item:
    """One date of a person's: how they know it, and what happened."""

    follow: Follow
    date: Occurrence
    was: DateState
    what: What


def is_soon(starts_at: datetime, now: datetime) -> bool:
    """Today or tomorrow: who means to come may be on their way before the morning's messages."""
    return local_day(starts_at) <= local_day(now) + timedelta(days=1)


def tell(*, changes: Iterable[DateChange], change_id: UUID, now: datetime) -> int:
    """Have everybody who follows these dates told of `changes`. Returns how many people."""
    changes = list(changes)
    by_date = {change.occurrence_id: change for change in changes}
    ids = Occurrence.objects.filter(pk__in=by_date).values_list("pk", "event")

    def is_for(follow: Follow, date: int) -> bool:
        change = by_date[date]
        return follow.is_confirmed or (change.what in NOT_ON and is_soon(change.before.starts_at, now))

    comers = comers_of(Follow.objects.all(), dict(ids), is_for)
    return news.tell(TELLER, comers, changes=changes, change_id=change_id, now=now)


def undo(*, change_id: UUID, changes: Iterable[DateChange], new_change_id: UUID, now: datetime) -> int:
    """Tell nobody of `change_id` who was not told yet. Returns how many people are told what leads back."""
    news.withdraw(TELLER, change_id)
    people = tell(changes=changes, change_id=new_change_id, now=now)
    news.forget_if_untold(change_id, new_change_id)
    return people


def _me(row: OutboxMessage) -> Follow:
    me = Follow.objects.filter(pk=follow_of(row.recipient)).first()
    if me is None:
        raise Unwanted(Why.GONE)
    return me


def _items(row: OutboxMessage, now: datetime) -> list[Item]:
    """What this person is told of each of their dates that is not over. May raise `Unwanted`."""
    me = _me(row)
    found = Occurrence.objects.filter(pk__in=news.dates_of(row), ends_at__gt=now).order_by("starts_at", "pk")
    rows = found.select_related("event", "organisation", "venue", "municipality")
    dates = {date.pk: date for date in rows.prefetch_related("event__texts")}
    mine = Follow.objects.of_person(email=me.email, phone=me.phone).filter(created_at__lte=row.created_at)
    comers = comers_of(mine, {pk: date.event_id for pk, date in dates.items()}, lambda follow, date: True)
    known = news.known_by(TELLER, comers)
    items = []
    for comer, follow in comers.items():
        date, was = dates[comer.occurrence_id], known.get(comer)
        # As it stands now, which may be more than this change: what the person reads is true.
        what = what_happened(was, DateState.whole(date)) if was else None
        if was and what and what in TELLER.tells and _may_say(follow, what, was, now):
            items.append(Item(follow, date, was, what))
    if not items:
        raise Unwanted
    return sorted(items, key=lambda item: (item.date.starts_at, item.date.pk))


def _may_say(follow: Follow, what: What, was: DateState, now: datetime) -> bool:
    return follow.is_confirmed or (what in NOT_ON and is_soon(was.starts_at, now))


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """May raise `NotYet`, when it can wait for the morning, and `Unwanted`."""
    items = _items(row, now)
    if items[0].follow.phone and not is_offered():
        return False
    if not any(item.follow.is_confirmed for item in items) and _was_told(row, items[0].follow):
        return False
    night = end_of_night(now)
    if night and not _are_urgent(items, now):
        raise NotYet(night)
    return True


def is_urgent(row: OutboxMessage, now: datetime) -> bool:
    """Whether somebody may be on their way: it goes at night too, and when the month's money is used up."""
    return _are_urgent(_items(row, now), now)


def _are_urgent(items: list[Item], now: datetime) -> bool:
    return any(is_soon(item.was.starts_at, now) or is_soon(item.date.starts_at, now) for item in items)


def _was_told(row: OutboxMessage, follow: Follow) -> bool:
    """Whether an address that nobody has confirmed has had its one message."""
    mine = Follow.objects.of_person(email=follow.email, phone=follow.phone).values_list("pk", flat=True)
    sent = OutboxMessage.objects.filter(kind=DATES_CHANGED, recipient__in=[f"follow:{pk}" for pk in mine])
    return sent.filter(state__in=TOLD).exclude(pk=row.pk).exists()


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    """What it was, what it is now, and how to end it."""
    items = _items(row, now)
    first = items[0]
    if first.follow.phone:
        return texts.changed(items, to=first.follow)
    language = first.follow.language
    with override(language):
        said = items[:MOST_SAID]
        venues = Venue.objects.in_bulk([item.was.venue_id for item in said if item.was.venue_id])
        told = [_told(item, venues, language) for item in said]
        context = {
            "items": told,
            "first": told[0],
            "more": len(items) - len(said),
            "subject": subject(first.what if len(items) == 1 else None, str(told[0]["title"])),
            "organisation": first.date.organisation,
            "is_confirmed": first.follow.is_confirmed,
            "manage_url": manage_url(first.follow),
        }
        letter = render_letter("follows/mail/dates_changed", context, language=language)
    return letter_to(first.follow, letter, reply_to=first.date.organisation.email)


def _told(item: Item, venues: dict[int, Venue], language: str) -> dict[str, object]:
    """What the mail says of one date, in the active language."""
    date = item.date
    said = changed_date(
        date, was=item.was, what=item.what, sentences=WHAT_HAPPENED, venues=venues, language=language
    )
    url = absolute(reverse("event_detail", args=[date.municipality.slug, date.public_id]))
    return {**said, "url": "" if item.what == What.TAKEN_DOWN else url}


def register_news() -> None:
    """Called while the app gets ready."""
    register(
        Kind(
            DATES_CHANGED,
            priority=Priority.NEWS,
            worth=WORTH,
            make=make,
            wanted=is_wanted,
            urgent=is_urgent,
        )
    )
