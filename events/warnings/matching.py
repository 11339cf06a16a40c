"""Which dates lie under which warning: the database compares map and clock, in three statements however many.

A date is where its place is; else where its postcode is, else where its municipality is. Indoors and outdoors
are alike, because the road is outdoors: but nobody stays at home for the danger of forest fire.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from events.choices import Category
from events.models import Occurrence, WeatherWarning
from events.models.dates import LONGEST
from events.signals import dates_warned
from events.traits import ONLINE

GRAVITY = {WeatherWarning.Colour.ORANGE: 1, WeatherWarning.Colour.RED: 2}
# What it is dangerous to be outdoors in, and not to travel in.
OUTDOORS_ALONE = {"forestFire", "forest-fire"}

# The gravest warning over each date; of two that are alike the one that it has, so that nothing flickers.
# PostgreSQL's `@>` counts the edge of a polygon as inside.
DIFFERENT = """
WITH area AS (
    SELECT warning_id, gravity, is_outdoors, begins_at, ends_at, corners::polygon AS polygon
    FROM unnest(
        %(ids)s::bigint[], %(gravities)s::int[], %(outdoors)s::boolean[],
        %(begin)s::timestamptz[], %(end)s::timestamptz[], %(corners)s::text[]
    ) AS given (warning_id, gravity, is_outdoors, begins_at, ends_at, corners)
), best AS (
    SELECT DISTINCT ON (date.id) date.id, area.warning_id, area.gravity
    FROM events_occurrence AS date
    JOIN organisations_municipality AS town ON town.kommunenummer = date.municipality_id
    LEFT JOIN organisations_venue AS venue ON venue.id = date.venue_id
    LEFT JOIN organisations_place AS post
        ON post.kind = 'postcode' AND post.slug = venue.postcode AND venue.latitude IS NULL
    JOIN area ON date.starts_at < area.ends_at AND date.ends_at > area.begins_at
        AND (date.category = %(outdoor)s OR NOT area.is_outdoors)
        AND area.polygon @> point(
            COALESCE(venue.longitude, post.longitude, town.longitude)::float8,
            COALESCE(venue.latitude, post.latitude, town.latitude)::float8
        )
    WHERE date.is_public AND date.status = %(scheduled)s
        AND date.ends_at > %(now)s AND date.starts_at > %(longest_ago)s AND date.starts_at < %(last)s
        AND (date.venue_id IS NOT NULL OR NOT date.traits @> ARRAY[%(online)s]::varchar[])
    ORDER BY date.id, area.gravity DESC, area.warning_id IS NOT DISTINCT FROM date.warning_id DESC,
        area.begins_at, area.warning_id
), held AS (
    SELECT id FROM events_occurrence WHERE warning_id IS NOT NULL
)
SELECT date.id, best.warning_id, best.gravity, had.colour
FROM best FULL JOIN held ON held.id = best.id
JOIN events_occurrence AS date ON date.id = COALESCE(best.id, held.id)
LEFT JOIN events_weatherwarning AS had ON had.id = date.warning_id
WHERE date.warning_id IS DISTINCT FROM best.warning_id
ORDER BY date.id
FOR UPDATE OF date SKIP LOCKED
"""
WRITE = """
UPDATE events_occurrence AS date SET warning_id = given.warning_id
FROM unnest(%s::bigint[], %s::bigint[]) AS given (id, warning_id)
WHERE date.id = given.id
"""


@transaction.atomic
def match(*, now: datetime) -> list[int]:
    """Give each coming date the gravest warning over it, and take those away that are over. `now` is UTC.

    Returns the dates that had none, or a milder one. A date that somebody is changing is left for the next
    time.
    """
    rows = _different(list(WeatherWarning.objects.in_force(now)), now)
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [[row[0] for row in rows], [row[1] for row in rows]])
    warned = [
        pk
        for pk, warning, gravity, had in rows
        if warning and gravity > GRAVITY.get(had, 0)  # type: ignore[call-overload]
    ]
    if warned:
        dates_warned.send(sender=WeatherWarning, occurrence_ids=warned, now=now)
    return warned


def _different(warnings: list[WeatherWarning], now: datetime) -> list[tuple]:
    """(date, the warning that it should have, its gravity, the colour it had) where something changes."""
    areas = [(warning, area) for warning in warnings for area in warning.areas]
    values: dict[str, Any] = {
        "ids": [warning.pk for warning, _area in areas],
        "gravities": [GRAVITY[WeatherWarning.Colour(warning.colour)] for warning, _area in areas],
        "outdoors": [warning.kind in OUTDOORS_ALONE for warning, _area in areas],
        "begin": [warning.begins_at for warning, _area in areas],
        "end": [warning.ends_at for warning, _area in areas],
        "corners": [_written(area) for _warning, area in areas],
        "outdoor": Category.OUTDOORS,
        "scheduled": Occurrence.Status.SCHEDULED,
        "online": ONLINE,
        "now": now,
        "longest_ago": now - LONGEST,
        "last": max((warning.ends_at for warning in warnings), default=now),
    }
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENT, values)
        return cursor.fetchall()


def _written(area: Iterable[tuple[float, float]]) -> str:
    """A polygon as PostgreSQL reads it: "((12.1,65.9),(12.4,65.9),(12.4,66.1))"."""
    return "(" + ",".join(f"({float(longitude)},{float(latitude)})" for longitude, latitude in area) + ")"
