"""The mails of a sending, many at once: read in a few statements, with what is common made once and kept.

What is the same for many of a sending is kept for a minute: activities that are new by then are in the mails
of then.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction

from core.mail.letter import part_or_nothing
from core.mail.outbox import kinds
from core.mail.outbox.addresses import was_sent_to
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from events.models import Occurrence
from newcomers.choices import AddressFault
from newcomers.models import Newcomer
from newcomers.services import note_told, set_address_aside, unsubscribe
from newcomers.welcome.content.mails import CommonPart, common_part
from newcomers.welcome.content.resolving import Content
from newcomers.welcome.editions import frozen_content
from newcomers.welcome.links import mint_many
from newcomers.welcome.models import Delivery
from newcomers.welcome.models.links import LetterLink
from newcomers.welcome.next_events import dates_near, order_for
from newcomers.welcome.sending import (
    answers_go_to,
    delivery_of,
    headers_for,
    may_leave,
    note_waiting,
    people_of,
    personal_part,
    recorded,
)
from organisations.models import Municipality

KEPT = timedelta(minutes=1)
# Some 70 kB each.
MOST_KEPT = 256
SENT = f"""
    UPDATE {Delivery._meta.db_table} AS delivery
    SET state = 'sent', sent_at = %(now)s, message_id = told.message_id,
        reason = '', reason_at = NULL, waits_since = NULL
    FROM unnest(%(ids)s::bigint[], %(message_ids)s::text[]) AS told (id, message_id)
    WHERE delivery.id = told.id AND delivery.state IN ('queued', 'unconfirmed')
"""  # noqa: S608  the name of our own table
# Of the activities near them, so many are looked at for a mail.
SHOWN = 10
FAULTS = {
    Why.NO_SUCH_ADDRESS: AddressFault.NO_MAILBOX,
    Why.CAME_BACK: AddressFault.NO_MAILBOX,
    Why.CAME_BACK_FOR_NOW: AddressFault.FULL,
    Why.CAME_BACK_REFUSED: AddressFault.REFUSED,
}


class Kept:
    """What was made lately, by what it was made of; the oldest goes first where there is too much."""

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[datetime, Any]] = {}

    def get(self, key: Hashable, make: Callable[[], Any], *, now: datetime) -> Any:
        found = self._made.get(key)
        if found and abs(now - found[0]) < KEPT:
            return found[1]
        made = make()
        self._made.pop(key, None)
        self._made[key] = now, made
        if len(self._made) > MOST_KEPT:
            del self._made[next(iter(self._made))]
        return made


_kept = Kept()


def prepare(
    rows: Sequence[OutboxMessage], now: datetime
) -> Callable[[OutboxMessage], EmailMultiAlternatives]:
    """What makes the mail of each of `rows`: two statements, and what is common where it is not kept."""
    wanted = {row.pk: delivery_of(row) for row in rows}
    found = (
        Delivery.objects.queued()
        .select_related("newcomer", "campaign__created_by", "step")
        # Of these there are few, or they are long.
        .prefetch_related("newcomer__municipality__crest")
        .defer("step__body")
        .in_bulk(wanted.values())
    )
    stays: dict[int, Exception] = {}
    for row in rows:
        reason = _why_it_stays(found.get(wanted[row.pk]), row, now)
        if reason:
            stays[row.pk] = reason
    leaving = [found[pk] for row, pk in wanted.items() if row not in stays]
    tokens = mint_many(deliveries=leaving, medium=LetterLink.Medium.MAIL, now=now)

    def make(row: OutboxMessage) -> EmailMultiAlternatives:
        if row.pk in stays:
            raise stays[row.pk]
        delivery = found[wanted[row.pk]]
        newcomer, token = delivery.newcomer, tokens[delivery.pk]
        assert newcomer is not None, "who is gone, stays"
        common = _common(delivery, newcomer, now)
        return common.fill(
            personal_part(newcomer, token), to=newcomer.email, headers=headers_for(token, delivery)
        )

    return make


def _why_it_stays(delivery: Delivery | None, row: OutboxMessage, now: datetime) -> Exception | None:
    try:
        if delivery is None or str(delivery.tries) != row.occasion or not may_leave(delivery, now):
            return kinds.Unwanted()
    except (kinds.Unwanted, kinds.NotYet) as reason:
        return reason
    return None


def _common(delivery: Delivery, newcomer: Newcomer, now: datetime) -> CommonPart:
    place = newcomer.municipality
    dates = _kept.get(("dates", *_sending(delivery), place.pk), lambda: _dates(place, now), now=now)
    first = order_for(dates, newcomer.interests)[:SHOWN]
    key = (
        *(*_sending(delivery), delivery.language, newcomer.language, place.pk),
        # What somebody likes and what is not on makes no other mail.
        *((date.pk, date.category in newcomer.interests) for date in first),
    )

    def make() -> CommonPart:
        return common_part(
            _content(delivery, now),
            place=place,
            dates=first,
            language=newcomer.language,
            interests=newcomer.interests,
            reply_to=answers_go_to(delivery.campaign),
            now=now,
        )

    common: CommonPart = _kept.get(key, make, now=now)
    return common


def _sending(delivery: Delivery) -> tuple[int, datetime]:
    """Which sending it is: a number alone may be another's, in a database that was put back."""
    return delivery.campaign_id, delivery.campaign.created_at


def _dates(place: Municipality, now: datetime) -> list[Occurrence]:
    return part_or_nothing("next_events", lambda: dates_near(place, now=now)) or []


def _content(delivery: Delivery, now: datetime) -> Content:
    campaign, language = delivery.campaign_id, delivery.language
    content: Content = _kept.get(
        ("content", *_sending(delivery), language),
        lambda: frozen_content(campaign_id=campaign, language=language),
        now=now,
    )
    return content


def recorded_together(rows: Sequence[OutboxMessage], now: datetime) -> None:
    """As `recorded`, for messages that ended alike."""
    state = rows[0].state if rows else ""
    if state == OutboxMessage.State.SENT:
        ids = [delivery_of(row) for row in rows]
        with connection.cursor() as cursor:
            cursor.execute(SENT, {"now": now, "ids": ids, "message_ids": [row.message_id for row in rows]})
        note_told(newcomers=people_of(ids), now=now)
    elif state == OutboxMessage.State.QUEUED:
        for occasion, alike in groupby(rows, key=lambda row: row.occasion):
            pks = [delivery_of(row) for row in alike]
            note_waiting(Delivery.objects.filter(pk__in=pks, tries=occasion), rows[0].reason, now)
    else:
        for row in rows:
            recorded(row, now)


@transaction.atomic
def returned(row: OutboxMessage, report: kinds.Returned) -> None:
    """The address is set aside when it is to blame, and whoever wants no more gets no more."""
    delivery = Delivery.objects.select_related("newcomer").filter(pk=delivery_of(row)).first()
    newcomer = delivery.newcomer if delivery else None
    if newcomer is None:
        return
    if report.wants_no_more:
        unsubscribe(newcomer=newcomer, now=report.at)
    elif report.is_for_good and was_sent_to(row, newcomer.email):
        # Corrected since: what came back is of an address that nobody writes to any longer.
        set_address_aside(email=newcomer.email, why=FAULTS[report.why], now=report.at)


TOGETHER = {"prepare": prepare, "recorded_together": recorded_together, "returned": returned}
