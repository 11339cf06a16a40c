"""What happens to things that are lent: each rule stands here once.

Two who want the last one at the same moment: whoever comes second waits for the lock on the things of that
kind and size, and then there is none.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from core.clock import local_day
from core.privacy import erasures
from events.lending.choices import Kind
from events.lending.models import LentHere, Loan, Thing, ThingQuerySet, end_of_loan
from events.models import Event, Occurrence
from events.signups.models import Signup
from organisations.models import Organisation

# A library of things has some hundreds; nobody adds a thousand at once but by mistake.
MOST_THINGS = 1000
MOST_AT_ONCE = 50
# For how long something is lent at the most.
LONGEST = timedelta(days=365)


@dataclass(frozen=True, order=True)
class Want:
    """What somebody chooses: a kind of thing and a size, "" for what has none.

    Of what is something else the size begins with the organisation's own words.
    """

    kind: str
    size: str


def want_of(thing: Thing) -> Want:
    """What somebody chooses who gets `thing`."""
    if thing.kind != Kind.OTHER:
        return Want(thing.kind, thing.size)
    return Want(thing.kind, ", ".join(part for part in (thing.words, thing.size) if part))


class NotFree(Exception):
    """Nobody can have `want` any longer: somebody else was quicker."""

    def __init__(self, want: Want) -> None:
        super().__init__(want)
        self.want = want


class TooManyThings(Exception):
    """The organisation's list is full."""


class IsOut(Exception):
    """Somebody has it: it is handed out, or taken off the list, when it is back."""


def things_lent_at(event: Event) -> ThingQuerySet:
    """Those that can be asked for with a sign-up: all of its organisation's, or those chosen for it."""
    if not event.equipment_to_borrow:
        return Thing.objects.none()
    chosen = LentHere.objects.filter(event=event.pk).exclude(kinds=[])
    is_chosen = Exists(chosen.filter(kinds__contains=[OuterRef("kind")]))
    return Thing.objects.filter(~Exists(chosen) | is_chosen, organisation=event.organisation_id)


def free_at(occurrence: Occurrence, *, now: datetime) -> dict[Want, int]:
    """How many of each are free for somebody who signs up now. One query."""
    free = _free_for(occurrence, things_lent_at(occurrence.event), now=now)
    numbers: dict[Want, int] = {}
    for thing in free:
        want = want_of(thing)
        numbers[want] = numbers.get(want, 0) + 1
    return numbers


def _free_for(occurrence: Occurrence, rows: ThingQuerySet, *, now: datetime) -> ThingQuerySet:
    return rows.free_on(local_day(occurrence.starts_at), today=local_day(now))


@transaction.atomic
def ask_for(*, signup: Signup, wants: Collection[Want], now: datetime) -> list[Loan]:
    """Keep one of each of `wants` for the party, instead of what it had asked for before.

    `now` is UTC. Raises `NotFree`: nothing is changed then.
    """
    occurrence = signup.occurrence
    rows = things_lent_at(occurrence.event)
    Loan.objects.filter(signup=signup).delete()
    loans = []
    # In one order for everybody: two who want two things do not wait for each other.
    for want in sorted(wants):
        locked = rows.filter(kind=want.kind).order_by("pk").select_for_update(of=("self",))
        ids = [thing.pk for thing in locked if want_of(thing) == want]
        free = _free_for(occurrence, Thing.objects.filter(pk__in=ids), now=now).order_by("pk").first()
        if free is None:
            raise NotFree(want)
        # Whoever had asked for it has given up their places.
        Loan.objects.filter(thing=free, occurrence=occurrence, signup__isnull=False).delete()
        loans.append(
            Loan.objects.create(
                thing=free, signup=signup, occurrence=occurrence, expires_at=signup.expires_at
            )
        )
    return loans


@transaction.atomic
def hand_out(
    *, thing: Thing, until: date, loan: Loan | None = None, borrower: str = "", now: datetime
) -> Loan:
    """Somebody takes it: the party that has asked for it (`loan`), or whose name is typed.

    Raises `IsOut` where somebody has it, `Loan.DoesNotExist` where the sign-up has been given up meanwhile.
    `until` is the day in Norway on which it should be back.
    """
    row = Thing.objects.select_for_update().get(pk=thing.pk)
    if row.is_out:
        raise IsOut
    # A name that has ended while the thing was out: it is back now.
    Loan.objects.out().filter(thing=row).delete()
    occurrence_id, name = None, borrower
    if loan is not None:
        asked = Loan.objects.standing().select_related("signup").get(pk=loan.pk, thing=row)
        occurrence_id, name = asked.occurrence_id, asked.signup.name if asked.signup else borrower
        asked.delete()
    row.out_until = until
    row.save(update_fields=["out_until"])
    return Loan.objects.create(
        thing=row,
        occurrence_id=occurrence_id,
        borrower=name,
        expires_at=end_of_loan(max(until, local_day(now))),
    )


@transaction.atomic
def take_back(*, thing: Thing) -> bool:
    """It is back: who had it is forgotten, so that it lasts. False where it was in already."""
    row = Thing.objects.select_for_update().get(pk=thing.pk)
    if not row.is_out:
        return False
    loans = Loan.objects.out().filter(thing=row)
    erasures.remember("loan", loans.values_list("public_id", flat=True))
    loans.delete()
    row.out_until = None
    row.save(update_fields=["out_until"])
    return True


@transaction.atomic
def add_things(
    *, organisation: Organisation, kind: str, sizes: Iterable[str], words: str, number: int
) -> int:
    """Put `number` things of each size on the list. Returns how many. Raises `TooManyThings`."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    new = [
        Thing(organisation=organisation, kind=kind, size=size, words=words)
        for size in sizes
        for _each in range(number)
    ]
    if organisation.things.count() + len(new) > MOST_THINGS:
        raise TooManyThings
    Thing.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def change_thing(*, thing: Thing, values: Mapping[str, str]) -> None:
    """Write down what it is; who has it, or has asked for it, goes on having it."""
    row = Thing.objects.select_for_update().get(pk=thing.pk)
    for name in ("kind", "size", "words"):
        setattr(row, name, values[name])
    row.save(update_fields=["kind", "size", "words"])


@transaction.atomic
def remove_thing(*, thing: Thing) -> None:
    """Take it off the list. Raises `IsOut`: then its borrower would be forgotten before it is back."""
    row = Thing.objects.select_for_update().filter(pk=thing.pk).first()
    if row is None:
        return
    if row.is_out:
        raise IsOut
    row.delete()


def known_by() -> Iterable[tuple[int, UUID]]:
    """Every loan that names somebody, and what the list of erasures knows it by."""
    return Loan.objects.out().values_list("pk", "public_id").iterator()


def end_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: these things had come back since. How many."""
    loans = Loan.objects.filter(pk__in=pks)
    Thing.objects.filter(loans__in=loans).update(out_until=None)
    return loans.delete()[0]
