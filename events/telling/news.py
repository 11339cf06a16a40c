"""What happened to dates, for the rooms that tell people of it: one message to a person for one press of a
button.

It waits two minutes, so that an undo tells nobody, and another change in that time is told together with the
first one: what the person knew, and how it stands now. Who means to come, and what they are told, the rooms
know: this one knows what was told of a date, and when.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from itertools import zip_longest
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.dateparse import parse_datetime

from core.mail.outbox import services as outbox
from core.mail.outbox.models import OutboxMessage
from events.dates.changes import DateChange, DateState, What, what_happened
from events.dates.undoing import TOLD_AFTER
from events.models import DateNews

# Longer than a server is away; what happened to a date that is over is told to nobody.
WORTH = timedelta(days=3)
# A message is made so long before its hand-over begins, at the most: what happened later it does not tell.
MADE_BEFORE = timedelta(minutes=1)
# How long what was told of dates can be looked up, and told anew after an undo.
KEPT_FOR = timedelta(days=30)
# What has reached a person, or may have.
TOLD = [OutboxMessage.State.SENDING, OutboxMessage.State.SENT, OutboxMessage.State.UNCONFIRMED]


@dataclass(frozen=True)
class Comer:
    """Somebody who means to come to one date, since the moment `since` (UTC).

    `recipient` is how the outbox knows them, `person` who that is: the same for all of one person's.
    """

    recipient: str
    person: str
    occurrence_id: int
    since: datetime


@dataclass(frozen=True)
class Teller:
    """A room that tells of dates: its kind of message, and which person each of the outbox's recipients is.

    `tells` says what it tells people of at all.
    """

    kind: str
    persons: Callable[[Collection[str]], Mapping[str, str]]
    tells: Collection[What] = tuple(What)


def tell(
    teller: Teller,
    comers: Iterable[Comer],
    *,
    changes: Iterable[DateChange],
    change_id: UUID,
    now: datetime,
) -> int:
    """Have those of `comers` told who do not know how their dates stand. Returns how many people.

    `comers` come in the order in which one of a person's rows is taken for all of them.
    """
    by_date = {change.occurrence_id: change for change in changes}
    _note(by_date.values(), change_id, now)
    stands = {pk: change.after for pk, change in by_date.items()}
    recipients = _one_each(teller, list(comers), stands)
    messages = [outbox.Outgoing(_about(change_id), each, due_at=now + TOLD_AFTER) for each in recipients]
    outbox.queue_many(kind=teller.kind, messages=messages, now=now)
    return len(recipients)


def withdraw(teller: Teller, change_id: UUID) -> None:
    """Who was not told of the change `change_id` yet, is not told."""
    outbox.withdraw(kind=teller.kind, about=_about(change_id))


def forget_if_untold(change_id: UUID, new_change_id: UUID) -> None:
    """An undo came in time: nobody was told, or will be, by any room, and there is nothing to remember.

    But for a date of which something else is still to be told: people know it as it stood before both.
    """
    both = [change_id, new_change_id]
    states = [OutboxMessage.State.QUEUED, *TOLD]
    about = [_about(each) for each in both]
    if OutboxMessage.objects.filter(about__in=about, state__in=states).exists():
        return
    DateNews.objects.filter(change_id=new_change_id).delete()
    others = DateNews.objects.filter(occurrence=OuterRef("occurrence")).exclude(change_id=change_id)
    DateNews.objects.filter(~Exists(others), change_id=change_id).delete()


def end_old(*, now: datetime) -> None:
    DateNews.objects.filter(made_at__lte=now - KEPT_FOR).delete()


def dates_of(row: OutboxMessage) -> list[int]:
    """The dates of the change that `row` tells of, but for what a later one tells with its own."""
    newer = DateNews.objects.filter(
        occurrence=OuterRef("occurrence"), pk__gt=OuterRef("pk"), made_at__lt=row.created_at + TOLD_AFTER
    )
    news = DateNews.objects.filter(change_id=UUID(row.about.removeprefix("change:")))
    return list(news.exclude(Exists(newer)).values_list("occurrence", flat=True))


def known_by(teller: Teller, comers: Collection[Comer]) -> dict[Comer, DateState]:
    """How each of `comers` knows their date; who knows it as it stands is left out.

    It is as the date stood before the first change since they said that they come, or since a message told
    them of it: who says so between two changes knows another date than who did before both.
    """
    news: dict[int, list[DateNews]] = {}
    dates = {each.occurrence_id for each in comers}
    for row in DateNews.objects.filter(occurrence__in=dates).order_by("pk"):
        news.setdefault(row.occurrence_id, []).append(row)
    told = _told_at(teller, [row for rows in news.values() for row in rows])
    known = {}
    for comer in comers:
        rows = news.get(comer.occurrence_id, [])
        untold = [row for row in rows if row.made_at >= comer.since]
        for row, newer in zip_longest(rows, rows[1:]):
            at = told.get((row.change_id, comer.person))
            if at and (newer is None or newer.made_at >= row.made_at + TOLD_AFTER):
                # Otherwise its message has left that date to the newer one's.
                untold = [later for later in untold if later.made_at > max(at, row.made_at)]
        if untold:
            known[comer] = reduce(DateState.and_as_in, [_state(row.before) for row in untold])
    return known


def _about(change_id: UUID) -> str:
    return f"change:{change_id}"


def _note(changes: Iterable[DateChange], change_id: UUID, now: datetime) -> None:
    """Note how the dates stood before this change: once, whichever room comes first."""
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


def _one_each(teller: Teller, comers: list[Comer], stands: Mapping[int, DateState]) -> list[str]:
    """Of `comers` one recipient for each person, the first: who does not know how their dates stand."""
    known = known_by(teller, comers)
    people: dict[str, str] = {}
    for comer in comers:
        was = known.get(comer)
        if was and what_happened(was, stands[comer.occurrence_id]) in teller.tells:
            people.setdefault(comer.person, comer.recipient)
    return list(people.values())


def _told_at(teller: Teller, news: Collection[DateNews]) -> dict[tuple[UUID, str], datetime]:
    """By change and person: until when what was told of it is true: a little before the message was made."""
    abouts = {_about(each.change_id): each.change_id for each in news}
    if len(abouts) <= 1:
        # The first that happens to these dates: nobody has been told of it yet, or it is being told now.
        return {}
    rows = OutboxMessage.objects.filter(kind=teller.kind, about__in=list(abouts), state__in=TOLD)
    sent = [(abouts[row.about], row.recipient, row.sending_at or row.ended_at) for row in rows]
    persons = teller.persons({recipient for _change, recipient, _at in sent})
    return {
        (change, persons[recipient]): at - MADE_BEFORE
        for change, recipient, at in sent
        if at and recipient in persons
    }
