"""What happens to newcomers: they are added or imported, ask us to stop, and are erased."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from core.privacy import erasures
from core.text import clean_address, same_address
from newcomers.importing import NewcomerRow
from newcomers.models import ForgottenAddress, Newcomer, digests_of
from organisations.models import Municipality

BATCH = 500


@dataclass(frozen=True)
class ImportResult:
    """`created` is how many people are new; `already` are the rows of those who were here before.

    `left_out` is how many erased themselves here: nobody is told who.
    """

    created: int
    already: list[NewcomerRow]
    left_out: int = 0


def kept_until(now: datetime) -> datetime:
    """When a newcomer who is added at `now` is deleted (UTC)."""
    return now + relativedelta(months=settings.NEWCOMER_RETENTION_MONTHS)


@transaction.atomic
def import_newcomers(
    *, municipality: Municipality, rows: Iterable[NewcomerRow], now: datetime
) -> ImportResult:
    """Add the people of `rows` who are not here yet. Those who are stay as they are: their own choices
    count."""
    listed = {same_address(row.email): row for row in rows}
    forgotten = ForgottenAddress.objects.of(municipality, listed)
    wanted = {email: row for email, row in listed.items() if email not in forgotten}
    known = set(
        Newcomer.objects.filter(municipality=municipality)
        .annotate(lower_email=Lower("email"))
        .filter(lower_email__in=wanted)
        .values_list("lower_email", flat=True)
    )
    fresh = [
        Newcomer(
            municipality=municipality,
            name=row.name,
            email=row.email,
            language=row.language,
            arrived_month=row.arrived_month,
            source=Newcomer.Source.LIST,
            created_at=now,
            expires_at=kept_until(now),
        )
        for email, row in wanted.items()
        if email not in known
    ]
    # The constraint has the last word, should two people upload the same list at the same time.
    Newcomer.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=BATCH)
    made = set(
        Newcomer.objects.filter(public_id__in=[person.public_id for person in fresh]).values_list(
            Lower("email"), flat=True
        )
    )
    return ImportResult(
        created=len(made),
        already=[row for email, row in wanted.items() if email not in made],
        left_out=len(forgotten),
    )


def add_newcomer(
    *,
    municipality: Municipality,
    email: str,
    language: str,
    now: datetime,
    name: str = "",
    arrived_month: date | None = None,
    interests: Iterable[str] = (),
) -> tuple[Newcomer, bool]:
    """Add one person; returns them and whether they are new. A repeat returns the person who is here,
    unchanged. Who had erased themselves has asked for it anew."""
    with transaction.atomic():
        for row in ForgottenAddress.objects.of(municipality, [email]).values():
            row.delete()
        newcomer = Newcomer(
            municipality=municipality,
            name=name,
            email=email,
            language=language,
            arrived_month=arrived_month,
            interests=list(interests),
            source=Newcomer.Source.TYPED,
            created_at=now,
            expires_at=kept_until(now),
        )
        Newcomer.objects.bulk_create([newcomer], ignore_conflicts=True)
    found = Newcomer.objects.get(municipality=municipality, email__iexact=clean_address(email))
    return found, found.public_id == newcomer.public_id


class AddressTaken(Exception):
    """Somebody else on the municipality's list has this address."""


def correct_address(*, newcomer: Newcomer, email: str) -> None:
    """What was typed or listed wrong. What waits for them goes to the new one. Raises `AddressTaken`."""
    newcomer.email = email
    try:
        with transaction.atomic():
            newcomer.save(update_fields=["email"])
    except IntegrityError as error:
        raise AddressTaken from error


def unsubscribe(*, newcomer: Newcomer, now: datetime) -> None:
    """No more mail to this person, from `now` on. A repeat keeps the first time."""
    erasures.remember("unsubscribed", [newcomer.public_id])
    Newcomer.objects.filter(pk=newcomer.pk, unsubscribed_at__isnull=True).update(unsubscribed_at=now)


@transaction.atomic
def erase_newcomer(*, newcomer: Newcomer, asked_at: datetime | None = None) -> datetime | None:
    """Delete all that is held about the person. What was sent stays as a count, without anyone's name.

    `asked_at`: the person has asked for it themselves, and no list brings them back until what is returned.
    """
    ends = None
    if asked_at:
        ends = asked_at + relativedelta(months=settings.FORGOTTEN_RETENTION_MONTHS)
        ForgottenAddress.objects.update_or_create(
            municipality=newcomer.municipality,
            digest=digests_of(newcomer.municipality, newcomer.email)[0],
            defaults={"expires_at": ends},
        )
    erasures.remember("newcomer", [newcomer.public_id])
    # First: a campaign that is being started has its rows for them by then, and what waits goes along.
    list(Newcomer.objects.filter(pk=newcomer.pk).select_for_update().values_list("pk"))
    newcomer.delete()
    return ends


def known_by() -> Iterable[tuple[int, UUID]]:
    """Every newcomer, and what the list of erasures knows each by."""
    return Newcomer.objects.values_list("pk", "public_id").iterator()


def erase_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: they had been erased since. Returns how many."""
    return Newcomer.objects.filter(pk__in=pks).delete()[1].get(Newcomer._meta.label, 0)


def unsubscribe_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: they had asked for no more mail since. Returns how many."""
    return Newcomer.objects.filter(pk__in=pks, unsubscribed_at__isnull=True).update(unsubscribed_at=now)
