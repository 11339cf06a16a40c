"""What is offered, drawn by chance from a seed: how often, where, of what kind. Nothing here is stored."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import accumulate

from events.choices import Category

# Of a hundred activities so many take place once: some six of a hundred dates.
SINGLE_OF_100 = 58
# How many dates a series has, from and to, by the weeks between them; and how usual each is.
LENGTHS = {1: (8, 44), 2: (6, 26), 4: (4, 14)}
USUAL = {1: 70, 2: 20, 4: 10}
BACK = timedelta(weeks=26)
# Dates are made 18 months ahead.
AHEAD = timedelta(weeks=77)
SOON = timedelta(weeks=20)
MINUTES = (60, 90, 120, 120, 120, 180)
# Language cafés and hikes are what there is most of.
CATEGORIES = {
    Category.LANGUAGE_CAFE: 18,
    Category.OUTDOORS: 14,
    Category.MEETING_PLACE: 12,
    Category.SPORT: 8,
    Category.CULTURE: 8,
    Category.CRAFTS: 7,
    Category.FAMILY: 7,
    Category.FOOD: 5,
    Category.GAMES: 4,
    Category.YOUTH: 4,
    Category.COURSE: 3,
    Category.HOMEWORK: 3,
    Category.NORWEGIAN_COURSE: 2,
    Category.NEW_IN_NORWAY: 2,
    Category.NETWORK: 1,
    Category.VOLUNTEERING: 1,
    Category.CELEBRATION: 1,
    Category.FAITH: 1,
    Category.INFLUENCE: 1,
}


@dataclass(frozen=True)
class Offer:
    """One activity with its dates: `dates` of them, each `weeks` after the one before."""

    place: int
    category: Category
    first_date: date
    start_time: time
    duration: timedelta
    weeks: int
    dates: int


def draw_offers(*, dates: int, weights: Sequence[int], today: date, chance: random.Random) -> list[Offer]:
    """Offers with exactly so many dates together, spread over places by `weights`."""
    upto = list(accumulate(weights))
    kinds, usual = list(CATEGORIES), list(accumulate(CATEGORIES.values()))
    places = range(len(weights))
    offers: list[Offer] = []
    left = dates
    while left:
        # Every place has something, before any has more.
        number = len(offers)
        place = number if number < len(weights) else chance.choices(places, cum_weights=upto)[0]
        category = chance.choices(kinds, cum_weights=usual)[0]
        offer = _offer(place, category, left, today, chance)
        offers.append(offer)
        left -= offer.dates
    return offers


def _offer(place: int, category: Category, most: int, today: date, chance: random.Random) -> Offer:
    weeks, dates, first, last = 1, 1, today - SOON, today + SOON
    if chance.randrange(100) >= SINGLE_OF_100:
        weeks = chance.choices(list(USUAL), weights=list(USUAL.values()))[0]
        dates = min(most, chance.randint(*LENGTHS[weeks]))
        first, last = today - BACK, today + AHEAD - timedelta(weeks=weeks * (dates - 1))
    return Offer(
        place=place,
        category=category,
        first_date=first + timedelta(days=chance.randrange((last - first).days)),
        start_time=time(chance.randint(9, 19), chance.choice((0, 30))),
        duration=timedelta(minutes=chance.choice(MINUTES)),
        weeks=weeks,
        dates=dates,
    )
