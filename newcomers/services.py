"""What happens to newcomers: they are added or imported, corrected, ask us to stop, and are erased."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Least

from core.mail.outbox import services as outbox
from core.models import User
from core.privacy import erasures
from core.telephone import same_telephone
from core.text import same_address
from newcomers.choices import AddressFault, Source
from newcomers.models import (
    ForgottenAddress,
    Newcomer,
    NewcomerQuerySet,
    NoteOfOffer,
    PostalAddress,
    digests_of,
)
from newcomers.models.offers import AFTER_PRINTING, AT_THE_LATEST
from newcomers.person import Person, known_as, marks_to_forget
from newcomers.signals import reached_otherwise, wants_nothing
from organisations.models import Municipality

BATCH = 500


@dataclass(frozen=True)
class ImportResult:
    """`created` is how many people are new; `already` are the rows of those who were here before.

    `left_out` is how many erased themselves here: nobody is told who.
    """

    created: int
    already: list[Person]
    left_out: int = 0


def kept_until(now: datetime) -> datetime:
    """When a newcomer who is added at `now` is deleted (UTC)."""
    return now + relativedelta(months=settings.NEWCOMER_RETENTION_MONTHS)


def recipient_of(newcomer_id: int | None) -> str:
    """Who a message is to, as the outbox knows them."""
    return f"newcomer:{newcomer_id}"


def who_is_here(municipality: Municipality, people: Iterable[Person]) -> dict[str, Newcomer]:
    """Those of `people` who are on the municipality's list, by what they are known as. Three queries at most.

    A number is the same person's only where one of the two has no e-mail address: a couple may share it.
    """
    people = list(people)
    emails = {same_address(each.email) for each in people if each.email}
    phones = {each.phone for each in people if each.phone}
    names = [each for each in people if not each.email and not each.phone and each.name]
    rows = Newcomer.objects.filter(municipality=municipality)
    found: dict[str, Newcomer] = {}
    if names:
        months = {each.arrived_month for each in names if each.arrived_month}
        nowhere = rows.filter(Q(arrived_month__in=months) | Q(arrived_month=None), email="", phone="")
        found |= {mark: row for row in nowhere for mark in known_as(row.person)}
    if phones:
        # Whoever has no e-mail address last: that row is the one that a number alone means.
        with_number = rows.filter(phone__in=phones).order_by("-email")
        found |= {row.phone: row for row in with_number}
    if emails:
        found |= {same_address(row.email): row for row in rows.at_address(*emails)}
    return found


def same_among(found: dict[str, Newcomer], person: Person) -> Newcomer | None:
    """Who of `found` (`who_is_here`) is `person`."""
    first, *others = known_as(person) or [""]
    if first in found:
        return found[first]
    # By the number, where that row has no e-mail address.
    return next((found[mark] for mark in others if mark in found and not found[mark].email), None)


def one_after_another(municipality: Municipality) -> None:
    """One after another: for somebody without an address no constraint could say who is here already."""
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)


@transaction.atomic
def import_newcomers(
    *,
    municipality: Municipality,
    rows: Iterable[Person],
    now: datetime,
    batch: UUID | None = None,
) -> ImportResult:
    """Add the people of `rows` who are not here yet. Those who are stay as they are: their own choices
    count. `batch` is this reading of the list, by which it is undone (`undo_import`)."""
    one_after_another(municipality)
    listed = list(rows)
    forgotten = ForgottenAddress.objects.of(municipality, (mark for row in listed for mark in known_as(row)))
    left_out = [row for row in listed if any(mark in forgotten for mark in known_as(row))]
    wanted = _each_once(row for row in listed if not any(mark in forgotten for mark in known_as(row)))
    here = who_is_here(municipality, wanted)
    until = kept_until(now)
    fresh = {
        id(row): Newcomer.of(
            row,
            municipality=municipality,
            now=now,
            until=until,
            source=Source.LIST,
            import_batch=batch,
        )
        for row in wanted
        if same_among(here, row) is None
    }
    Newcomer.objects.bulk_create(fresh.values(), ignore_conflicts=True, batch_size=BATCH)
    made = set(
        Newcomer.objects.filter(public_id__in=[person.public_id for person in fresh.values()]).values_list(
            "public_id", flat=True
        )
    )
    return ImportResult(
        created=len(made),
        already=[row for row in wanted if id(row) not in fresh or fresh[id(row)].public_id not in made],
        left_out=len(left_out),
    )


def _each_once(rows: Iterable[Person]) -> list[Person]:
    """Of two rows about one person the first."""
    seen: set[str] = set()
    once = []
    for row in rows:
        first = known_as(row)[:1]
        if not first or first[0] not in seen:
            once.append(row)
            seen.update(first)
    return once


def undo_import(*, municipality: Municipality, batch: UUID, most: int, now: datetime) -> int:
    """Delete again whom one reading of a list has added, and nobody whom anything was sent to or noted of:
    the first `most` of them. Returns how many."""
    people = Newcomer.objects.filter(municipality=municipality, import_batch=batch)
    untouched = people.filter(told_at=None, confirmed_at=None, unsubscribed_at=None, offers=None)
    with transaction.atomic():
        first = untouched.order_by("pk").select_for_update(of=("self",))[:most]
        ids = dict(first.values_list("pk", "public_id"))
        erasures.remember("newcomer", ids.values())
        rows = Newcomer.objects.filter(pk__in=ids)
        return rows.delete()[1].get(Newcomer._meta.label, 0)


@transaction.atomic
def add_newcomer(
    *, municipality: Municipality, person: Person, now: datetime, **rest: Any
) -> tuple[Newcomer, bool]:
    """Add one person; returns them and whether they are new. A repeat returns the person who is here,
    unchanged. Who had erased themselves has asked for it anew.

    `rest` are more of the row's columns: `source`, `way_in`, `confirmed_at`.
    """
    one_after_another(municipality)
    _welcome_again(municipality, person)
    here = same_among(who_is_here(municipality, [person]), person)
    if here is not None:
        return here, False
    rest.setdefault("source", Source.TYPED)
    newcomer = Newcomer.of(person, municipality=municipality, now=now, until=kept_until(now), **rest)
    newcomer.save()
    return newcomer, True


def _welcome_again(municipality: Municipality, person: Person) -> None:
    """What was remembered of them goes, also by what nobody has said this time: the rows of one erasure have
    one end."""
    found = ForgottenAddress.objects.of(municipality, marks_to_forget(person)).values()
    ends = {row.expires_at for row in found}
    ForgottenAddress.objects.filter(municipality=municipality, expires_at__in=ends).delete()


class AddressTaken(Exception):
    """Somebody else on the municipality's list has this address, or this number and no address."""


