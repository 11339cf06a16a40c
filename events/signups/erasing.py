"""Deleting who it was from sign-ups, so that it lasts: also when a backup is put back."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Func

from core.mail.outbox import services as outbox
from core.privacy import erasures
from core.telephone import same_telephone
from core.text import same_address
from events.signups.models import Signup, SignupQuerySet


def erase(signups: SignupQuerySet, *, now: datetime) -> int:
    """Delete who it was; the numbers stay. Returns how many sign-ups lost their person."""
    with transaction.atomic():
        served = dict(signups.select_for_update(of=("self",)).values_list("pk", "public_id"))
        erasures.remember("signup", served.values())
        return Signup.objects.filter(pk__in=served).update(
            name="",
            email="",
            phone="",
            language="",
            erased_at=now,
            # The link in the mail leads to nobody any longer, nor do the other dates that they asked for.
            public_id=_new_uuid(),
            booking=_new_uuid(),
        )


def _new_uuid() -> Func:
    return Func(function="gen_random_uuid", output_field=models.UUIDField())


def known_by() -> Iterable[tuple[int, UUID]]:
    """Every sign-up that names somebody, and what the list of erasures knows it by."""
    return Signup.objects.filter(erased_at__isnull=True).values_list("pk", "public_id").iterator()


def erase_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: their places were given back since, and they were erased. How many."""
    found = Signup.objects.filter(pk__in=pks)
    found.standing().update(status=Signup.Status.CANCELLED, cancelled_at=now, offered_until=None)
    outbox.forget_all(recipients=[f"signup:{pk}" for pk in pks])
    return erase(found, now=now)


def signups_of(address: str) -> SignupQuerySet:
    """Every sign-up that names the person with this e-mail address, or by this number alone."""
    if "@" in address:
        mine = Signup.objects.filter(email__iexact=same_address(address))
    elif address:
        mine = Signup.objects.filter(email="", phone=same_telephone(address))
    else:
        mine = Signup.objects.none()
    return mine.filter(erased_at__isnull=True)


def erase_signups_of(address: str) -> int:
    """The person with this address wants nothing of them kept. Returns how many sign-ups are gone."""
    return erase_signups(signups_of(address).values_list("pk", flat=True))


@transaction.atomic
def erase_signups(pks: Iterable[int]) -> int:
    """Whose they are wants nothing of them kept: places are free again, messages do not leave. How many."""
    there = Signup.objects.filter(pk__in=list(pks), erased_at__isnull=True)
    rows = dict(there.select_for_update().order_by("pk").values_list("pk", "public_id"))
    erasures.remember("signup", rows.values())
    outbox.forget_all(recipients=[f"signup:{pk}" for pk in rows])
    Signup.objects.filter(pk__in=rows).delete()
    return len(rows)
