"""One more question after four years, to those who have agreed to it: do you still live here?

By then nothing else is kept of them. The question has a row of its own (`AskedLater`), which ends by itself.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, time
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction

from core.clock import NORWAY, to_utc
from core.links import LinkExpired, PersonalLinks, personal_url
from core.mail.outbox import services as outbox
from core.privacy import erasures
from core.sms.messages import is_offered
from core.world_languages import site_language
from newcomers.models import Newcomer
from newcomers.welcome.models import Answer, AskedLater
from newcomers.welcome.steps.times import counted_from

KIND = "welcome.asked_later"
# On the list of erasures.
WORD = "asked_later"
LINKS = PersonalLinks(salt="newcomers.welcome.later")


def can_be_asked(newcomer: Newcomer) -> bool:
    """Whether there is a way to reach them that may work in four years."""
    return bool(_way(newcomer))


def _way(newcomer: Newcomer) -> dict[str, str]:
    if newcomer.email and not newcomer.address_fault:
        return {"email": newcomer.email, "phone": ""}
    return {"email": "", "phone": newcomer.phone} if newcomer.phone and is_offered() else {}


@transaction.atomic
def agree(*, newcomer: Newcomer, now: datetime) -> AskedLater | None:
    """They want to be asked once more. A repeat changes nothing. None where nobody could reach them."""
    Newcomer.objects.select_for_update(no_key=True).get(pk=newcomer.pk)
    known = AskedLater.objects.filter(newcomer=newcomer).first()
    way = _way(newcomer)
    if known is not None or not way:
        return known
    ask_on = counted_from(newcomer).replace(day=1) + relativedelta(months=AskedLater.MONTHS)
    return AskedLater.objects.create(
        newcomer=newcomer,
        municipality=newcomer.municipality,
        language=newcomer.language,
        ask_on=ask_on,
        agreed_at=now,
        expires_at=to_utc(datetime.combine(ask_on, time.min), NORWAY) + AskedLater.KEPT,
        **way,
    )


def take_back(*, newcomer: Newcomer) -> int:
    """They, or their row, want no more of it. Returns how many rows are gone."""
    return erase(AskedLater.objects.filter(newcomer=newcomer).values_list("pk", flat=True))


@transaction.atomic
def erase(pks: Iterable[int]) -> int:
    """Delete these, with what is on its way to them, so that no backup brings them back. Returns how many."""
    found = AskedLater.objects.filter(pk__in=list(pks)).select_for_update(of=("self",)).order_by("pk")
    rows = dict(found.values_list("pk", "public_id"))
    erasures.remember(WORD, rows.values())
    outbox.forget_all(recipients=[recipient_of(pk) for pk in rows])
    AskedLater.objects.filter(pk__in=rows).delete()
    return len(rows)


def reached_by(*, newcomer: Newcomer) -> None:
    """Their address or number is another one: the question goes there."""
    rows = AskedLater.objects.filter(newcomer=newcomer, value="")
    way = _way(newcomer)
    if way:
        rows.update(**way)
    else:
        take_back(newcomer=newcomer)


def ask_due(*, now: datetime) -> int:
    """Queue the question to everybody whose day has come. Returns to how many. Idempotent."""
    with transaction.atomic():
        rows = list(AskedLater.objects.due(now).select_for_update(skip_locked=True).order_by("pk")[:500])
        outbox.queue_many(
            kind=KIND,
            messages=[
                outbox.Outgoing(
                    f"municipality:{row.municipality_id}", recipient_of(row.pk), wanted_until=row.expires_at
                )
                for row in rows
            ],
            now=now,
        )
        AskedLater.objects.filter(pk__in=[row.pk for row in rows]).update(asked_at=now)
    return len(rows)


def recipient_of(pk: int) -> str:
    """Who it is to, as the outbox knows them."""
    return f"asked-later:{pk}"


def row_of(recipient: str) -> int:
    """The row that is meant by what `recipient_of` gave."""
    return int(recipient.removeprefix("asked-later:"))


def page_language(row: AskedLater) -> str:
    """The language of the site in which they are written to."""
    return site_language(row.language)


def url_of(row: AskedLater) -> str:
    """The full address of the page with the question, for a message."""
    return personal_url("still_here_later", LINKS.token(row.public_id), language=page_language(row))


def asked_from(token: str, *, now: datetime) -> AskedLater:
    """Raises `LinkForged` or `LinkExpired`."""
    (public_id,) = LINKS.read(token)
    rows = AskedLater.objects.select_related("municipality__county")
    found = rows.filter(public_id=public_id, expires_at__gt=now).first()
    if found is None:
        raise LinkExpired
    return found


@transaction.atomic
def answer(*, row: AskedLater, value: str, now: datetime) -> None:
    """Write down "yes" or "no", which can be changed; how to reach them is deleted. "" takes it back. Raises
    `ValueError` for what is no answer."""
    if value not in ("", *Answer.Value.values):
        raise ValueError("no answer of ours")
    rows = AskedLater.objects.filter(pk=row.pk)
    rows.update(value=value, answered_at=now if value else None, email="", phone="")


def known_by() -> Iterable[tuple[int, UUID]]:
    """Every row, and what the list of erasures knows it by."""
    return AskedLater.objects.values_list("pk", "public_id").iterator()


def erase_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: they had taken it back since. How many."""
    return erase(pks)
