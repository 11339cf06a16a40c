"""What other rooms ask of sign-ups by number alone: one query each, however many dates."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce, Lower

from events.choices import SignupFor
from events.dates.people import Heads, People
from events.models import Occurrence
from events.signups.models import SIZE, Signup


def places_left_at(occurrences: list[Occurrence], now: datetime) -> dict[int, int]:
    """`places_left` of many dates with a limit, by the date's id; of a course, at its fullest. One query."""
    ids = [each.pk for each in occurrences]
    courses = {each.event_id for each in occurrences if each.event.signup_for == SignupFor.COURSE}
    here = Q(occurrence__in=ids)
    if courses:
        here |= Q(
            occurrence__event__in=courses, occurrence__ends_at__gt=now, occurrence__is_public=True
        ) & ~Q(occurrence__status=Occurrence.Status.CANCELLED)
    rows = Signup.objects.filter(here).keeping(now).order_by()
    taken: dict[int, int] = {}
    of_course: dict[int, int] = {}
    for date, event, number in rows.values_list("occurrence", "occurrence__event").annotate(n=Sum(SIZE)):
        taken[date] = number
        of_course[event] = max(number, of_course.get(event, 0))
    left = {}
    for each in occurrences:
        is_course = each.event_id in courses
        there = of_course.get(each.event_id, 0) if is_course else taken.get(each.pk, 0)
        left[each.pk] = max(0, (each.event.capacity or 0) - there)
    return left


def people_at(occurrence_ids: Collection[int]) -> People:
    """Who means to come to these dates, or waits for a place, and is told what happens. One query."""
    found = Signup.objects.filter(occurrence__in=occurrence_ids).standing()
    numbers = found.aggregate(
        parties=Count("pk"),
        persons=Coalesce(Sum(SIZE), 0),
        by_mail=Count(Lower("email"), distinct=True, filter=~Q(email="")),
        by_phone=Count("phone", distinct=True, filter=Q(email="")),
    )
    return People(**numbers)


def heads_at(occurrence_ids: Collection[int]) -> dict[int, Heads]:
    """How many persons mean to come to each of these dates; who waits for a place is not in it. One query."""
    places = Signup.objects.filter(occurrence__in=occurrence_ids).coming().places_by_date()
    return {pk: Heads(signed_up=number) for pk, number in places.items()}
