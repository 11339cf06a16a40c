"""What only a draft may lack."""

from collections.abc import Collection

from events.models import Event


class NotWholeError(Exception):
    """What only a draft may lack is missing: `missing` are names of fields."""

    def __init__(self, missing: Collection[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = list(missing)


def missing_of(event: Event) -> list[str]:
    """What `event` lacks to be shown, in the order in which it is asked for; nothing for most."""
    lacks = {
        "title": event.source_text is None and event.text_for() is None,
        "category": not event.category,
        "first_date": not event.series.exists(),
        "venue": event.venue_id is None and not event.online_url,
    }
    return [name for name, is_missing in lacks.items() if is_missing]
