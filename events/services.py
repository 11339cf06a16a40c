"""What happens to events: dates are made and cancelled, events submitted, approved and taken down."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from core.models import User
from events.dates.rule import horizon, slots
from events.models import Event, MunicipalityApprovalTask, Occurrence, Series
from events.signals import occurrence_cancelled

WORKFLOW_NAME = "Godkjenning i kommunen"


@dataclass(frozen=True)
class MadeDates:
    """What making a series' dates did. `kept` are dates that the rule no longer gives, but that stay."""

    made: int
    removed: int
    kept: list[Occurrence]


@transaction.atomic
def make_occurrences(*, series: Series, now: datetime, since: datetime | None = None) -> MadeDates:
    """Make the dates of `series` from its rule, up to 18 months ahead; idempotent.

    Dates that ended before `since` (UTC, default `now`) are neither made nor touched. A date that the rule no
    longer gives is removed, unless it was changed alone or somebody has signed up: those are kept and
    returned. Raises `ValueError` for a rule that RFC 5545 does not know, `TooManySlots` for one that never
    pauses.
    """
    series = Series.objects.select_for_update().select_related("event").get(pk=series.pk)
    since = since or now
    wanted = {slot.key: slot for slot in slots(series, until=horizon(now), since=since)}
    existing = {date.original_slot: date for date in series.occurrences.filter(ends_at__gt=since)}

    facts = denormalised(series.event)
    made = Occurrence.objects.bulk_create(
        [
            Occurrence(
                series=series, original_slot=key, starts_at=slot.starts_at, ends_at=slot.ends_at, **facts
            )
            for key, slot in wanted.items()
            if key not in existing
        ],
        ignore_conflicts=True,
    )
    _move_lengths(existing, wanted)
    surplus = [date for key, date in existing.items() if key not in wanted]
    removed, kept = _remove(surplus)
    return MadeDates(made=len(made), removed=removed, kept=kept)


def _move_lengths(existing: dict[str, Occurrence], wanted: dict) -> None:
    """The slot is the same, but the activity now lasts longer or shorter."""
    changed = []
    for key, date in existing.items():
        slot = wanted.get(key)
        if slot and not date.is_edited and (date.starts_at, date.ends_at) != (slot.starts_at, slot.ends_at):
            date.starts_at, date.ends_at = slot.starts_at, slot.ends_at
            changed.append(date)
    Occurrence.objects.bulk_update(changed, ["starts_at", "ends_at"])


def _remove(dates: list[Occurrence]) -> tuple[int, list[Occurrence]]:
    """Delete those that nobody depends on. Reverse relations are asked, so no room need be known here."""
    kept = [date for date in dates if date.is_edited or date.is_cancelled or _has_dependants(date)]
    going = [date.pk for date in dates if date not in kept]
    Occurrence.objects.filter(pk__in=going).delete()
    return len(going), kept


def _has_dependants(date: Occurrence) -> bool:
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: date}).exists()
        for relation in date._meta.related_objects
    )


def denormalised(event: Event) -> dict[str, object]:
    """What an event's dates repeat from it, so that a list filters one table."""
    return {
        "event_id": event.pk,
        "organisation_id": event.organisation_id,
        "municipality_id": event.municipality_id,
        "venue_id": event.venue_id,
        "category": event.category,
        "is_public": event.live,
    }


def sync_occurrences(*, event: Event) -> int:
    """Bring what the dates of `event` repeat up to date with it. Returns how many dates there are."""
    facts = denormalised(event)
    del facts["event_id"]
    return event.occurrences.update(**facts)


def extend_all(*, now: datetime) -> int:
    """Once a day: make the dates that have come within the horizon. Returns how many were made."""
    running = Series.objects.exclude(recurrence="").filter(event__live=True)
    return sum(make_occurrences(series=series, now=now).made for series in running.iterator())


def ensure_workflow() -> Workflow:
    """The one workflow of events, with its one step; made when it is first needed."""
    content_type = ContentType.objects.get_for_model(Event)
    assigned = (
        WorkflowContentType.objects.filter(content_type=content_type).select_related("workflow").first()
    )
    if assigned:
        return assigned.workflow
    workflow = Workflow.objects.create(name=WORKFLOW_NAME)
    task = MunicipalityApprovalTask.objects.create(name=WORKFLOW_NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(workflow=workflow, content_type=content_type)
    return workflow


def goes_live_at_once(event: Event) -> bool:
    """Moderation is by trust, and a municipality trusts for itself: elsewhere the same organisation waits."""
    organisation = event.organisation
    return organisation.is_trusted and organisation.municipality_id == event.municipality_id


@transaction.atomic
def submit_event(*, event: Event, user: User | None, now: datetime) -> Event:
    """Save `event` as a revision and hand it in: a trusted organisation's is published, another's moderated.

    An event that waits already is handed in anew, so that nobody approves words that they have not seen.
    """
    revision = event.save_revision(user=user, log_action=True)
    if goes_live_at_once(event):
        # The right to publish is the organisation's here; Wagtail's policy knows only municipality staff.
        revision.publish(user=user, skip_permission_checks=True)
        event.refresh_from_db()
        return event
    waiting = event.current_workflow_state
    if waiting is None:
        ensure_workflow().start(event, user)
    elif waiting.status == waiting.STATUS_NEEDS_CHANGES:
        waiting.resume(user=user)
    else:
        waiting.current_task_state.specific.cancel(user=user, resume=True)
    return event


@transaction.atomic
def cancel_occurrence(*, occurrence: Occurrence, user: User | None, now: datetime) -> bool:
    """Cancel one date; it stays in the lists and says so. False when it was cancelled before or is over."""
    changed = Occurrence.objects.filter(
        pk=occurrence.pk, status=Occurrence.Status.SCHEDULED, ends_at__gt=now
    ).update(status=Occurrence.Status.CANCELLED, is_edited=True)
    if not changed:
        return False
    occurrence.refresh_from_db()
    log(
        instance=occurrence.event,
        action="events.cancel_date",
        user=user,
        data={"slot": occurrence.original_slot},
    )
    occurrence_cancelled.send(sender=Occurrence, occurrence=occurrence, now=now)
    return True
