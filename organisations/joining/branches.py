"""A krets or a region has its local clubs under it: an editor chooses from the register's list of them.

A worker fetches the list into one row, which the page waits for; what is asked for again is fetched anew.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core.commits import after_commit
from core.nudging import nudge
from organisations.joining.choices import Lookup
from organisations.joining.models import RegisterList
from organisations.models import Municipality, Organisation
from organisations.registers.asking import NoAnswerError
from organisations.registers.lookup import units_under
from organisations.services import free_slug

FETCH = "joining.fetch_branches"
CLAIMED_FOR, KEPT = timedelta(minutes=5), timedelta(days=2)
MOST_TRIES = 10


@transaction.atomic
def want(*, organisation: Organisation, now: datetime) -> RegisterList:
    """Have the register's list of what is under `organisation` fetched. A repeat while it waits is one."""
    row, _new = RegisterList.objects.select_for_update().get_or_create(
        organisation=organisation, defaults={"asked_at": now}
    )
    if row.state not in (Lookup.PENDING, Lookup.LATER):
        row.state, row.asked_at, row.due_at, row.tries, row.rows = Lookup.PENDING, now, now, 0, []
        row.save()
    after_commit(nudge, FETCH)
    return row


def fetch_due(*, now: datetime) -> int:
    """Fetch what is waited for, outside a transaction. Returns how many lists; forgets what is old."""
    RegisterList.objects.filter(asked_at__lt=now - KEPT).delete()
    due = list(RegisterList.objects.filter(due_at__lte=now).values_list("pk", flat=True)[:10])
    return sum(_fetch(pk, now) for pk in due)


def _fetch(pk: int, now: datetime) -> bool:
    row = RegisterList.objects.filter(pk=pk)
    if not row.filter(due_at__lte=now).update(due_at=now + CLAIMED_FOR):
        return False
    number, tries = row.values_list("organisation__orgnr", "tries").get()
    try:
        found = units_under(number)
    except NoAnswerError as error:
        again = now + timedelta(seconds=error.retry_after) if tries + 1 < MOST_TRIES else None
        row.update(state=Lookup.LATER if again else Lookup.NONE, tries=tries + 1, due_at=again)
    else:
        # No mailbox and no telephone: nobody has looked at whose they are.
        rows = [
            {
                "orgnr": each.orgnr,
                "name": each.name,
                "legal_form": each.legal_form,
                "municipality": each.municipality,
                "place": each.place,
            }
            for each in found
        ]
        row.update(state=Lookup.FOUND, rows=rows, due_at=None)
    return True


@transaction.atomic
def take_in(*, row: RegisterList, chosen: Collection[str], places: Collection[str], now: datetime) -> int:
    """Make the chosen clubs, each in its own municipality, and put what is here already under the krets.

    `places` are the municipalities that the editor looks after: the others' clubs are left. Returns how many.
    """
    wanted = {each["orgnr"]: each for each in row.rows if each["orgnr"] in set(chosen)}
    # Asked for twice at once: the second finds what the first has made.
    at_home = {each["municipality"] for each in wanted.values()} & set(places)
    list(Municipality.objects.select_for_update(no_key=True).filter(pk__in=at_home).order_by("pk"))
    here = Organisation.objects.select_for_update(of=("self",)).filter(orgnr__in=wanted)
    known = {each.orgnr: each for each in here}
    done = 0
    for number, each in wanted.items():
        organisation = known.get(number)
        # Where it is here already its home is what stands here, not in the register.
        home = organisation.municipality_id if organisation else each["municipality"]
        if home not in places:
            continue
        if organisation is None:
            _make(row, each, now)
            done += 1
        elif organisation.parent_id is None and organisation.pk != row.organisation_id:
            Organisation.objects.filter(pk=organisation.pk).update(parent=row.organisation_id)
            done += 1
    return done


def _make(row: RegisterList, each: dict[str, Any], now: datetime) -> None:
    municipality = Municipality.objects.get(pk=each["municipality"])
    Organisation.objects.create(
        municipality=municipality,
        parent=row.organisation,
        name=each["name"],
        slug=free_slug(each["name"], municipality),
        orgnr=each["orgnr"],
        legal_form=each["legal_form"],
        confirmed_at=now,
    )
