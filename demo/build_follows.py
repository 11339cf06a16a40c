"""Who means to come to dates that one just comes to: a few on the next date of each. Same every time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from demo.build_activities import Offered
from demo.build_attendance import LANGUAGES, NAMES
from events.choices import Admission, Category
from events.follows.models import Follow

# How many on the next date of the first activity, the second, and so on; every third of them on every date.
NUMBERS = (7, 3, 0, 5, 2, 4)


def make_follows(offered: Iterable[Offered], now: datetime) -> int:
    """Returns how many."""
    follows: list[Follow] = []
    for offer in offered:
        event = offer.series.event
        if event.admission != Admission.DROP_IN or event.category in Category.sensitive():
            continue
        coming = offer.series.occurrences.filter(starts_at__gt=now, is_public=True)
        date = coming.order_by("starts_at").first()
        for number in range(NUMBERS[event.pk % len(NUMBERS)] if date else 0):
            person = (event.pk + number) % len(NAMES)
            follow = Follow(
                event=event,
                occurrence=None if number % 3 == 2 else date,
                email=f"{NAMES[person].lower()}.{number}@eksempel.example",
                language=LANGUAGES[person],
                reminds=number % 2 == 0,
                created_at=now - timedelta(hours=3 + number),
                confirmed_at=now - timedelta(hours=2 + number),
            )
            follow.expires_at = follow.end(now)
            follows.append(follow)
    return len(Follow.objects.bulk_create(follows, batch_size=500))
