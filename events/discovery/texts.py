"""The words of activities that a page has read: one question that is prepared, in the place of a prefetch."""

from collections.abc import Collection

from django.db.models import QuerySet

from core.prepared import attach, prepared
from events.models import Event, EventText


def attach_texts(events: Collection[Event]) -> None:
    """Each has its `texts`. One query, or none for no events."""
    if not events:
        return
    found: dict[int, list[EventText]] = {event.pk: [] for event in events}
    for text in _texts(events=list(found)):
        found[text.event_id].append(text)
    for event in events:
        attach(event, "texts", found[event.pk])


@prepared
def _texts(events: list[int]) -> QuerySet[EventText]:
    return EventText.objects.filter(event__pk__among=events)
