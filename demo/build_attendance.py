"""Who came and who will: head counts of past dates, sign-ups for dates to come. Same every time: seeded."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from core.models import User
from demo.build_activities import Offered
from events.door.models import Headcount
from events.models import Occurrence
from events.signups.models import Signup

# Of a hundred dates this many were cancelled, or nobody counted.
CANCELLED_OF_100 = 4
NOT_COUNTED_OF_100 = 6
# How many of a hundred who come are new in the municipality; and of a hundred counts, where nobody asked.
NEWCOMERS_OF_100 = {"sprakkafe": 55, "ny-i-norge": 80, "norskkurs": 85, "mat": 35, "kafe-moteplass": 30}
SOME_OF_100 = 18
NOT_ASKED_OF_100 = 12
NAMES = ("Olena", "Amal", "Jonas", "Marta", "Yusuf", "Ida", "Petro", "Rosa")
LANGUAGES = ("uk", "ar", "nb", "en", "ar", "nn", "uk", "en")


def make_headcounts(offered: Iterable[Offered], user: User | None, now: datetime) -> int:
    """Count every past date of `offered`, except a few that were cancelled or forgotten. Returns how many."""
    offered = list(offered)
    counts, cancelled = [], []
    for offer in offered:
        seed = f"{offer.series.start_time.isoformat()}{offer.series.event_id}"
        chance = random.Random(seed)  # noqa: S311  crowds of a demonstration, not a secret
        for date in offer.series.occurrences.filter(ends_at__lt=now).order_by("starts_at"):
            draw = chance.randrange(100)
            if draw < CANCELLED_OF_100:
                cancelled.append(date.pk)
            elif draw >= CANCELLED_OF_100 + NOT_COUNTED_OF_100:
                counts.append(_headcount(date, offer.crowd, chance, user))
    # What took place was in the calendar: an approval opens the dates that are to come.
    past = Occurrence.objects.filter(event__in=[offer.series.event_id for offer in offered], ends_at__lt=now)
    past.filter(event__live=True).update(is_public=True, was_public=True)
    Occurrence.objects.filter(pk__in=cancelled).update(status=Occurrence.Status.CANCELLED, is_edited=True)
    return len(Headcount.objects.bulk_create(counts, batch_size=1000))


def _headcount(
    date: Occurrence, crowd: tuple[int, int], chance: random.Random, user: User | None
) -> Headcount:
    people = chance.randint(*crowd)
    children = sum(chance.random() < 0.2 for _person in range(people))
    share = NEWCOMERS_OF_100.get(date.category, SOME_OF_100)
    newcomers = sum(chance.randrange(100) < share for _person in range(people))
    first = sum(chance.random() < 0.2 for _person in range(newcomers))
    others_first = sum(chance.random() < 0.15 for _person in range(people - newcomers))
    is_asked = chance.randrange(100) >= NOT_ASKED_OF_100
    return Headcount(
        occurrence=date,
        adults=people - children,
        children=children,
        volunteers=1 + people // 6,
        first_timers=first + others_first,
        newcomers=newcomers if is_asked else None,
        newcomers_first=first if is_asked else None,
        counted_by=user,
        counted_at=date.ends_at,
    )


def make_signups(offered: Iterable[Offered], now: datetime) -> int:
    """A few parties on the next date of everything that one signs up for. Returns how many."""
    signups = []
    for offer in offered:
        if offer.series.event.admission != "sign_up":
            continue
        date = (
            offer.series.occurrences.filter(starts_at__gt=now + timedelta(days=1))
            .order_by("starts_at")
            .first()
        )
        if date:
            signups += [_signup(date, number, now) for number in range(4)]
    return len(Signup.objects.bulk_create(signups))


def _signup(date: Occurrence, number: int, now: datetime) -> Signup:
    person = (date.pk + number) % len(NAMES)
    made = now - timedelta(hours=5 * (number + 1))
    return Signup(
        occurrence=date,
        name=f"{NAMES[person]} Eksempel",
        email=f"{NAMES[person].lower()}.{date.pk}@eksempel.example",
        language=LANGUAGES[person],
        adults=1 + number % 2,
        children_6_12=number % 3,
        created_at=made,
        firm_since=made,
        mail_left_at=made,
        expires_at=date.ends_at + timedelta(days=settings.SIGNUP_RETENTION_DAYS),
    )
