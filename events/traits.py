"""What a list can be narrowed to, as short words on the date itself: `open`, `children`, `lang:uk`.

The words stand in addresses. They are written whenever a date is made or its activity is published, and
follow the place of each date: where there is step-free access is a fact of the place.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import models
from django.db.models import Func, Value

from events.choices import Audience, Category
from events.models import Event, Occurrence
from organisations.models import Venue

OPEN, CHILDREN, FREE, AFFORDABLE, DROP_IN, WOMEN, STEP_FREE, ONLINE = (
    "open",
    "children",
    "free",
    "affordable",
    "drop_in",
    "women",
    "step_free",
    "online",
)
LANGUAGE, LEVEL = "lang:", "level:"


def traits_of(event: Event, venue: Venue | None) -> list[str]:
    """Those of a date of `event` at `venue`, in alphabetical order."""
    with_children = (
        event.children_welcome
        or event.childcare
        or event.category == Category.FAMILY
        or event.audience in (Audience.FAMILIES, Audience.CHILDREN)
    )
    said = {
        # No right and no membership is asked for.
        OPEN: event.open_to_all,
        CHILDREN: with_children,
        FREE: not event.price_nok,
        AFFORDABLE: not event.price_nok or event.price_support,
        DROP_IN: not event.takes_signups,
        WOMEN: event.women_only,
        ONLINE: bool(event.online_url),
        STEP_FREE: is_step_free(event, venue),
    }
    return in_words(said, [*event.spoken_languages, *event.interpreter_languages], event.level)


def in_words(said: Mapping[str, bool], languages: Iterable[str], level: str) -> list[str]:
    """What holds of `said`, with the languages and the level: of whatever stands in a list."""
    spoken = {LANGUAGE + code for code in languages}
    return sorted({word for word, holds in said.items() if holds} | spoken | {LEVEL + level})


def is_step_free(event: Event, venue: Venue | None) -> bool:
    """Of a hike the grade says it: a car park without steps is no promise about the path."""
    return venue is not None and venue.step_free == Venue.Access.YES and not event.grade


def follow_event(event: Event, *, now: datetime) -> None:
    """The dates of `event` that have not ended say what it and the place of each say now."""
    coming = event.occurrences.filter(ends_at__gt=now).order_by()
    venues = Venue.objects.filter(pk__in=coming.values("venue"))
    for venue in [*venues, None]:
        traits = traits_of(event, venue)
        coming.filter(venue=venue).exclude(traits=traits).update(traits=traits)


def follow_venue(venue: Venue, *, now: datetime) -> None:
    """Its dates that have not ended say whether one comes in without steps. One statement."""
    here = Occurrence.objects.filter(venue=venue, ends_at__gt=now)
    output = Occurrence._meta.get_field("traits")
    if venue.step_free == Venue.Access.YES:
        wanting = here.filter(event__grade="").exclude(traits__contains=[STEP_FREE])
        wanting.update(traits=_changed("array_append", output))
    else:
        here.filter(traits__contains=[STEP_FREE]).update(traits=_changed("array_remove", output))


def _changed(function: str, output: models.Field) -> Func:
    return Func("traits", Value(STEP_FREE), function=function, output_field=output)
