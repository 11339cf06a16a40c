"""Which activities nobody answers for any longer, and how one answer brings them back.

A silent date was asked about, not answered, not cancelled, and has ended. Nothing is deleted for silence.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from events.confirming.models import SignOfLife
from events.models import Occurrence, Series
from organisations.models import Municipality

# So many in a row, and the editor sees it; so many, and lists leave the series out.
SEEN_AFTER = 2
HIDDEN_AFTER = 4


@transaction.atomic
def alive(*, series_ids: Collection[int], now: datetime) -> None:
    """Somebody has said something of these series: silence begins anew, and lists show them again."""
    known = SignOfLife.objects.filter(series__in=series_ids)
    known.update(alive_at=now, silent_dates=0, hidden_at=None)
    missing = set(series_ids) - set(known.values_list("series", flat=True))
    rows = [SignOfLife(series_id=pk, alive_at=now) for pk in sorted(missing)]
    SignOfLife.objects.bulk_create(rows, ignore_conflicts=True)
    Occurrence.objects.filter(series__in=series_ids, is_silent=True).update(is_silent=False)


def silent_series(*, municipality: Municipality, now: datetime) -> list[Series]:
    """Series of `municipality` that two dates or more have passed of in silence, the longest silent first.

    Each has `sign_of_life` with `silent_dates` and `hidden_at`, and its event with its texts.
    """
    rows = Series.objects.filter(
        event__municipality=municipality, event__live=True, sign_of_life__silent_dates__gte=SEEN_AFTER
    )
    found = rows.select_related("sign_of_life", "event__organisation").prefetch_related("event__texts")
    return list(found.order_by("-sign_of_life__silent_dates", "pk"))
