"""Newcomers of whom there is more to see: without e-mail, in languages of the world, a household, a wrong
address, what was offered; with a link that an employer hands out, and saved selections."""

from datetime import datetime, timedelta
from typing import Any

from core.clock import month_start
from core.models import User
from newcomers.choices import AddressFault, Offer, Situation, Source, WayInKind, Wish
from newcomers.models import Newcomer, Selection, WayIn
from newcomers.person import Person
from newcomers.services import add_newcomer, note_offer, set_address_aside, set_postal_address
from organisations.models import Municipality

PLACE = "1818"
WRONG_ADDRESS = "tomas.berzas@eksempel.example"


def make_more_people(user: User | None, now: datetime) -> None:
    """After what was sent: these have had nothing yet."""
    place = Municipality.objects.get(pk=PLACE)
    salmon = WayIn.objects.create(
        municipality=place,
        kind=WayInKind.EMPLOYER,
        name="Havlaks AS",
        created_at=now - timedelta(days=40),
        asked=9,
        confirmed=7,
    )
    WayIn.objects.create(
        municipality=place, kind=WayInKind.LIBRARY, name="Biblioteket", created_at=now - timedelta(days=20)
    )
    # By hand, without any address: the booklet is posted to one, and handed to the other.
    saba = _add(place, now, 1, name="Saba Tsega", language="ti", children_0_5=1, children_6_12=2)
    set_postal_address(newcomer=saba, street="Fjærestien 4", postcode="8850", place="Herøy", now=now)
    warsame = _add(place, now, 0, name="Warsame Dahir", language="so", channel=Wish.BOOKLET)
    _add(place, now, 0, name="Ploy Dokmai", language="th", phone="+4790000031", situations=(Situation.WORK,))
    # A household: one contact, one package.
    _add(
        place,
        now,
        1,
        name="Familien Brzoza",
        language="pl",
        email="brzoza@eksempel.example",
        phone="+4790000032",
        situations=(Situation.FAMILY, Situation.WORK),
        children_6_12=2,
        youth_13_17=1,
        interests=("idrett", "barn-familie"),
    )
    _add(place, now, 1, name="Tomas Beržas", language="lt", email=WRONG_ADDRESS)
    set_address_aside(email=WRONG_ADDRESS, why=AddressFault.NO_MAILBOX, now=now)
    asked = {"source": Source.WAY_IN, "way_in": salmon, "confirmed_at": now, "told_at": now}
    _add(place, now, 0, name="Dilnoza Yulduz", language="uz", email="dilnoza@eksempel.example", rest=asked)
    if user:
        for person, offer in ((saba, Offer.MET), (saba, Offer.CHILDREN), (warsame, Offer.HANDED_OVER)):
            note_offer(newcomer=person, offer=offer, on_day=now.date(), by=user)
    for name, stored in (
        ("Familier", {"families": True}),
        ("På jobb, ukrainsk eller polsk", {"languages": ["pl", "uk"], "situations": ["work"]}),
    ):
        Selection.objects.create(municipality=place, name=name, stored=stored, created_at=now)


def _add(
    place: Municipality, now: datetime, months: int, *, rest: dict | None = None, **said: Any
) -> Newcomer:
    person = Person(arrived_month=month_start(now, months=-months).date(), **said)
    return add_newcomer(municipality=place, person=person, now=now, **(rest or {}))[0]
