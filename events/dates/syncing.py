"""What stands on the dates for lists follows the activity: for those that have not ended, and never over
what was changed alone. The past stays where it was; whether it is shown is asked of the whole activity.
"""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from events.dates.changes import DateChange, DateState, What, change_of, what_happened
from events.dates.making import denormalised
from events.dates.restating import restate_event
from events.models import Event, Occurrence
from events.signals import dates_changed
from events.traits import follow_event


@transaction.atomic
def sync_occurrences(*, event: Event, now: datetime) -> int:
    """Bring what the dates of `event` repeat up to date with it. Returns how many are still to come.

    Who means to come is told when they were hidden, shown again or have another place. `now` is UTC.
    """
    dates = list(event.occurrences.select_for_update().filter(ends_at__gt=now).order_by("pk"))
    changes = [change for date in dates if (change := _follow(date, event))]
    facts = denormalised(event)
    del facts["event_id"]
    venue_id = facts.pop("venue_id")
    del facts["traits"]
    if not event.live:
        del facts["was_public"]
    coming = event.occurrences.filter(ends_at__gt=now)
    coming.update(**facts)
    if event.live:
        restate_event(event=event, now=now)
    coming.filter(has_own_venue=False).update(venue_id=venue_id)
    follow_event(event, now=now)
    # What was shown once is shown with the activity; what was over before it was published never was.
    event.occurrences.filter(ends_at__lte=now, was_public=True).exclude(is_public=event.live).update(
        is_public=event.live
    )
    if changes:
        Occurrence.objects.filter(pk__in=[change.occurrence_id for change in changes]).update(
            sequence=F("sequence") + 1, changed_at=now
        )
        dates_changed.send(sender=Occurrence, changes=changes, change_id=uuid4(), now=now)
    return len(dates)


def foresee_place(
    *, event: Event, venue_id: int | None, meeting_point: str, online_url: str, now: datetime
) -> list[DateChange]:
    """What another place, meeting point or link would be to the dates to come. Nothing is changed here.

    `event` is as it is shown now. What was given a place alone keeps it, and has the rest from its activity.
    """
    changes = []
    for date in event.occurrences.filter(ends_at__gt=now).order_by("starts_at", "pk"):
        date.event = event
        before = DateState.whole(date)
        venue = date.venue_id if date.has_own_venue else venue_id
        after = replace(before, venue_id=venue, meeting_point=meeting_point, online_url=online_url)
        if what := what_happened(before, after):
            changes.append(DateChange(date.pk, what, before, after))
    return changes


def _follow(date: Occurrence, event: Event) -> DateChange | None:
    """What the activity's place and whether it is shown mean for one date, in memory."""
    before = DateState.of(date)
    date.is_public = event.live
    if not date.has_own_venue:
        date.venue_id = event.venue_id
    change = change_of(date, before=before)
    if change and change.what == What.BACK and not date.was_public:
        # It is shown for the first time: it was never away.
        return None
    return change
