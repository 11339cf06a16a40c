"""What happened to dates, told to those who are signed up: one mail to a person for one press of a button.

It waits two minutes, so that an undo tells nobody, and another change in that time is told together with the
first one: what the person knew, and how it stands now.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import override

from core import formats
from core.mail.letter import build_message, render_letter
from core.mail.outbox import services as outbox
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from events.dates.changes import DateChange, DateState, What, what_happened
from events.signups.kinds import DATES_CHANGED, recipient_of, signup_of
from events.signups.links import manage_url
from events.signups.mails import calendar_file, date_context, person_context
from events.signups.models import NEWS_KEPT, DateNews, Signup, SignupQuerySet
from events.signups.wording import WHAT_HAPPENED, subject
from organisations.models import Venue

WAITS = timedelta(minutes=2)
# Longer than a server is away; what happened to a date that is over is told to nobody.
WORTH = timedelta(days=3)


def tell(*, changes: Iterable[DateChange], change_id: UUID, now: datetime) -> int:
    """Have everybody who is signed up told of `changes`. Returns how many people."""
    dates = _write(changes, change_id, now)
    people = _one_each(Signup.objects.filter(occurrence__in=dates).confirmed().reachable())
    _queue([recipient_of(signup) for signup in people], change_id, due_at=now + WAITS, now=now)
    return len(people)


def undo(*, change_id: UUID, changes: Iterable[DateChange], new_change_id: UUID, now: datetime) -> int:
    """Tell nobody of `change_id` who was not told yet, and the others of what leads back."""
    outbox.withdraw(kind=DATES_CHANGED, about=_about(change_id))
    told = OutboxMessage.objects.filter(kind=DATES_CHANGED, about=_about(change_id))
    recipients = list(told.exclude(state=OutboxMessage.State.SKIPPED).values_list("recipient", flat=True))
    if not recipients:
        DateNews.objects.filter(change_id=change_id).delete()
        return 0
    _write(changes, new_change_id, now)
    _queue(recipients, new_change_id, due_at=now + WAITS, now=now)
    return len(recipients)


def end_old(*, now: datetime) -> None:
    DateNews.objects.filter(made_at__lte=now - NEWS_KEPT).delete()


def _about(change_id: UUID) -> str:
    return f"change:{change_id}"


def _queue(recipients: Iterable[str], change_id: UUID, *, due_at: datetime, now: datetime) -> None:
    messages = [outbox.Outgoing(_about(change_id), each, due_at=due_at) for each in recipients]
    outbox.queue_many(kind=DATES_CHANGED, messages=messages, now=now)


def _write(changes: Iterable[DateChange], change_id: UUID, now: datetime) -> list[int]:
    """Note how the dates stood before: before what nobody has been told of yet, where that is more.

    Returns the dates of which there is something to tell.
    """
    by_date = {change.occurrence_id: change for change in changes}
    recent = DateNews.objects.filter(occurrence__in=list(by_date), made_at__gt=now - WAITS).order_by("-pk")
    # The last one in this order is the first that nobody has been told of.
    untold = {each.occurrence_id: _state(each.before) for each in recent}
    before = {pk: untold.get(pk, change.before) for pk, change in by_date.items()}
    news = [
        DateNews(change_id=change_id, occurrence_id=pk, before=vars(state), made_at=now)
        for pk, state in before.items()
    ]
    DateNews.objects.bulk_create(news, batch_size=outbox.ROWS_PER_STATEMENT, ignore_conflicts=True)
    return [pk for pk, change in by_date.items() if what_happened(before[pk], change.after)]


def _state(before: dict) -> DateState:
    times = {name: parse_datetime(before[name]) for name in ("starts_at", "ends_at")}
    return DateState(**{**before, **times})


def _one_each(signups: SignupQuerySet) -> list[Signup]:
    """One sign-up for each person, the first."""
    people: dict[str, Signup] = {}
    for signup in signups.order_by("pk").only("pk", "email"):
        people.setdefault(signup.email.lower(), signup)
    return list(people.values())


def _items(row: OutboxMessage, now: datetime) -> list[tuple[Signup, DateState, What]]:
    """What this person is told: of each of their dates that is not over how it was, and what happened."""
    me = Signup.objects.filter(pk=signup_of(row.recipient)).first()
    if me is None or not me.email:
        raise Unwanted(Why.GONE)
    before = {each.occurrence_id: _state(each.before) for each in _news(row)}
    mine = Signup.objects.confirmed().filter(email__iexact=me.email, occurrence__in=list(before))
    signups = mine.filter(created_at__lte=row.created_at, occurrence__ends_at__gt=now).with_date()
    items = []
    for signup in signups.order_by("occurrence__starts_at", "pk"):
        was = before[signup.occurrence_id]
        # As it stands now, which may be more than this change: what the person reads is true.
        what = what_happened(was, DateState.of(signup.occurrence))
        if what:
            items.append((signup, was, what))
    if not items:
        raise Unwanted
    return items


def _news(row: OutboxMessage) -> QuerySet[DateNews]:
    """What happened in the change that `row` tells of, but for what a later one tells with its own."""
    newer = DateNews.objects.filter(
        occurrence=OuterRef("occurrence"), pk__gt=OuterRef("pk"), made_at__lt=row.created_at + WAITS
    )
    news = DateNews.objects.filter(change_id=UUID(row.about.removeprefix("change:")))
    return news.exclude(Exists(newer))


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """The mail: what it was, what it is now, and the link to cancel, for each of the person's dates."""
    items = _items(row, now)
    first = items[0][0]
    language = first.language
    with override(language):
        venues = Venue.objects.in_bulk([was.venue_id for _signup, was, _what in items if was.venue_id])
        told = [_told(signup, was, what, venues) for signup, was, what in items]
        context = {
            **person_context(first),
            "items": told,
            "first": told[0],
            "subject": subject(items[0][2] if len(items) == 1 else None, str(told[0]["title"])),
        }
    calendars = [calendar_file(signup, now=now) for signup, _was, _what in items]
    return build_message(
        render_letter("signups/mail/dates_changed", context, language=language),
        to=first.email,
        language=language,
        reply_to=first.occurrence.organisation.email,
        attachments=[each for each in calendars if each],
    )


def _told(signup: Signup, was: DateState, what: What, venues: dict[int, Venue]) -> dict[str, object]:
    """What the mail says of one date, in the active language."""
    date = signup.occurrence
    source = date.event.source_text
    context = date_context(date, language=signup.language)
    was_when = formats.when(was.starts_at, was.ends_at)
    return {
        **context,
        "sentence": WHAT_HAPPENED[what],
        "was_when": was_when if was_when != context["when"] else "",
        "is_elsewhere": was.venue_id != date.venue_id,
        "was_at": venues.get(was.venue_id) if was.venue_id else None,
        # In the organiser's own words and language.
        "reason": date.reason if what in (What.CANCELLED, What.POSTPONED) else "",
        "note": date.note if what not in (What.CANCELLED, What.TAKEN_DOWN) else "",
        "words_language": source.language if source else date.municipality.language,
        "has_day": what != What.POSTPONED,
        "takes_place": what not in (What.CANCELLED, What.TAKEN_DOWN),
        "manage_url": manage_url(signup),
    }


def register_news() -> None:
    """Called while the app gets ready."""
    register(Kind(DATES_CHANGED, priority=Priority.NEWS, worth=WORTH, make=make))
