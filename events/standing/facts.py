"""What one should know of a place before one goes, in the same words as of an activity."""

from events.choices import Admission, Level
from events.facts import Fact, card_facts, facts_of
from events.models import Event
from events.standing.models import StandingPlace

# What says something else of an activity, or what the page of a place says anyway.
OF_ACTIVITIES = ("category", "audience", "age")
ON_A_CARD = ("open", "women", "price", "languages", "children")


def facts_on_a_card(place: StandingPlace) -> list[Fact]:
    """What is particular about it. Asks the database nothing."""
    return [fact for fact in card_facts(_said_of(place)) if fact.kind in ON_A_CARD]


def facts_of_place(place: StandingPlace) -> list[Fact]:
    """Every fact of `place`. Asks for the venue."""
    event = _said_of(place)
    event.venue = place.venue
    return [fact for fact in facts_of(event) if fact.kind not in OF_ACTIVITIES]


def _said_of(place: StandingPlace) -> Event:
    """An activity of which the same is true. It is never saved."""
    return Event(
        category=place.category,
        women_only=place.women_only,
        open_to_all=place.open_to_all,
        price_nok=place.price_nok,
        admission=Admission.DROP_IN,
        spoken_languages=place.spoken_languages,
        level=place.level or Level.BEGINNER,
        children_welcome=place.children_welcome,
    )