@transaction.atomic
def correct(*, newcomer: Newcomer, person: Person) -> Newcomer:
    """Write down `person` in place of what was known. Another e-mail address is no longer set aside.

    What waits for them goes to the new one, and other rooms hear of it (`reached_otherwise`). Raises
    `AddressTaken`.
    """
    was = newcomer.person
    is_moved = same_address(person.email) != same_address(newcomer.email)
    if is_moved:
        newcomer.address_fault, newcomer.address_fault_at = "", None
        newcomer.confirmed_at = None
    for name, value in vars(person).items():
        setattr(newcomer, name, list(value) if isinstance(value, tuple) else value)
    try:
        with transaction.atomic():
            newcomer.save()
    except IntegrityError as error:
        raise AddressTaken from error
    if is_moved:
        outbox.ask_again(recipients=[recipient_of(newcomer.pk)])
    if is_moved or was.phone != newcomer.phone:
        reached_otherwise.send(Newcomer, newcomer=newcomer, was=was)
    return newcomer


def correct_address(*, newcomer: Newcomer, email: str) -> None:
    """What was typed or listed wrong. What waits for them goes to the new one. Raises `AddressTaken`."""
    correct(newcomer=newcomer, person=replace(newcomer.person, email=email))


def set_address_aside(*, email: str, why: AddressFault, now: datetime) -> int:
    """Nothing more is sent to `email` until it is corrected, in whichever municipality. Returns how many rows
    have it. What was found first stays."""
    rows = Newcomer.objects.at_address(email).filter(address_fault="")
    people = list(rows.values_list("pk", flat=True))
    number = Newcomer.objects.filter(pk__in=people).update(address_fault=why, address_fault_at=now)
    # What is on its way to them in this moment too.
    outbox.ask_again(recipients=map(recipient_of, people))
    return number


def trust_address_again(*, newcomer: Newcomer) -> None:
    """The host has asked, and the address is right after all."""
    Newcomer.objects.filter(pk=newcomer.pk).update(address_fault="", address_fault_at=None)


