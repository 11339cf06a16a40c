"""Is something there already at that time? Only a question: two things can well be in one house."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from events.models import Event, Occurrence
from events.venues.use import SHORT

MOST_NAMED = 3


def others_there(event: Event, *, now: datetime) -> list[Occurrence]:
    """Dates of other activities where and when `event` is: the first of each.

    Others' drafts are not told of.
    """
    # What lasts for days has its place beside others: an exhibition in the hall.
    own = (
        Occurrence.objects.filter(event=event, ends_at__lte=F("starts_at") + SHORT).scheduled().upcoming(now)
    )
    overlapping = own.filter(
        venue=OuterRef("venue"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    there = Occurrence.objects.filter(ends_at__lte=F("starts_at") + SHORT).scheduled().upcoming(now)
    there = there.exclude(event=event)
    there = there.filter(Q(is_public=True) | Q(organisation=event.organisation_id), venue__isnull=False)
    if event.venue_id is None:
        return []
    firsts = there.filter(Exists(overlapping)).order_by("event", "starts_at").distinct("event").values("pk")
    found = Occurrence.objects.filter(pk__in=firsts).select_related("event", "organisation", "municipality")
    return list(found.prefetch_related("event__texts").order_by("starts_at", "pk")[:MOST_NAMED])
