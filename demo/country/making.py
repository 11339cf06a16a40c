"""Makes the whole country, in one transaction: all of it or nothing."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction
from wagtail.search.models import IndexEntry

from core.clock import local_day
from core.searching.indexing import rebuild
from core.searching.models import Word
from demo.country import rows
from demo.country.activities import make_activities
from demo.country.bulk import bare
from demo.country.offers import draw_offers
from demo.country.places import TooManyError, make_pages, make_places, open_municipalities

__all__ = ["TooManyError", "make_country"]


@transaction.atomic
def make_country(
    *, occurrences: int, municipalities: int, seed: int, now: datetime, say: Callable[[str], None]
) -> dict[str, int]:
    """So many dates in so many municipalities, by their number of people; `say` is told how far it is.

    On an empty database. The same seed on the same day gives the same. Returns how many of each. Raises
    `TooManyError` for more municipalities than Norway has, or fewer dates than municipalities.
    """
    if occurrences < municipalities:
        raise TooManyError(f"{occurrences} dates are too few for {municipalities} municipalities.")
    chance = random.Random(seed)  # noqa: S311  a country to measure with, no secret
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("SET LOCAL work_mem = '64MB'")
    chosen = open_municipalities(municipalities, chance)
    pages = make_pages(chosen, chance)
    say(f"{len(chosen)} municipalities with {pages:,} pages")
    offers = draw_offers(
        dates=occurrences,
        weights=[each.population for each in chosen],
        today=local_day(now),
        chance=chance,
    )
    places = make_places(Counter(offer.place for offer in offers), chosen, chance, now)
    organisations = sum(len(each.organisations) for each in places)
    venues = sum(len(each.venues) for each in places)
    say(f"{organisations:,} organisations and {venues:,} places")
    made = make_activities(offers, places, chance, now)
    say(f"{len(made):,} activities")
    rows.lay_out(made, now)
    texts = rows.make_texts()
    say(f"{texts:,} texts")
    dates = rows.make_dates(seed=seed, now=now, say=say)
    signups = rows.make_signups(seed=seed, now=now)
    say(f"{signups:,} sign-ups")
    rows.make_log()
    say("the search's index")
    with bare(IndexEntry._meta.db_table, Word._meta.db_table):
        found = rebuild(
            say=lambda number: say(f"{number:,} rows can be found") if number % 5_000 == 0 else None
        )
    return {
        "municipalities": len(chosen),
        "organisations": organisations,
        "places": venues,
        "activities": len(made),
        "texts": texts,
        "dates": dates,
        "sign-ups": signups,
        "rows that can be found": found,
    }
