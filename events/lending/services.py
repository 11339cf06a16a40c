"""What happens to things that are lent: each rule stands here once.

Two who want the last one at the same moment: whoever comes second waits for the lock on the things of that
kind and size, and then there is none.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from core.clock import local_day, midnight
from core.privacy import erasures
from events.lending import promises
from events.lending.borrowers import mark_of
from events.lending.models import LentHere, Loan, Thing, ThingQuerySet, end_of_loan
from events.lending.wanting import Want, want_of
from events.models import Event, Occurrence
from events.signups.models import Signup
from organisations.models import Organisation

# A library of things has some hundreds; nobody adds a thousand at once but by mistake.
MOST_THINGS = 1000
MOST_AT_ONCE = 50
# For how long something is lent at the most.
LONGEST = timedelta(days=365)
DAY = timedelta(days=1)


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


def free_at(occurrence: Occurrence, *, now: datetime, waits: bool = False) -> dict[Want, int]:
    """How many of each somebody can have who signs up now; with `waits`, who gets a number on the list.

    One query.
    """
    rows, day, today = things_lent_at(occurrence.event), local_day(occurrence.starts_at), local_day(now)
    free = rows.free_on(day, today=today) if waits else rows.free_with_places_on(day, today=today, now=now)
    numbers: dict[Want, int] = {}
    for thing in free:
        want = want_of(thing)
        numbers[want] = numbers.get(want, 0) + 1
    return numbers


@transaction.atomic
def ask_for(*, signup: Signup, wants: Collection[Want], now: datetime) -> list[Loan]:
    """Keep one of each of `wants` for the party, instead of what it had asked for before.

    Who waits for places keeps none from who has them: they are told when it goes to somebody else. `now` is
    UTC. Raises `NotFree`: nothing is changed then.
    """
    rows = things_lent_at(signup.occurrence.event)
    Loan.objects.filter(signup=signup).delete()
    loans = []
    # In one order for everybody: two who want two things do not wait for each other.
    for want in sorted(wants):
        things = promises.locked(rows.filter(kind=want.kind))
        loan = promises.promise(signup, want, among=things, now=now)
        if loan is None:
            raise NotFree(want)
        loans.append(loan)
    return loans


@transaction.atomic
def move_loans(*, signup: Signup, now: datetime) -> None:
    """The party comes to another date: what it has asked for is kept for that day, or it is told."""
    for loan in Loan.objects.filter(signup=signup).select_related("thing").order_by("pk"):
        want = want_of(loan.thing)
        things = promises.locked(promises.like(loan.thing))
        loan.delete()
        if promises.promise(signup, want, among=things, now=now) is None:
            promises.tell_lost(signup, loan.thing, want, now=now)


@transaction.atomic
def move_dates(*, occurrence_ids: Collection[int], now: datetime) -> None:
    """Dates were moved: what is asked for ends with them, and is kept for the day that it is now.

    Where somebody else has it then, whoever had asked gets another one like it, or is told.
    """
    ends_at = Occurrence.objects.filter(pk=OuterRef("occurrence")).values("ends_at")[:1]
    kept = timedelta(days=settings.SIGNUP_RETENTION_DAYS)
    here = Loan.objects.filter(occurrence__in=occurrence_ids, signup__isnull=False)
    here.update(expires_at=Subquery(ends_at) + kept)
    asked = Loan.objects.standing().filter(occurrence__in=occurrence_ids)
    for loan in asked.select_related("thing", "signup", "occurrence").order_by("pk"):
        promises.keep_or_find_another(loan, now=now)


@transaction.atomic
def hand_out(
    *, thing: Thing, until: date, loan: Loan | None = None, borrower: str = "", now: datetime
) -> Loan:
    """Somebody takes it: the party that has asked for it (`loan`), or whose name is typed.

    Raises `IsOut` where somebody has it, `Loan.DoesNotExist` where the sign-up has been given up meanwhile.
    `until` is the day in Norway on which it should be back. Others who have asked for it until then get
    another one like it, or are told.
    """
    row = _locked(thing)
    if row is None:
        raise Thing.DoesNotExist
    if row.is_out:
        raise IsOut
    # A name that has ended while the thing was out: it is back now.
    Loan.objects.out().filter(thing=row).delete()
    occurrence_id, name, mark = None, borrower, ""
    if loan is not None:
        asked = Loan.objects.standing().select_related("signup").get(pk=loan.pk, thing=row)
        assert asked.signup is not None
        occurrence_id, name, mark = asked.occurrence_id, asked.signup.name, mark_of(asked.signup)
        asked.delete()
    row.out_until = until
    row.save(update_fields=["out_until"])
    others = promises.asked_for(row, now=now).filter(occurrence__starts_at__lt=midnight(until + DAY))
    promises.find_others(others, want_of(row), now=now, but=row)
    return Loan.objects.create(
        thing=row,
        occurrence_id=occurrence_id,
        borrower=name,
        mark=mark,
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


def _locked(thing: Thing) -> Thing | None:
    """The row as it is now, with all others of its kind: what is promised of one may be kept by another."""
    rows = promises.locked(promises.like(thing))
    return next((row for row in rows if row.pk == thing.pk), None)


@transaction.atomic
def change_thing(*, thing: Thing, values: Mapping[str, str], now: datetime) -> list[Signup]:
    """Write down what it is; who has it goes on having it, and so does who has asked for it.

    Where it is of another kind or size now, those get another one like they had asked for, or are told.
    Returns the sign-ups that get none.
    """
    row = _locked(thing)
    if row is None:
        return []
    before = want_of(row)
    for name in ("kind", "size", "words"):
        setattr(row, name, values[name])
    row.save(update_fields=["kind", "size", "words"])
    if promises.is_still(before, want_of(row)):
        return []
    return promises.find_others(promises.asked_for(row, now=now), before, now=now, but=row)


@transaction.atomic
def remove_thing(*, thing: Thing, now: datetime) -> list[Signup]:
    """Take it off the list. Raises `IsOut`: then its borrower would be forgotten before it is back.

    Who has asked for it gets another one like it, or is told. Returns the sign-ups that get none.
    """
    row = _locked(thing)
    if row is None:
        return []
    if row.is_out:
        raise IsOut
    lost = promises.find_others(promises.asked_for(row, now=now), want_of(row), now=now, but=row)
    row.delete()
    return lost


def known_by() -> Iterable[tuple[int, UUID]]:
    """Every loan that names somebody, and what the list of erasures knows it by."""
    return Loan.objects.out().values_list("pk", "public_id").iterator()


def end_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: these things had come back since. How many."""
    loans = Loan.objects.filter(pk__in=pks)
    Thing.objects.filter(loans__in=loans).update(out_until=None)
    return loans.delete()[0]
