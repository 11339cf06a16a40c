"""What follows for what is lent when dates are moved."""

from datetime import datetime

from django.dispatch import receiver

from events.dates.changes import DateChange
from events.lending import services
from events.models import Occurrence
from events.signals import dates_change_undone, dates_changed


@receiver([dates_changed, dates_change_undone], dispatch_uid="lending.dates_changed")
def keep_for_the_day(
    sender: type[Occurrence], changes: list[DateChange], now: datetime, **kwargs: object
) -> None:
    moved = [change.occurrence_id for change in changes if change.before.ends_at != change.after.ends_at]
    if moved:
        services.move_dates(occurrence_ids=moved, now=now)
