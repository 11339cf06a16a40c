"""What somebody was promised to borrow, and what happens when it is to be had no longer.

Promised is what was asked for with a sign-up. Whoever has no places yet is promised nothing for sure: what
they wish goes to who has places, as the places themselves do. What is lost is replaced by another thing like
it, or whoever had asked for it is told.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from core.clock import local_day
from core.mail.outbox import services as outbox
from events.lending.choices import Kind
from events.lending.models import Loan, LoanQuerySet, Thing, ThingQuerySet
from events.lending.wanting import Want, want_of
from events.signups.kinds import recipient_of
from events.signups.models import Signup
from events.signups.ways import can_be_told

NOT_TO_BE_HAD = "lending.not_to_be_had"


def locked(things: ThingQuerySet) -> list[Thing]:
    """`things` under their locks, in one order for everybody."""
    return list(things.order_by("pk").select_for_update(of=("self",)))


def like(thing: Thing) -> ThingQuerySet:
    """All of its kind that its organisation lends, it among them."""
    return Thing.objects.filter(organisation=thing.organisation_id, kind=thing.kind)


def asked_for(thing: Thing, *, now: datetime) -> LoanQuerySet:
    """Who has asked for it at a date that is not over. `now` is UTC."""
    rows = Loan.objects.standing().filter(thing=thing, occurrence__ends_at__gt=now)
    return rows.select_related("signup", "occurrence").order_by("pk")


def promise(signup: Signup, want: Want, *, among: Collection[Thing], now: datetime) -> Loan | None:
    """Keep one of `among`, which are locked, that is `want` for the party. None where there is none for it.

    Whoever only wishes to have it until then gets another one, or is told.
    """
    day = local_day(signup.occurrence.starts_at)
    thing = _free_for(signup, day, [each for each in among if want_of(each) == want], now=now)
    if thing is None:
        return None
    _clear(thing, day, now=now)
    return Loan.objects.create(
        thing=thing, signup=signup, occurrence=signup.occurrence, expires_at=signup.expires_at
    )


def _free_for(signup: Signup, day: date, things: Collection[Thing], *, now: datetime) -> Thing | None:
    """What nobody has asked for; for who has places also what somebody only wishes to have."""
    rows = Thing.objects.filter(pk__in=[thing.pk for thing in things]).order_by("pk")
    today = local_day(now)
    unasked = rows.free_on(day, today=today).first()
    if unasked is not None or not Signup.objects.keeping(now).filter(pk=signup.pk).exists():
        return unasked
    return rows.free_with_places_on(day, today=today, now=now).first()


def _clear(thing: Thing, day: date, *, now: datetime) -> None:
    """Nobody is promised it on `day` any longer: who wished to have it, and who has given up their places."""
    find_others(asked_for(thing, now=now).on_day(day), want_of(thing), now=now, but=thing)
    Loan.objects.filter(thing=thing, signup__isnull=False).on_day(day).delete()


def find_others(loans: Iterable[Loan], want: Want, *, now: datetime, but: Thing) -> list[Signup]:
    """Give each of `loans` another thing that is `want`, never `but`; where there is none it ends.

    Whose loan ended is told. Returns those. Called under the lock on the things of that kind.
    """
    lost = []
    for loan in list(loans):
        signup = loan.signup
        assert signup is not None
        assert loan.occurrence is not None
        signup.occurrence = loan.occurrence
        loan.delete()
        others = Thing.objects.filter(organisation=but.organisation_id, kind=want.kind).exclude(pk=but.pk)
        if promise(signup, want, among=list(others), now=now) is None:
            tell_lost(signup, but, want, now=now)
            lost.append(signup)
    return lost


def keep_or_find_another(loan: Loan, *, now: datetime) -> None:
    """Its date is on another day than it was: whether it can be had then as well."""
    assert loan.occurrence is not None
    locked(like(loan.thing))
    day = local_day(loan.occurrence.starts_at)
    others = Loan.objects.standing().filter(thing=loan.thing).exclude(pk=loan.pk)
    is_in = Thing.objects.filter(pk=loan.thing_id).in_on(day, today=local_day(now)).exists()
    if not is_in or others.on_day(day).exists():
        find_others([loan], want_of(loan.thing), now=now, but=loan.thing)


def tell_lost(signup: Signup, thing: Thing, want: Want, *, now: datetime) -> None:
    """One message about `thing`, which was `want`: that goes with it, sealed."""
    if not can_be_told(signup):
        return
    outbox.queue(
        kind=NOT_TO_BE_HAD,
        about=f"occurrence:{signup.occurrence_id}",
        recipient=recipient_of(signup),
        # Two things at the same moment are two messages.
        occasion=f"{now.isoformat()} {thing.pk}",
        wanted_until=signup.occurrence.ends_at,
        secret={"kind": want.kind, "size": want.size},
        now=now,
    )


def is_still(before: Want, after: Want) -> bool:
    """Whether what was asked for as `before` can be handed out as `after`: own words may be corrected."""
    return before == after or before.kind == after.kind == Kind.OTHER
