"""What an organiser or an editor says of dates and series, where no volunteer has answered."""

from datetime import datetime

from django.db import transaction

from events.confirming.models import SignOfLife
from events.confirming.silence import alive
from events.dates.recording import lock_event
from events.models import Occurrence, Series


def can_confirm(occurrence: Occurrence, *, now: datetime) -> bool:
    """Whether there is something to say yes to: a public date that takes place and has not ended."""
    return occurrence.is_public and occurrence.takes_place and occurrence.ends_at > now


@transaction.atomic
def confirm(*, occurrence: Occurrence, now: datetime) -> bool:
    """An organiser says that it is on, in the organisation's name. False where they cannot.

    A volunteer's yes is not said again. `now` is UTC.
    """
    lock_event(occurrence.event_id)
    date = Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    if not can_confirm(date, now=now):
        return False
    alive(series_ids=[date.series_id], now=now)
    if date.confirmed_at is None:
        date.confirmed_at, date.responsible = now, None
        date.save(update_fields=["confirmed_at", "responsible"])
    return True


@transaction.atomic
def hide(*, series: Series, now: datetime) -> None:
    """Lists leave the series out until somebody answers for it. `now` is UTC."""
    life, _is_new = SignOfLife.objects.select_for_update().get_or_create(series=series)
    life.hidden_at = life.hidden_at or now
    life.save(update_fields=["hidden_at"])
    Occurrence.objects.filter(series=series, ends_at__gt=now).update(is_silent=True)


def bring_back(*, series: Series, now: datetime) -> None:
    """Lists show it again: somebody has called, and knows that it is on. `now` is UTC."""
    alive(series_ids=[series.pk], now=now)
