"""Two places in a directory that are one: what is at the one goes to the other, whose page answers for both.

The row that goes stays behind its addresses: in calendars that people subscribe to, on paper, in what can be
undone. It is in no list, and leads on.
"""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F

from core.models import User
from events.models import Draft, Occurrence
from events.traits import follow_venue
from events.versions import put_in_drafts, put_in_versions, versions_of
from organisations.models import Venue

logger = structlog.get_logger(__name__)
# What the one that stays lacks, it gets from the one that goes.
FILLED = ("address", "postcode", "place", "directions", "getting_in", "opening_hours", "about")


class NotTheSameError(Exception):
    """Two places that cannot be one: in two municipalities, or merged meanwhile."""


def number_of_dates(venue: Venue, *, now: datetime) -> int:
    """How many dates to come a merger would move."""
    return Occurrence.objects.filter(venue=venue, ends_at__gt=now).count()


@transaction.atomic
def merge_venues(*, goes: Venue, stays: Venue, user: User, now: datetime) -> Venue:
    """Move all that is at `goes` to `stays`. A repeat changes nothing; raises `NotTheSameError`."""
    rows = {
        row.pk: row
        for row in Venue.objects.select_for_update(of=("self",))
        .order_by("pk")
        .filter(pk__in=[goes.pk, stays.pk])
    }
    gone, kept = rows.get(goes.pk), rows.get(stays.pk)
    if gone is None or kept is None or gone.pk == kept.pk or gone.municipality_id != kept.municipality_id:
        raise NotTheSameError
    if gone.merged_into_id == kept.pk:
        return kept
    if gone.merged_into_id or kept.merged_into_id:
        raise NotTheSameError
    _fill(kept, gone)
    coming = Occurrence.objects.filter(venue=gone, ends_at__gt=now)
    coming.update(restated=F("restated") + 1, changed_at=now)
    _move(gone, kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    kept.save()
    follow_venue(kept, now=now)
    logger.info("venues_merged", gone=gone.pk, kept=kept.pk, user=user.pk)
    return kept


def _fill(kept: Venue, gone: Venue) -> None:
    for name in FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    if kept.latitude is None:
        kept.latitude, kept.longitude = gone.latitude, gone.longitude
    for name in ("step_free", "hearing_loop"):
        if getattr(kept, name) == Venue.Access.UNKNOWN:
            setattr(kept, name, getattr(gone, name))
    kept.managed_by = kept.managed_by or gone.managed_by
    kept.picture = kept.picture or gone.picture


def _move(gone: Venue, kept: Venue) -> None:
    """Everything of every room that refers to a place, except what it says of itself in other languages."""
    for relation in Venue._meta.related_objects:
        if relation.get_accessor_name() != "texts":
            rows = relation.related_model._base_manager.filter(**{relation.field.name: gone.pk})
            rows.update(**{relation.field.attname: kept.pk})
    there = set(kept.texts.values_list("language", flat=True))
    gone.texts.exclude(language__in=there).update(venue=kept.pk)
    # What is written of an activity elsewhere than in its row: the next version, and those that were shown.
    put_in_versions(versions_of().filter(content__venue=gone.pk), {"venue": kept.pk})
    typed = Draft.objects.filter(typed__where__venue=[str(gone.pk)])
    put_in_drafts(typed, "where", {"venue": [str(kept.pk)]})
