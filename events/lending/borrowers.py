"""Whose name stands on a thing that is out, for whoever shows the address that they signed up with.

A loan that is handed out has left the sign-up, which may end first. What is left of the address on it is a
mark: a keyed hash that only this site can make. A name that was typed at the desk has none: nobody can show
that it is theirs.
"""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from core.privacy import erasures
from core.privacy.asking import same_reach
from core.privacy.held import Shown
from events.lending.models import Loan
from events.signups.models import Signup

ERASED = "borrower"


def mark_of(signup: Signup) -> str:
    """The mark of the address that the party is reached at, or of its number where there is no address."""
    return _marks(signup.email or signup.phone)[0]


def _marks(reach: str) -> list[str]:
    """Under today's key first, then under those of before."""
    text = same_reach(reach)
    return [
        salted_hmac("events.lending.borrowers", text, secret=key, algorithm="sha256").hexdigest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def loans_of(shown: Shown) -> QuerySet[Loan]:
    """What is out with whoever has shown this."""
    marks = [mark for address in shown.addresses for mark in _marks(address)]
    rows = Loan.objects.out().filter(mark__in=marks)
    return rows.select_related("thing__organisation", "occurrence__event")


@transaction.atomic
def erase(shown: Shown, now: datetime) -> int:
    """Forget who has the things, so that it lasts; they are still out. Returns how many."""
    loans = loans_of(shown).select_for_update(of=("self",)).order_by("pk")
    rows = {loan.pk: loan.public_id for loan in loans if shown.knows(loan.borrower)}
    erasures.remember(ERASED, rows.values())
    Loan.objects.filter(pk__in=rows).delete()
    return len(rows)


def erase_again(pks: Collection[int], now: datetime) -> int:
    """After a backup was put back: the name was erased since, while the thing was out. How many."""
    return Loan.objects.filter(pk__in=pks).delete()[0]