def note_told(*, newcomers: Iterable[int], now: datetime) -> int:
    """They have been told what is held of them, where it came from and until when. The first time stays."""
    return Newcomer.objects.filter(pk__in=newcomers, told_at=None).update(told_at=now)


def note_offer(*, newcomer: Newcomer, offer: str, on_day: date, by: User) -> NoteOfOffer:
    """Write down what was offered. The same on the same day is one note, whoever writes it."""
    note, _is_new = NoteOfOffer.objects.get_or_create(
        newcomer=newcomer, offer=offer, on_day=on_day, defaults={"made_by": by}
    )
    return note


def set_postal_address(
    *, newcomer: Newcomer, street: str, postcode: str, place: str, now: datetime
) -> PostalAddress:
    """Where a booklet is posted to: for that alone, and for 60 days at the latest. A new one ends anew."""
    values = {"street": street, "postcode": postcode, "place": place, "created_at": now}
    values |= {"printed_at": None, "expires_at": now + AT_THE_LATEST}
    return PostalAddress.objects.update_or_create(newcomer=newcomer, defaults=values)[0]


def forget_postal_address(*, newcomer: Newcomer) -> None:
    """It is not needed any longer."""
    PostalAddress.objects.filter(newcomer=newcomer).delete()


def note_labels_printed(*, addresses: Iterable[PostalAddress], now: datetime) -> int:
    """Their labels are printed: they end in two weeks, or when they would have ended before. Returns how
    many."""
    ends = now + AFTER_PRINTING
    rows = PostalAddress.objects.filter(pk__in=[each.pk for each in addresses])
    return rows.update(printed_at=now, expires_at=Least(F("expires_at"), Value(ends)))


@transaction.atomic
def unsubscribe(*, newcomer: Newcomer, now: datetime) -> None:
    """No more mail to this person, from `now` on. A repeat keeps the first time."""
    wants_nothing.send(Newcomer, newcomer=newcomer)
    erasures.remember("unsubscribed", [newcomer.public_id])
    Newcomer.objects.filter(pk=newcomer.pk, unsubscribed_at__isnull=True).update(unsubscribed_at=now)
    outbox.ask_again(recipients=[recipient_of(newcomer.pk)])


@transaction.atomic
def erase_newcomer(*, newcomer: Newcomer, asked_at: datetime | None = None) -> datetime | None:
    """Delete all that is held about the person. What was sent stays as a count, without anyone's name.

    `asked_at`: the person has asked for it themselves, and no list brings them back until what is returned.
    """
    ends = asked_at + relativedelta(months=settings.FORGOTTEN_RETENTION_MONTHS) if asked_at else None
    if ends:
        for mark in marks_to_forget(newcomer.person):
            ForgottenAddress.objects.update_or_create(
                municipality=newcomer.municipality,
                digest=digests_of(newcomer.municipality, mark)[0],
                defaults={"expires_at": ends},
            )
    wants_nothing.send(Newcomer, newcomer=newcomer)
    erasures.remember("newcomer", [newcomer.public_id])
    # First: a campaign that is being started has its rows for them by then, and what waits goes along.
    list(Newcomer.objects.filter(pk=newcomer.pk).select_for_update().values_list("pk"))
    newcomer.delete()
    return ends


def everywhere(address: str) -> NewcomerQuerySet:
    """Whoever has this e-mail address, or this number and no e-mail address, in every municipality."""
    if "@" in address:
        return Newcomer.objects.at_address(address)
    mine = Newcomer.objects.filter(email="", phone=same_telephone(address))
    return mine if address else Newcomer.objects.none()


@transaction.atomic
def erase_everywhere(*, address: str, asked_at: datetime) -> int:
    """The person has shown that `address` is theirs: what every municipality holds of them goes. Returns in
    how many."""
    rows = list(everywhere(address).select_related("municipality").order_by("pk"))
    for row in rows:
        erase_newcomer(newcomer=row, asked_at=asked_at)
    return len(rows)


def known_by() -> Iterable[tuple[int, UUID]]:
    """Every newcomer, and what the list of erasures knows each by."""
    return Newcomer.objects.values_list("pk", "public_id").iterator()


def erase_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: they had been erased since. Returns how many."""
    return Newcomer.objects.filter(pk__in=pks).delete()[1].get(Newcomer._meta.label, 0)


def unsubscribe_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: they had asked for no more mail since. Returns how many."""
    return Newcomer.objects.filter(pk__in=pks, unsubscribed_at__isnull=True).update(unsubscribed_at=now)
