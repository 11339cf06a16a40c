"""What other rooms ask of sign-ups by number alone: one query each, however many dates."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce, Lower

from events.dates.people import Heads, People
from events.models import Occurrence
from events.signups.models import SIZE, Signup


def places_left_at(occurrences: list[Occurrence], now: datetime) -> dict[int, int]:
    """`places_left` of many dates with a limit, by the date's id. One query."""
    ids = [each.pk for each in occurrences]
    taken = Signup.objects.filter(occurrence__in=ids).keeping(now).places_by_date()
    return {each.pk: max(0, (each.event.capacity or 0) - taken.get(each.pk, 0)) for each in occurrences}


def people_at(occurrence_ids: Collection[int]) -> People:
    """Who means to come to these dates, also those whom the organiser has not answered yet. One query."""
    found = Signup.objects.filter(occurrence__in=occurrence_ids).standing()
    numbers = found.aggregate(
        parties=Count("pk"),
        persons=Coalesce(Sum(SIZE), 0),
        by_mail=Count(Lower("email"), distinct=True, filter=~Q(email="")),
        by_phone=Count("phone", distinct=True, filter=Q(email="")),
    )
    return People(**numbers)


def heads_at(occurrence_ids: Collection[int]) -> dict[int, Heads]:
    """How many persons mean to come to each of these dates. One query."""
    places = Signup.objects.filter(occurrence__in=occurrence_ids).standing().places_by_date()
    return {pk: Heads(signed_up=number) for pk, number in places.items()}
