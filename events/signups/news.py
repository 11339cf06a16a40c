"""What happened to dates, told to those who are signed up: one mail to a person for one press of a button.

How it is known what somebody has to be told, and when, stands in `events.telling`.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db.models import Max
from django.utils.translation import override

from core.clock import end_of_night, local_day
from core.mail.letter import build_message, render_letter
from core.mail.outbox.kinds import Kind, NotYet, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms.messages import TextMessage
from events.dates.changes import DateChange, DateState, What, what_happened
from events.dates.undoing import TOLD_AFTER
from events.signups import texts
from events.signups.kinds import DATES_CHANGED, recipient_of, signup_of
from events.signups.links import manage_url
from events.signups.mails import calendar_file, person_context
from events.signups.models import Signup
from events.signups.ways import can_be_told, is_texted
from events.signups.wording import WHAT_HAPPENED, WHAT_HAPPENED_TO_LISTS
from events.telling import news
from events.telling.news import TOLD, WORTH, Comer, Teller
from events.telling.wording import changed_date, subject
from organisations.models import Venue

__all__ = ["ONCE_IN", "TOLD_AFTER", "WORTH", "tell", "undo"]

# An address that nobody has confirmed gets news so often.
ONCE_IN = timedelta(days=1)


def _persons(recipients: Collection[str]) -> dict[str, str]:
    rows = Signup.objects.filter(pk__in=[signup_of(each) for each in recipients])
    values = rows.values_list("pk", "email", "phone")
    return {f"signup:{pk}": email.lower() or phone for pk, email, phone in values}


TELLER = Teller(kind=DATES_CHANGED, persons=_persons)


def _comer(signup: Signup) -> Comer:
    person = signup.email.lower() or signup.phone
    return Comer(recipient_of(signup), person, signup.occurrence_id, signup.created_at)


def tell(*, changes: Iterable[DateChange], change_id: UUID, now: datetime) -> int:
    """Have everybody told of `changes` who is signed up, or waits for a place. Returns how many people."""
    changes = list(changes)
    dates = [change.occurrence_id for change in changes]
    signups = Signup.objects.filter(occurrence__in=dates).told().order_by("pk")
    rows = signups.only("pk", "email", "phone", "occurrence_id", "created_at")
    comers = [_comer(each) for each in rows if can_be_told(each)]
    return news.tell(TELLER, comers, changes=changes, change_id=change_id, now=now)


def undo(*, change_id: UUID, changes: Iterable[DateChange], new_change_id: UUID, now: datetime) -> int:
    """Tell nobody of `change_id` who was not told yet. Returns how many people are told what leads back.

    Those are who was told, who has signed up for what the change had made of a date, and whoever has still
    to be told of an earlier change, which `change_id` would have told with its own.
    """
    news.withdraw(TELLER, change_id)
    people = tell(changes=changes, change_id=new_change_id, now=now)
    news.forget_if_untold(change_id, new_change_id)
    return people


def _items(row: OutboxMessage, now: datetime) -> list[tuple[Signup, DateState, What]]:
    """What this person is told of each of their dates that is not over: how they know it, what happened."""
    me = _me(row)
    mine = Signup.objects.reached_as(me).told().filter(occurrence__in=news.dates_of(row))
    found = mine.filter(created_at__lte=row.created_at, occurrence__ends_at__gt=now).with_date()
    comers = {_comer(signup): signup for signup in found.order_by("occurrence__starts_at", "pk")}
    known = news.known_by(TELLER, comers)
    items = []
    for comer, signup in comers.items():
        was = known.get(comer)
        # As it stands now, which may be more than this change: what the person reads is true.
        what = what_happened(was, DateState.whole(signup.occurrence)) if was else None
        if was and what:
            items.append((signup, was, what))
    if not items:
        raise Unwanted
    return items


def _me(row: OutboxMessage) -> Signup:
    me = Signup.objects.filter(pk=signup_of(row.recipient)).first()
    if me is None or not can_be_told(me):
        raise Unwanted(Why.GONE)
    return me


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """An address that nobody has confirmed may be a stranger's: it gets news once a day at the most.

    What happens meanwhile is told then, all in one. No telephone rings at night for what can wait. May raise
    `NotYet`, and `Unwanted`.
    """
    me = _me(row)
    mine = Signup.objects.reached_as(me)
    if is_texted(me) and (night := end_of_night(now)) and not is_urgent(row, now):
        raise NotYet(night)
    if mine.firm().exists() or mine.waiting().filter(firm_since__isnull=False).exists():
        return True
    recipients = [f"signup:{pk}" for pk in mine.values_list("pk", flat=True)]
    sent = OutboxMessage.objects.filter(kind=DATES_CHANGED, recipient__in=recipients, state__in=TOLD)
    last = sent.exclude(pk=row.pk).aggregate(last=Max("sending_at"))["last"]
    if last and now < last + ONCE_IN:
        raise NotYet(last + ONCE_IN)
    return True


def is_urgent(row: OutboxMessage, now: datetime) -> bool:
    """Whether somebody may be on their way: it goes at night too, and when the month's money is used up."""
    soon = local_day(now) + timedelta(days=1)
    return any(local_day(was.starts_at) <= soon for _signup, was, _what in _items(row, now))


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    """What it was, what it is now, and the link to cancel, for each of the person's dates."""
    items = _items(row, now)
    first = items[0][0]
    language = first.language
    if is_texted(first):
        return texts.changed(first, first.occurrence, items[0][2], more=len(items) - 1)
    with override(language):
        venues = Venue.objects.in_bulk([was.venue_id for _signup, was, _what in items if was.venue_id])
        told = [_told(signup, was, what, venues) for signup, was, what in items]
        context = {
            **person_context(first),
            "items": told,
            "first": told[0],
            "subject": subject(items[0][2] if len(items) == 1 else None, str(told[0]["title"])),
        }
    # Of what is no longer announced nobody knows whether it takes place: a calendar keeps what it has.
    shown = [signup for signup, _was, what in items if what != What.TAKEN_DOWN]
    calendars = [calendar_file(signup, now=now) for signup in shown]
    return build_message(
        render_letter("signups/mail/dates_changed", context, language=language),
        to=first.email,
        language=language,
        reply_to=first.occurrence.organisation.email,
        attachments=[each for each in calendars if each],
    )


def _told(signup: Signup, was: DateState, what: What, venues: dict[int, Venue]) -> dict[str, object]:
    """What the mail says of one date, in the active language."""
    said = changed_date(
        signup.occurrence,
        was=was,
        what=what,
        sentences=WHAT_HAPPENED if signup.has_places else WHAT_HAPPENED_TO_LISTS,
        venues=venues,
        language=signup.language,
    )
    return {**said, "manage_url": manage_url(signup)}


def register_news() -> None:
    """Called while the app gets ready."""
    kind = Kind(
        DATES_CHANGED, priority=Priority.NEWS, worth=WORTH, make=make, wanted=is_wanted, urgent=is_urgent
    )
    register(kind)
