"""Who is to be told of which dates: each person once, by one room."""

from collections.abc import Callable, Collection, Iterable

from events.follows.kinds import recipient_of
from events.follows.models import Follow, FollowQuerySet
from events.signups.models import Signup
from events.telling.news import Comer


def comers_of(
    follows: FollowQuerySet, dates: dict[int, int], is_for: Callable[[Follow, int], bool]
) -> dict[Comer, Follow]:
    """Who of `follows` is told of which of `dates`, given as {id: id of its activity}.

    Who follows a date and every date is told once; who has signed up too, by the room of sign-ups.
    """
    of_event: dict[int, list[int]] = {}
    for date, event in dates.items():
        of_event.setdefault(event, []).append(date)
    found = list(follows.of_dates(dates).order_by("created_at", "pk"))
    signed_up = _signed_up(found, dates)
    comers: dict[Comer, Follow] = {}
    seen: set[tuple[str, int]] = set()
    for follow in found:
        for date in [follow.occurrence_id] if follow.occurrence_id else of_event.get(follow.event_id, []):
            key = (follow.person, date)
            if key not in seen and key not in signed_up and is_for(follow, date):
                seen.add(key)
                comers[Comer(recipient_of(follow), follow.person, date, follow.created_at)] = follow
    return comers


def _signed_up(follows: Iterable[Follow], dates: Collection[int]) -> set[tuple[str, int]]:
    """Who of them is signed up, for which date: an activity may take sign-ups now, or have taken them."""
    people = {each.person for each in follows}
    if not people:
        return set()
    rows = Signup.objects.confirmed().filter(occurrence__in=dates)
    found = rows.values_list("email", "phone", "occurrence")
    return {(email.lower() or phone, date) for email, phone, date in found} & {
        (person, date) for person in people for date in dates
    }
