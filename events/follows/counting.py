"""What organisers see of those who mean to come: how many."""

from collections import defaultdict
from collections.abc import Collection

from events.dates.people import Heads, People
from events.follows.models import Follow
from events.models import Occurrence


def people_at(occurrence_ids: Collection[int]) -> People:
    """How many persons follow these dates, each once. One query.

    An address that nobody has confirmed may be a stranger's: it counts for nobody.
    """
    follows = Follow.objects.confirmed().of_occurrences(occurrence_ids)
    return People(following=follows.order_by().values("email", "phone").distinct().count())


def heads_at(occurrence_ids: Collection[int]) -> dict[int, Heads]:
    """How many persons follow each of these dates. Two queries."""
    dates = dict(Occurrence.objects.filter(pk__in=occurrence_ids).values_list("pk", "event"))
    rows = Follow.objects.confirmed().of_dates(dates).order_by()
    persons: dict[tuple[str, int], set[str]] = defaultdict(set)
    for event, occurrence, email, phone in rows.values_list("event", "occurrence", "email", "phone"):
        persons["date" if occurrence else "event", occurrence or event].add(email or phone)
    numbers = {pk: len(persons["date", pk] | persons["event", event]) for pk, event in dates.items()}
    return {pk: Heads(following=number) for pk, number in numbers.items() if number}
