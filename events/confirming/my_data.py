"""What is kept of somebody who answers for an activity, looks after a place, or is named as a contact."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.links import LinkExpired
from core.mail.outbox import services as outbox
from core.privacy.held import IN_PUBLIC, Root, Shown, of_each, reached_at, register
from events.confirming.kinds import recipient_of
from events.confirming.links import questions_from
from events.confirming.services import forget_what_was_asked
from events.models import Event, Responsible
from events.standing.models import StandingPlace
from events.standing.notices import LINKS as STILL_RIGHT
from events.standing.services import stop_asking


def responsible_of(address: str) -> QuerySet[Responsible]:
    return reached_at(Responsible.objects.all(), address)


def responsible(shown: Shown) -> QuerySet[Responsible]:
    rows = Responsible.objects.select_related("event__organisation").prefetch_related("event__texts")
    return of_each(shown, responsible_of, rows)


@transaction.atomic
def erase_responsible(shown: Shown, now: datetime) -> int:
    """They are asked no more, at once; what the dates say stands, in the organisation's name."""
    people = list(of_each(shown, responsible_of, Responsible.objects.all()).order_by("pk"))
    for each in people:
        forget_what_was_asked(responsible=each, now=now)
    outbox.forget_all(recipients=[recipient_of(each.pk) for each in people])
    Responsible.objects.filter(pk__in=[each.pk for each in people]).delete()
    return len(people)


def responsible_from(token: str, now: datetime) -> Responsible:
    found = questions_from(token)[0].responsible
    if found is None:
        raise LinkExpired
    return found


def places_of(address: str) -> QuerySet[StandingPlace]:
    return reached_at(StandingPlace.objects.all(), address, email="contact_email", phone="contact_phone")


def places(shown: Shown) -> QuerySet[StandingPlace]:
    return of_each(shown, places_of, StandingPlace.objects.select_related("organisation"))


def erase_places(shown: Shown, now: datetime) -> int:
    found = list(places(shown))
    for place in found:
        stop_asking(place=place, now=now)
    return len(found)


def place_from(token: str, now: datetime) -> StandingPlace:
    (public_id,) = STILL_RIGHT.read(token)
    found = StandingPlace.objects.select_related("organisation").filter(public_id=public_id).first()
    if found is None or not (found.contact_email or found.contact_phone):
        raise LinkExpired
    return found


def contacts_of(address: str) -> QuerySet[Event]:
    return reached_at(Event.objects.all(), address, email="contact_email", phone="contact_phone")


def contacts(shown: Shown) -> QuerySet[Event]:
    return of_each(shown, contacts_of, Event.objects.select_related("organisation").prefetch_related("texts"))


ROOTS = (
    Root(
        "responsible",
        Responsible,
        _("You answer for an activity"),
        rows=responsible,
        controller=lambda row: row.event.organisation.name,
        about=lambda row: row.event.text_for().title,
        erase=erase_responsible,
        hangs=True,
        opens=responsible_from,
        reached_by=lambda row: row.email or row.phone,
    ),
    Root(
        "place",
        StandingPlace,
        _("You look after a place with opening hours"),
        rows=places,
        controller=lambda row: row.organisation.name,
        about=lambda row: row.name,
        erase=erase_places,
        opens=place_from,
        reached_by=lambda row: row.contact_email or row.contact_phone,
    ),
    Root(
        "contact",
        Event,
        _("You are named as the contact of an activity"),
        rows=contacts,
        controller=lambda row: row.organisation.name,
        about=lambda row: row.text_for().title,
        stays=IN_PUBLIC,
    ),
)


def register_my_data() -> None:
    """Called while the app gets ready."""
    for root in ROOTS:
        register(root)
