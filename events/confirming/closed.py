""" "I came and it was closed": one press on the date's page, which counts one. Nothing is kept of who.

A browser counts once: it keeps a signed mark, and gives it back to undo. How often a place on the net may
press is `core.limits`'s to say.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Greatest

from core.clock import local_day, midnight
from core.mail.outbox import services as outbox
from events.confirming.kinds import CLOSED, about_date
from events.confirming.models import FoundClosed
from events.models import Occurrence
from organisations.models import Membership, Municipality

# Whoever pressed by mistake has so long to take it back, and nobody is told before.
TIME_TO_UNDO = timedelta(minutes=2)
# Staff see it so long.
SHOWN_FOR = timedelta(days=30)
COUNTED_FOR = timedelta(days=365)


def ends_at(occurrence: Occurrence) -> datetime:
    """Until when it can be said: the end of the day after, for who comes home late."""
    return midnight(local_day(occurrence.ends_at) + timedelta(days=2))


def can_say(occurrence: Occurrence, *, now: datetime) -> bool:
    """Whether it can be said of `occurrence`: it has a door, has begun, and was not called off."""
    has_door = occurrence.venue_id is not None and occurrence.is_public and occurrence.takes_place
    return has_door and occurrence.starts_at <= now < ends_at(occurrence)


@transaction.atomic
def say_closed(*, occurrence: Occurrence, now: datetime) -> bool:
    """Count one. The organisation's people are told of the first.

    False where it cannot be said. `now` is UTC.
    """
    if not can_say(occurrence, now=now):
        return False
    FoundClosed.objects.bulk_create([FoundClosed(occurrence=occurrence, first_at=now)], ignore_conflicts=True)
    row = FoundClosed.objects.select_for_update().get(occurrence=occurrence)
    row.number += 1
    row.save(update_fields=["number"])
    if row.number == 1:
        _tell(occurrence, now=now)
    return True


@transaction.atomic
def take_back(*, occurrence: Occurrence) -> None:
    """Count one less. Where none is left and nobody was told yet, nobody is."""
    rows = FoundClosed.objects.filter(occurrence=occurrence)
    rows.update(number=Greatest(F("number") - 1, 0))
    if rows.filter(number=0).exists():
        outbox.withdraw(kind=CLOSED, about=about_date(occurrence.pk))


def _tell(occurrence: Occurrence, *, now: datetime) -> None:
    """Each who publishes for the organisation, once for a date; where there is nobody, its own address."""
    who = Membership.objects.filter(organisation=occurrence.organisation_id, user__is_active=True)
    recipients = [f"user:{pk}" for pk in who.order_by("user").values_list("user", flat=True)]
    if not recipients and occurrence.organisation.email:
        recipients = [f"organisation:{occurrence.organisation_id}"]
    about, due = about_date(occurrence.pk), now + TIME_TO_UNDO
    messages = [outbox.Outgoing(about, recipient, due_at=due) for recipient in recipients]
    outbox.queue_many(kind=CLOSED, messages=messages, now=now)


@dataclass(frozen=True)
class Reported:
    """A date, and how many found it closed. `of_organisation`: at any of its dates, in a year."""

    occurrence: Occurrence
    number: int
    of_organisation: int = 0


def number_at(occurrence: Occurrence) -> int:
    """How many found this date closed. One query."""
    row = FoundClosed.objects.filter(occurrence=occurrence).first()
    return row.number if row else 0


def reported(
    organisations: Collection[int] | None = None,
    *,
    municipality: Municipality | None = None,
    now: datetime,
    most: int,
) -> list[Reported]:
    """Dates of `organisations`, or in `municipality`, that were found closed of late, the newest first.

    Three queries at the most.
    """
    rows = FoundClosed.objects.filter(number__gt=0, first_at__gt=now - SHOWN_FOR)
    if organisations is not None:
        rows = rows.filter(occurrence__organisation__in=organisations)
    if municipality is not None:
        rows = rows.filter(occurrence__municipality=municipality)
    found = list(rows.order_by("-first_at", "-pk").values_list("occurrence", "number")[:most])
    if not found:
        return []
    dates = Occurrence.objects.with_cards().in_bulk([pk for pk, _number in found])
    times = times_of_organisations({dates[pk].organisation_id for pk, _number in found}, now=now)
    return [Reported(dates[pk], number, times.get(dates[pk].organisation_id, number)) for pk, number in found]


def times_of_organisations(organisations: Collection[int], *, now: datetime) -> dict[int, int]:
    """How many found dates of these organisations closed in a year, by the organisation's id."""
    rows = FoundClosed.objects.filter(
        occurrence__organisation__in=list(organisations), first_at__gt=now - COUNTED_FOR
    )
    by_organisation = rows.values_list("occurrence__organisation").order_by()
    return dict(by_organisation.annotate(times=Sum("number")))
