"""What happened to dates, told to those who are signed up: one mail to a person for one press of a button.

It waits two minutes, so that an undo tells nobody, and another change in that time is told together with the
first one: what the person knew, and how it stands now.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import zip_longest
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db.models import Exists, Max, OuterRef
from django.utils.dateparse import parse_datetime
from django.utils.translation import override

from core import formats
from core.mail.letter import build_message, render_letter
from core.mail.outbox import services as outbox
from core.mail.outbox.kinds import Kind, NotYet, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from events.dates.changes import DateChange, DateState, What, what_happened
from events.dates.undoing import TOLD_AFTER
from events.signups.kinds import DATES_CHANGED, recipient_of, signup_of
from events.signups.links import manage_url
from events.signups.mails import calendar_file, date_context, person_context
from events.signups.models import NEWS_KEPT, DateNews, Signup, SignupQuerySet
from events.signups.wording import NOTE_IS_GONE, WHAT_HAPPENED, subject
from organisations.models import Venue

# Longer than a server is away; what happened to a date that is over is told to nobody.
WORTH = timedelta(days=3)
# An address that nobody has confirmed gets news so often.
ONCE_IN = timedelta(days=1)
# A mail is made so long before its hand-over begins, at the most: what happened later it does not tell.
MADE_BEFORE = timedelta(minutes=1)
# What has reached a person, or may have.
TOLD = [OutboxMessage.State.SENDING, OutboxMessage.State.SENT, OutboxMessage.State.UNCONFIRMED]


def tell(*, changes: Iterable[DateChange], change_id: UUID, now: datetime) -> int:
    """Have everybody who is signed up told of `changes`. Returns how many people."""
    by_date = {change.occurrence_id: change for change in changes}
    _write(by_date.values(), change_id, now)
    signups = Signup.objects.filter(occurrence__in=list(by_date)).confirmed().reachable().order_by("pk")
    people = _who_knows_it_otherwise(
        signups.only("pk", "email", "occurrence_id", "created_at"),
        {pk: change.after for pk, change in by_date.items()},
    )
    _queue([recipient_of(signup) for signup in people], change_id, due_at=now + TOLD_AFTER, now=now)
    return len(people)


def undo(*, change_id: UUID, changes: Iterable[DateChange], new_change_id: UUID, now: datetime) -> int:
    """Tell nobody of `change_id` who was not told yet. Returns how many people are told what leads back.

    Those are who was told, who has signed up for what the change had made of a date, and whoever has still
    to be told of an earlier change, which `change_id` would have told with its own.
    """
    outbox.withdraw(kind=DATES_CHANGED, about=_about(change_id))
    people = tell(changes=changes, change_id=new_change_id, now=now)
    told = OutboxMessage.objects.filter(kind=DATES_CHANGED, about=_about(change_id), state__in=TOLD)
    if not people and not told.exists():
        DateNews.objects.filter(change_id__in=[change_id, new_change_id]).delete()
    return people


def end_old(*, now: datetime) -> None:
    DateNews.objects.filter(made_at__lte=now - NEWS_KEPT).delete()


def _about(change_id: UUID) -> str:
    return f"change:{change_id}"


def _queue(recipients: Iterable[str], change_id: UUID, *, due_at: datetime, now: datetime) -> None:
    messages = [outbox.Outgoing(_about(change_id), each, due_at=due_at) for each in recipients]
    outbox.queue_many(kind=DATES_CHANGED, messages=messages, now=now)


def _write(changes: Iterable[DateChange], change_id: UUID, now: datetime) -> None:
    """Note how the dates stood before this change."""
    news = [
        DateNews(
            change_id=change_id, occurrence_id=change.occurrence_id, before=vars(change.before), made_at=now
        )
        for change in changes
    ]
    DateNews.objects.bulk_create(news, batch_size=outbox.ROWS_PER_STATEMENT, ignore_conflicts=True)


def _state(before: dict) -> DateState:
    times = {name: parse_datetime(before[name]) for name in ("starts_at", "ends_at")}
    return DateState(**{**before, **times})


def _who_knows_it_otherwise(signups: SignupQuerySet, stands: Mapping[int, DateState]) -> list[Signup]:
    """Of `signups` one for each person, the first: who does not know how their dates stand."""
    found = list(signups)
    known = _known(found)
    people: dict[str, Signup] = {}
    for signup in found:
        was = known.get(signup.pk)
        if was and what_happened(was, stands[signup.occurrence_id]):
            people.setdefault(signup.email.lower(), signup)
    return list(people.values())


def _known(signups: Collection[Signup]) -> dict[int, DateState]:
    """How each of `signups`, by its id, knows its date; who knows it as it stands is left out.

    It is as the date stood before the first change since they signed up, or since a mail told them of it: who
    signs up between two changes knows another date than who did before both.
    """
    news: dict[int, list[DateNews]] = {}
    for each in DateNews.objects.filter(occurrence__in={s.occurrence_id for s in signups}).order_by("pk"):
        news.setdefault(each.occurrence_id, []).append(each)
    told = _told_at([each for rows in news.values() for each in rows])
    known = {}
    for signup in signups:
        rows = news.get(signup.occurrence_id, [])
        untold = [each for each in rows if each.made_at >= signup.created_at]
        for each, newer in zip_longest(rows, rows[1:]):
            at = told.get((each.change_id, signup.email.lower()))
            if at and (newer is None or newer.made_at >= each.made_at + TOLD_AFTER):
                # Otherwise its mail has left that date to the newer one's.
                untold = [later for later in untold if later.made_at > max(at, each.made_at)]
        first = next(iter(untold), None)
        if first:
            known[signup.pk] = _state(first.before)
    return known


def _told_at(news: Collection[DateNews]) -> dict[tuple[UUID, str], datetime]:
    """By change and address: until when what was told of it is what the date was, when the mail was made."""
    abouts = {_about(each.change_id): each.change_id for each in news}
    if len(abouts) <= 1:
        # The first that happens to these dates: nobody has been told of it yet, or it is being told now.
        return {}
    rows = OutboxMessage.objects.filter(kind=DATES_CHANGED, about__in=list(abouts), state__in=TOLD)
    sent = [(abouts[row.about], signup_of(row.recipient), row.sending_at or row.ended_at) for row in rows]
    emails = dict(Signup.objects.filter(pk__in={pk for _change, pk, _at in sent}).values_list("pk", "email"))
    return {(change, emails[pk].lower()): at - MADE_BEFORE for change, pk, at in sent if at and pk in emails}


def _items(row: OutboxMessage, now: datetime) -> list[tuple[Signup, DateState, What]]:
    """What this person is told of each of their dates that is not over: how they know it, what happened."""
    me = _me(row)
    mine = Signup.objects.confirmed().filter(email__iexact=me.email, occurrence__in=_dates_of(row))
    found = mine.filter(created_at__lte=row.created_at, occurrence__ends_at__gt=now).with_date()
    signups = list(found.order_by("occurrence__starts_at", "pk"))
    known = _known(signups)
    items = []
    for signup in signups:
        was = known.get(signup.pk)
        # As it stands now, which may be more than this change: what the person reads is true.
        what = what_happened(was, DateState.of(signup.occurrence)) if was else None
        if was and what:
            items.append((signup, was, what))
    if not items:
        raise Unwanted
    return items


def _me(row: OutboxMessage) -> Signup:
    me = Signup.objects.filter(pk=signup_of(row.recipient)).first()
    if me is None or not me.email:
        raise Unwanted(Why.GONE)
    return me


def _dates_of(row: OutboxMessage) -> list[int]:
    """The dates of the change that `row` tells of, but for what a later one tells with its own."""
    newer = DateNews.objects.filter(
        occurrence=OuterRef("occurrence"), pk__gt=OuterRef("pk"), made_at__lt=row.created_at + TOLD_AFTER
    )
    news = DateNews.objects.filter(change_id=UUID(row.about.removeprefix("change:")))
    return list(news.exclude(Exists(newer)).values_list("occurrence", flat=True))


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """An address that nobody has confirmed may be a stranger's: it gets news once a day at the most.

    What happens meanwhile is told then, all in one. May raise `NotYet`, and `Unwanted`.
    """
    mine = Signup.objects.filter(email__iexact=_me(row).email)
    if mine.firm().exists():
        return True
    recipients = [f"signup:{pk}" for pk in mine.values_list("pk", flat=True)]
    sent = OutboxMessage.objects.filter(kind=DATES_CHANGED, recipient__in=recipients, state__in=TOLD)
    last = sent.exclude(pk=row.pk).aggregate(last=Max("sending_at"))["last"]
    if last and now < last + ONCE_IN:
        raise NotYet(last + ONCE_IN)
    return True


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
    date = signup.occurrence
    source = date.event.source_text
    context = date_context(date, language=signup.language)
    was_when = formats.when(was.starts_at, was.ends_at)
    return {
        **context,
        "sentence": NOTE_IS_GONE if what == What.NOTE and not date.note else WHAT_HAPPENED[what],
        "was_when": was_when if was_when != context["when"] else "",
        "is_elsewhere": was.venue_id != date.venue_id,
        "was_at": venues.get(was.venue_id) if was.venue_id else None,
        # In the organiser's own words and language; on one line, so that nothing looks like the mail's own.
        "reason": " ".join(date.reason.split()) if what in (What.CANCELLED, What.POSTPONED) else "",
        "note": " ".join(date.note.split()) if what not in (What.CANCELLED, What.TAKEN_DOWN) else "",
        "words_language": source.language if source else date.municipality.language,
        "has_day": what != What.POSTPONED,
        "takes_place": what not in (What.CANCELLED, What.TAKEN_DOWN),
        "manage_url": manage_url(signup),
    }


def register_news() -> None:
    """Called while the app gets ready."""
    register(Kind(DATES_CHANGED, priority=Priority.NEWS, worth=WORTH, make=make, wanted=is_wanted))
