"""Where people meet before they set out, and the link to take part online, are said once for an activity.

When one of them is another, those who mean to come to its dates are told, as of a change of the dates.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import uuid4

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone

from events.dates.changes import MEETING, DateState, change_of
from events.models import Event, Occurrence
from events.signals import dates_changed


@receiver(pre_save, sender=Event)
def tell_where_people_meet(
    sender: type[Event],
    instance: Event,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: object,
) -> None:
    """Only of what is shown and stays so: what is shown again is told by `sync_occurrences`."""
    written = set(MEETING if update_fields is None else update_fields)
    if raw or not instance.live or instance.pk is None or not written & set(MEETING):
        return
    stood = Event.objects.filter(pk=instance.pk, live=True).values(*MEETING).first()
    if stood is None or all(stood[name] == getattr(instance, name) for name in MEETING):
        return
    now = timezone.now()
    dates = Occurrence.objects.filter(event=instance.pk, ends_at__gt=now, is_public=True).order_by("pk")
    changes = []
    for date in dates:
        date.event = instance
        before = replace(DateState.of(date), **stood)
        if change := change_of(date, before=before, is_whole=True):
            changes.append(change)
    if changes:
        dates_changed.send(sender=Occurrence, changes=changes, change_id=uuid4(), now=now)
