"""What is done with places: handed in, changed, taken down; days on which it is otherwise; "still right?"."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from core.clock import local_day
from core.mail.outbox.services import Outgoing, queue, queue_many
from events.standing.choices import State
from events.standing.hours import Exceptional, Hours
from events.standing.models import CONFIRMED_FOR, MOST_TIMES_ASKED, TIME_TO_ANSWER, StandingPlace
from organisations.models import Organisation

logger = structlog.get_logger(__name__)

STILL_RIGHT, DECISION = "standing.still_right", "standing.decision"
# What everybody reads and nobody can choose: a municipality looks at it first, where it does not trust yet.
WORDS = ("name", "note", "kind", "venue_id")
# A year's exceptions and some; who needs more has other hours.
MOST_EXCEPTIONS = 40


class TooManyExceptionsError(Exception):
    """There are so many days to come with other hours that one more would hide them."""


def about(place: StandingPlace) -> str:
    """How the outbox knows it."""
    return f"standing:{place.pk}"


@transaction.atomic
def create_place(
    *, organisation: Organisation, values: Mapping[str, Any], hours: Hours, now: datetime
) -> StandingPlace:
    """A place of `organisation`: public at once where the municipality trusts it."""
    place = StandingPlace(organisation=organisation, hours=hours.as_json(), confirmed_at=now, **values)
    place.municipality = place.venue.municipality
    _hand_in(place, now=now)
    place.save()
    logger.info("standing_place_created", place=place.pk, state=place.state)
    return place


@transaction.atomic
def change_place(
    *, place: StandingPlace, values: Mapping[str, Any], hours: Hours, now: datetime
) -> StandingPlace:
    """Other words, facts or hours. Hours hold at once; who writes them has confirmed them."""
    row = lock(place)
    before = [getattr(row, name) for name in WORDS]
    asked_at = (row.contact_email, row.contact_phone)
    for name, value in values.items():
        setattr(row, name, value)
    if (row.contact_email, row.contact_phone) != asked_at:
        # At another address nobody has said stop; and what was sent to the old one opens nothing any longer.
        row.stopped_at = None
        row.public_id = uuid4()
    row.municipality = row.venue.municipality
    row.hours = replace(hours, exceptions=row.opening_hours.exceptions).as_json()
    if [getattr(row, name) for name in WORDS] != before or row.state == State.SENT_BACK:
        _hand_in(row, now=now)
    _confirmed(row, now)
    row.save()
    return row


def _hand_in(place: StandingPlace, *, now: datetime) -> None:
    """What is taken down stays so: with other words nobody has said yes to it any longer."""
    trusted = _is_trusted(place)
    place.approved_at = now if trusted else None
    place.comment = ""
    if place.state != State.TAKEN_DOWN:
        place.state = State.PUBLIC if trusted else State.WAITING


def _is_trusted(place: StandingPlace) -> bool:
    return place.organisation.is_trusted_in(place.municipality_id)


@transaction.atomic
def add_exception(*, place: StandingPlace, exception: Exceptional, now: datetime) -> StandingPlace:
    """Some days on which it is otherwise. What was said of the very same days gives way; over is over."""
    row = lock(place)
    hours = row.opening_hours
    days = (exception.first, exception.last)
    # What began yesterday evening may go on.
    yesterday = local_day(now) - timedelta(days=1)
    # In the order in which they were written: where two are about a day, the later one counts.
    kept = [each for each in hours.exceptions if each.last >= yesterday and (each.first, each.last) != days]
    if len(kept) >= MOST_EXCEPTIONS:
        raise TooManyExceptionsError
    row.hours = replace(hours, exceptions=(*kept, exception)).as_json()
    row.save()
    return row


@transaction.atomic
def remove_exception(*, place: StandingPlace, exception: Exceptional) -> StandingPlace:
    """It is as it mostly is on these days after all. Sent twice: once."""
    row = lock(place)
    hours = row.opening_hours
    kept = tuple(each for each in hours.exceptions if each != exception)
    row.hours = replace(hours, exceptions=kept).as_json()
    row.save()
    return row


@transaction.atomic
def take_down(*, place: StandingPlace) -> None:
    """Nobody finds it any longer; nothing is deleted."""
    row = lock(place)
    row.state = State.TAKEN_DOWN
    row.save()


@transaction.atomic
def bring_back(*, place: StandingPlace, now: datetime) -> StandingPlace:
    """As it was: public where somebody has said yes to it, else handed in again."""
    row = lock(place)
    if row.state == State.TAKEN_DOWN:
        row.state = State.PUBLIC if row.approved_at or _is_trusted(row) else State.WAITING
        row.approved_at = row.approved_at or (now if row.state == State.PUBLIC else None)
        _confirmed(row, now)
        row.save()
    return row


@transaction.atomic
def approve(*, place: StandingPlace, seen: str, now: datetime) -> bool:
    """The municipality says yes to what was `seen`. Said twice: once. False where it is another by now."""
    row = lock(place)
    if row.state != State.WAITING:
        return row.state == State.PUBLIC
    if version_of(row) != seen:
        return False
    row.state, row.approved_at, row.comment = State.PUBLIC, now, ""
    row.save()
    queue(kind=DECISION, about=about(row), recipient=about(row), occasion=f"{now:%Y%m%d%H%M%S}", now=now)
    return True


def version_of(place: StandingPlace) -> str:
    """Tells what an editor reads of `place` from what it says after a change."""
    said = [str(getattr(place, name)) for name in WORDS]
    return hashlib.sha256(json.dumps([said, place.hours], sort_keys=True).encode()).hexdigest()[:20]


@transaction.atomic
def send_back(*, place: StandingPlace, comment: str, now: datetime) -> None:
    """The municipality asks for something to be changed."""
    row = lock(place)
    if row.state not in (State.WAITING, State.PUBLIC):
        return
    row.state, row.approved_at, row.comment = State.SENT_BACK, None, comment
    row.save()
    queue(kind=DECISION, about=about(row), recipient=about(row), occasion=f"{now:%Y%m%d%H%M%S}", now=now)


@transaction.atomic
def confirm(*, place: StandingPlace, now: datetime) -> None:
    """Somebody who knows says that its hours are still right."""
    row = lock(place)
    _confirmed(row, now)
    row.save()


@transaction.atomic
def stop_asking(*, place: StandingPlace, now: datetime) -> None:
    """Who was asked wants no more questions: what we had of them is forgotten."""
    row = lock(place)
    row.stopped_at = now
    row.contact_name = row.contact_email = row.contact_phone = ""
    row.contact_channel = "email"
    row.save()


def _confirmed(place: StandingPlace, now: datetime) -> None:
    place.confirmed_at, place.asked_at, place.times_asked = now, None, 0


def lock(place: StandingPlace) -> StandingPlace:
    """The row as it is now, with what it is saved with; it waits for whoever changes it."""
    rows = StandingPlace.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation", "venue__municipality", "municipality").get(pk=place.pk)


@transaction.atomic
def ask_whether_right(*, now: datetime) -> int:
    """Ask about the places that nobody has confirmed for half a year: twice, then half a year later again.

    Returns how many. A second run on the same day asks nobody.
    """
    waited = Q(times_asked__lt=MOST_TIMES_ASKED, asked_at__lte=now - TIME_TO_ANSWER)
    given_up = Q(times_asked__gte=MOST_TIMES_ASKED, asked_at__lte=now - CONFIRMED_FOR)
    due = Q(times_asked=0, confirmed_at__lte=now - CONFIRMED_FOR) | Q(times_asked__gt=0) & (waited | given_up)
    rows = StandingPlace.objects.public().filter(due).select_for_update(of=("self",), no_key=True)
    places = list(rows.order_by("pk"))
    for place in places:
        place.times_asked = min(place.times_asked + 1, MOST_TIMES_ASKED)
        place.asked_at = now
    StandingPlace.objects.bulk_update(places, ["times_asked", "asked_at"])
    day = f"{local_day(now):%Y%m%d}"
    messages = [Outgoing(about(place), about(place), occasion=day) for place in places]
    queue_many(kind=STILL_RIGHT, messages=messages, now=now)
    return len(places)


def forget_contacts(*, now: datetime) -> int:
    """Who looked after a place that was taken down long ago is forgotten. Returns how many."""
    before = now - timedelta(days=30 * settings.RESPONSIBLE_RETENTION_MONTHS)
    known = ~Q(contact_name="", contact_email="", contact_phone="")
    old = StandingPlace.objects.filter(known, state=State.TAKEN_DOWN, changed_at__lte=before)
    return old.update(contact_name="", contact_email="", contact_phone="", contact_channel="email")
