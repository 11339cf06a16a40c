"""What follows when dates are moved, or a volunteer is reached elsewhere."""

from collections.abc import Collection
from datetime import datetime

from django.dispatch import receiver

from events.besides import ending
from events.besides.afterwards import did_not_come
from events.besides.models import Greeter
from events.dates.changes import DateChange
from events.door.models import Tick
from events.door.signals import ticks_ended
from events.models import Occurrence, Responsible
from events.signals import dates_change_undone, dates_changed, volunteer_is_elsewhere


@receiver([dates_changed, dates_change_undone], dispatch_uid="besides.dates_changed")
def keep_as_long_as_the_date(sender: type[Occurrence], changes: list[DateChange], **kwargs: object) -> None:
    """What was said for a date ends with it, wherever it was moved."""
    moved = [change.occurrence_id for change in changes if change.before.ends_at != change.after.ends_at]
    if not moved:
        return
    for end in (ending.wishes_end, ending.help_ends, ending.answers_end):
        end(signup__occurrence__in=moved)


@receiver(ticks_ended, dispatch_uid="besides.ticks_ended")
def invite_once_more(sender: type[Tick], absent: Collection[int], now: datetime, **kwargs: object) -> None:
    """Names were ticked at a date, and these were not: what is left of it is a sealed word in a message."""
    did_not_come(absent, now=now)


@receiver(volunteer_is_elsewhere, dispatch_uid="besides.volunteer_is_elsewhere")
def is_asked_anew(sender: type[Responsible], responsible: Responsible, **kwargs: object) -> None:
    """Whoever reads the new address has said yes to nothing."""
    Greeter.objects.filter(responsible=responsible).delete()
