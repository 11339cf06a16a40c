"""Who answers for an activity: each rule about its list of volunteers (`Responsible`) stands here once.

Nobody needs an account for it. What an organiser types of a volunteer stands on no public page: that they say
yes to themselves, and what was said about one name or number is not said about another.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from core.models import User
from core.sms.messages import is_offered
from events.dates.recording import lock_event
from events.models import Asking, Event, EventQuerySet, Responsible, Series
from events.signals import volunteer_is_elsewhere

# Somebody, and a few substitutes: with more nobody feels that it is up to them.
MOST_PEOPLE = 10
Channel = Responsible.Channel


class TooMany(Exception):
    """The list is full."""


class NotThere(Exception):
    """Somebody else has taken them off the list meanwhile."""


def people_of(event: Event) -> QuerySet[Responsible]:
    """In the order in which they are asked, with `asked_last` and `answered_last` (UTC, or None)."""
    return event.responsible.annotate(
        asked_last=Max("questions__asked_at"), answered_last=Max("questions__answered_at")
    ).order_by("position", "pk")


def can_be_asked(person: Responsible) -> bool:
    """Whether a question reaches them: without SMS here, nobody is asked by it who has no e-mail address."""
    return person.stopped_at is None and (bool(person.email) or is_offered())


@transaction.atomic
def add_person(*, event: Event, facts: Mapping[str, str], now: datetime) -> Responsible:
    """Put somebody last on the list; who is on it already, by all that is typed, stays. May be repeated.

    Raises `TooMany`. `facts` are name, email, phone, channel and language.
    """
    people = _locked(event)
    same = [each for each in people if all(getattr(each, name) == value for name, value in facts.items())]
    if same:
        return same[0]
    if len(people) >= MOST_PEOPLE:
        raise TooMany
    last = max((each.position for each in people), default=-1)
    return Responsible.objects.create(event=event, position=last + 1, created_at=now, **facts)


@transaction.atomic
def change_person(*, person: Responsible, facts: Mapping[str, str]) -> None:
    """Write down what is known of somebody. Raises `NotThere`.

    Another name or number is not one that they have said yes to; at another address nobody has said stop.
    Where an address is exchanged for another, whoever reads the old one has no longer anything to do with it.
    """
    row = next((each for each in _locked(person.event) if each.pk == person.pk), None)
    if row is None:
        raise NotThere
    is_renamed = row.name != facts["name"]
    is_reached_elsewhere = (row.email, row.phone) != (facts["email"], facts["phone"])
    is_away = any(getattr(row, name) not in ("", facts[name]) for name in ("email", "phone"))
    for name, value in facts.items():
        setattr(row, name, value)
    if is_renamed or is_reached_elsewhere:
        row.shows_name = row.shows_phone = False
    if is_reached_elsewhere:
        row.stopped_at = None
    row.save()
    if is_away:
        volunteer_is_elsewhere.send(sender=Responsible, responsible=row)


@transaction.atomic
def move_person(*, person: Responsible, up: bool) -> bool:
    """Let them be asked one turn earlier, or later. Returns whether anything changed."""
    people = _locked(person.event)
    here = next((number for number, each in enumerate(people) if each.pk == person.pk), None)
    if here is None:
        return False
    there = here - 1 if up else here + 1
    if not 0 <= there < len(people):
        return False
    people[here], people[there] = people[there], people[here]
    for number, each in enumerate(people):
        each.position = number
    Responsible.objects.bulk_update(people, ["position"])
    return True


@transaction.atomic
def remove_person(*, person: Responsible) -> None:
    """Take somebody off the list: all that is known of them here goes, what was asked of them too."""
    lock_event(person.event_id)
    Responsible.objects.filter(pk=person.pk).delete()


@transaction.atomic
def copy_people(*, event: Event, source: Event, now: datetime) -> int:
    """Put those who answer for `source`, of the same organisation, last on the list. Returns how many.

    Who is on it already, or wants to be left in peace, is left out. What they have said yes to was about the
    other activity.
    """
    if source.organisation_id != event.organisation_id:
        raise ValueError("of another organisation")
    people = _locked(event)
    there = {(each.email.lower(), each.phone) for each in people}
    position = max((each.position for each in people), default=-1)
    new: list[Responsible] = []
    for person in source.responsible.to_ask():
        if (person.email.lower(), person.phone) in there or len(people) + len(new) >= MOST_PEOPLE:
            continue
        position += 1
        facts = {name: getattr(person, name) for name in ("name", "email", "phone", "channel", "language")}
        new.append(Responsible(event=event, position=position, created_at=now, **facts))
    Responsible.objects.bulk_create(new)
    return len(new)


def _locked(event: Event) -> list[Responsible]:
    """The list in order, while nobody else changes it."""
    lock_event(event.pk)
    return list(event.responsible.order_by("position", "pk"))


def set_asking(*, event: Event, asking: Asking) -> None:
    """Say how often somebody is asked, of all dates of `event`, whichever rule has made them."""
    event.series.update(asking=asking)


def asking_of(event: Event) -> Asking:
    newest = event.series.order_by("-pk").first()
    return Asking(newest.asking) if newest else Asking.NEVER


def add_publisher(*, event: Event, user: User, language: str, now: datetime) -> Responsible:
    """Whoever publishes answers for it, until they say who else does."""
    facts = {
        "name": user.name or user.email.split("@")[0],
        "email": user.email,
        "phone": "",
        "channel": Channel.EMAIL,
        "language": language,
    }
    return add_person(event=event, facts=facts, now=now)


def sources_for(event: Event) -> QuerySet[Event]:
    """Other activities of the same organisation that somebody answers for."""
    theirs = Event.objects.filter(organisation=event.organisation_id).exclude(pk=event.pk)
    somebody = Responsible.objects.to_ask().filter(event=OuterRef("pk"))
    return theirs.filter(Exists(somebody)).prefetch_related("texts").order_by("-pk")


def unanswered(events: EventQuerySet) -> EventQuerySet:
    """Those of `events` that are on again and again, and of which nobody is asked whether they are.

    `events` has `with_next_date`. What takes place once, a draft, and what is never to be asked about, do
    not need anybody.
    """
    repeated = Series.objects.filter(event=OuterRef("pk")).exclude(recurrence="").exclude(asking=Asking.NEVER)
    reached = Responsible.objects.to_ask().filter(event=OuterRef("pk"))
    if not is_offered():
        reached = reached.exclude(Q(email=""))
    return events.filter(Exists(repeated), ~Exists(reached), live=True, next_date__isnull=False)
