"""The activities themselves, with facts drawn by chance that fit together; and the rule of each one's dates."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from core.languages import language_codes
from demo.country.offers import Offer
from demo.country.places import AT_ONCE, Whereabouts
from demo.country.words import VARIANTS
from events.choices import Category, Food, Grade, Level, Pace, State, spoken_languages
from events.dates.rule import rule
from events.models import Event, Series

# Of a hundred: without a place, waiting for a yes, not handed in, with sign-up, with a price.
ONLINE, WAITING, DRAFT, SIGN_UP, COSTS = 4, 2, 2, 15, 20
FOODS = (Food.NONE, Food.NONE, Food.COFFEE, Food.COFFEE, Food.SNACK, Food.MEAL)
LEVELS = (Level.BEGINNER, Level.BEGINNER, Level.BEGINNER, Level.NONE, Level.A1, Level.A2, Level.B1)
PLACES = (4, 8, 12, 20, 25, 40)


@dataclass(frozen=True)
class Made:
    """An activity and its series with what they were made from. The first of `languages` is the source's."""

    offer: Offer
    event: Event
    series: Series
    languages: list[str]
    variant: int


def make_activities(
    offers: Sequence[Offer], places: Sequence[Whereabouts], chance: random.Random, now: datetime
) -> list[Made]:
    """Events and series, stored; without words or dates yet."""
    others = [code for code in spoken_languages() if code != "no"]
    events = [_event(offer, places[offer.place], others, chance, now) for offer in offers]
    Event.objects.bulk_create(events, batch_size=AT_ONCE)
    all_series = [_series(offer, event) for offer, event in zip(offers, events, strict=True)]
    Series.objects.bulk_create(all_series, batch_size=AT_ONCE)
    return [
        Made(offer, event, series, _languages(event, chance), chance.randrange(VARIANTS))
        for offer, event, series in zip(offers, events, all_series, strict=True)
    ]


def _event(
    offer: Offer, place: Whereabouts, others: Sequence[str], chance: random.Random, now: datetime
) -> Event:
    said, online = chance.randrange(100), chance.randrange(100) < ONLINE
    made_at = now - timedelta(days=chance.randint(1, 300))
    return Event(
        organisation=chance.choice(place.organisations),
        municipality=place.municipality,
        venue=None if online else chance.choice(place.venues),
        online_url="https://meet.example/rom" if online else "",
        category=offer.category,
        food=chance.choice(FOODS),
        level=chance.choice(LEVELS),
        children_welcome=chance.random() < 0.4,
        transport_offered=chance.random() < 0.05,
        equipment_to_borrow=chance.random() < 0.1,
        women_only=chance.random() < 0.03,
        price_nok=chance.choice((30, 50, 100, 200)) if chance.randrange(100) < COSTS else 0,
        price_support=chance.random() < 0.3,
        spoken_languages=["no", *(chance.sample(others, 2) if chance.random() < 0.5 else [])],
        interpreter_languages=chance.sample(others, 1) if chance.random() < 0.1 else [],
        **_admission(offer, chance),
        **(_hike(chance) if offer.category == Category.OUTDOORS else {}),
        **_standing_of(said, made_at),
    )


def _standing_of(said: int, made_at: datetime) -> dict[str, object]:
    """Whether it is shown, and since when."""
    if said < WAITING:
        return {
            "live": False,
            "state": State.WAITING,
            "waiting_since": made_at,
            "has_unpublished_changes": True,
        }
    if said < WAITING + DRAFT:
        return {"live": False, "state": State.DRAFT, "has_unpublished_changes": True}
    return {
        "live": True,
        "state": State.PUBLISHED,
        "first_published_at": made_at,
        "last_published_at": made_at,
    }


def _admission(offer: Offer, chance: random.Random) -> dict[str, object]:
    if offer.category in Category.sensitive() or chance.randrange(100) >= SIGN_UP:
        return {}
    return {"admission": "sign_up", "capacity": chance.choice(PLACES)}


def _hike(chance: random.Random) -> dict[str, object]:
    return {
        "grade": chance.choice((Grade.EASY, Grade.EASY, Grade.MEDIUM, Grade.DEMANDING)),
        "distance_km": Decimal(chance.randint(20, 150)) / 10,
        "ascent_m": chance.randint(0, 800),
        "pace": chance.choice((Pace.EASY, Pace.NORMAL)),
        "meeting_point": "Parkeringsplassen ved starten på løypa",
        "bring": "Gode sko, mat, drikke og klær for all slags vær",
    }


def _series(offer: Offer, event: Event) -> Series:
    recurrence = ""
    if offer.dates > 1:
        last = offer.first_date + timedelta(weeks=offer.weeks * (offer.dates - 1))
        until = datetime.combine(last, offer.start_time)
        recurrence = rule(frequency="WEEKLY", interval=offer.weeks, until=until)
    return Series(
        event=event,
        first_date=offer.first_date,
        start_time=offer.start_time,
        duration=offer.duration,
        recurrence=recurrence,
    )


def _languages(event: Event, chance: random.Random) -> list[str]:
    """The municipality's Norwegian first; then none to four others, two on average."""
    own = event.municipality.language
    others = [code for code in language_codes() if code != own]
    return [own, *chance.sample(others, chance.randint(0, len(others)))]
