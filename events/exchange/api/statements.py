"""The statements behind the lists: narrow, flat, and in the order of an index.

Of each municipality the first rows are taken, and of those the first: however many dates there are in the
country, no more are looked at than a page has, times the municipalities. What is shown is `listed`
(`OccurrenceQuerySet.listed`) where the municipality takes part.
"""

from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from core.formats import ONE_EVENING
from core.languages import fallback_chain
from core.planned import planned

LISTED = "o.is_public AND NOT o.is_silent"
_ACTIVE = "o.municipality_id IN (SELECT kommunenummer FROM organisations_municipality WHERE is_active)"
# `ONE_EVENING`, as the index of what takes so long has it.
_LONG = f"interval '{ONE_EVENING.total_seconds():.0f} seconds'"
# What is not found so often among so many is rare.
LOOKED_AT = 3000


@dataclass
class Conditions:
    """What a row has to be, and the values for it. No text of whoever asks stands in `parts`."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, part: str, *values: Any) -> None:
        self.parts.append(part)
        self.values += values

    def __str__(self) -> str:
        return " AND ".join(self.parts) or "true"


FACTS = (
    *("audience", "age_from", "age_to", "women_only", "open_to_all", "price_nok", "price_support"),
    *("admission", "signup_for", "capacity", "goes_from", "level", "children_welcome", "childcare", "food"),
    *("equipment_to_borrow", "transport_offered", "grade", "distance_km", "ascent_m", "pace", "category"),
    # Lists: the last two.
    *("spoken_languages", "interpreter_languages"),
)
_FACTS = ", ".join(f"e.{name}" for name in FACTS)
# What a date and an activity have in common; `e`, `m`, `r` and `v` are joined in both.
_SAID = f"""
    e.online_url <> '' AS online, m.kommunenummer, m.name AS municipality, m.slug,
    r.id AS organisation, r.name AS organisation_name,
    v.id AS venue, v.name AS venue_name, v.address, v.postcode, v.place, v.latitude, v.longitude,
    v.step_free, v.hearing_loop,
    ARRAY(
        SELECT p.name FROM events_event_co_organisers c
        JOIN organisations_organisation p ON p.id = c.organisation_id WHERE c.event_id = e.id ORDER BY p.id
    ) AS partners,
    {_FACTS}"""  # noqa: S608  names of ours

_DATES = f"""
SELECT o.id, o.public_id, o.event_id, o.starts_at, o.ends_at, o.status, o.changed_at,
    t.language, t.title, {_SAID}
FROM events_occurrence o
JOIN organisations_municipality m ON m.kommunenummer = o.municipality_id AND m.is_active
JOIN events_event e ON e.id = o.event_id
JOIN organisations_organisation r ON r.id = o.organisation_id
LEFT JOIN organisations_venue v ON v.id = o.venue_id
LEFT JOIN LATERAL (
    SELECT x.language, x.title FROM events_eventtext x WHERE x.event_id = e.id
    ORDER BY array_position(%s::text[], x.language::text), x.id LIMIT 1
) t ON true
"""  # noqa: S608  names of ours
_EVENTS = f"""
SELECT e.id, e.updated_at, t.language, t.title, t.description,
    ARRAY(SELECT y.language FROM events_eventtext y WHERE y.event_id = e.id ORDER BY y.id) AS languages,
    n.starts_at, n.public_id, {_SAID}
FROM events_event e
JOIN organisations_municipality m ON m.kommunenummer = e.municipality_id AND m.is_active
JOIN organisations_organisation r ON r.id = e.organisation_id
LEFT JOIN organisations_venue v ON v.id = e.venue_id
LEFT JOIN LATERAL (
    SELECT x.language, x.title, x.description FROM events_eventtext x WHERE x.event_id = e.id
    ORDER BY array_position(%s::text[], x.language::text), x.id LIMIT 1
) t ON true
LEFT JOIN LATERAL (
    SELECT o.starts_at, o.public_id FROM events_occurrence o
    WHERE o.event_id = e.id AND {LISTED} AND o.starts_at > %s::timestamptz - interval '31 days'
        AND o.ends_at > %s ORDER BY o.starts_at, o.id LIMIT 1
) n ON true
"""  # noqa: S608  names of ours
# An activity is shown while a date of it is.
_SHOWN = f"e.live AND EXISTS (SELECT FROM events_occurrence o WHERE o.event_id = e.id AND {LISTED})"


def first_dates(
    conditions: Conditions, *, municipalities: Sequence[str], language: str, number: int
) -> list[Any]:
    """The first `number` dates that are `conditions` (of `o`), in order of start."""
    keys = _first(
        "events_occurrence o",
        ("o.starts_at", "o.id"),
        "municipality_id",
        f"{LISTED} AND {conditions}",
        among=municipalities,
        only_active=True,
    )
    sql = f"{_DATES} JOIN ({keys}) k ON k.id = o.id ORDER BY o.starts_at, o.id"
    return _rows(sql, [fallback_chain(language), *conditions.values, number, *_among(municipalities), number])


def soonest_dates(
    conditions: Conditions, *, begin: tuple[datetime, int], language: str, number: int
) -> list[Any]:
    """The same of the whole country, as far as there are so many among the next `LOOKED_AT`; else fewer.

    What starts after `begin` (a moment and a number) is read in order of start. Of what began before it and
    goes on, all has begun shortly before, or is of the few that take long.
    """
    begun = f"{LISTED} AND {_ACTIVE} AND (o.starts_at, o.id) <= (%s, %s) AND {conditions}"
    keys = f"""
    SELECT k.id FROM (
        (SELECT o.starts_at, o.id FROM events_occurrence o
        WHERE o.starts_at > %s AND o.ends_at - o.starts_at < {_LONG} AND {begun}
        ORDER BY o.starts_at, o.id LIMIT {number:d})
        UNION ALL
        (SELECT o.starts_at, o.id FROM events_occurrence o
        WHERE o.ends_at - o.starts_at >= {_LONG} AND {begun} ORDER BY o.starts_at, o.id LIMIT {number:d})
        UNION ALL
        (SELECT o.starts_at, o.id FROM (
            SELECT o.starts_at, o.ends_at, o.id, o.municipality_id, o.category, o.traits
            FROM events_occurrence o WHERE {LISTED} AND (o.starts_at, o.id) > (%s, %s)
            ORDER BY o.starts_at, o.id LIMIT {LOOKED_AT}
        ) o WHERE {_ACTIVE} AND {conditions} ORDER BY o.starts_at, o.id LIMIT {number:d})
    ) k ORDER BY k.starts_at, k.id LIMIT {number:d}
    """  # noqa: S608  every value is a parameter
    sql = f"{_DATES} JOIN ({keys}) k ON k.id = o.id ORDER BY o.starts_at, o.id"
    part = [*begin, *conditions.values]
    return _rows(sql, [fallback_chain(language), begin[0] - ONE_EVENING, *part, *part, *part])


def rare_dates(conditions: Conditions, *, language: str, number: int) -> list[Any]:
    """The same of what there is little of: all of it is found by what it is, and put in order then."""
    keys = f"""
    SELECT o.id FROM events_occurrence o WHERE {LISTED} AND {_ACTIVE} AND {conditions}
    ORDER BY o.starts_at + interval '0', o.id LIMIT %s
    """  # noqa: S608  every value is a parameter
    sql = f"{_DATES} JOIN ({keys}) k ON k.id = o.id ORDER BY o.starts_at, o.id"
    return _rows(sql, [fallback_chain(language), *conditions.values, number])


def dates_called(keys: Sequence[str], conditions: Conditions, *, language: str) -> list[Any]:
    """Those of the dates with these public ids that are shown, and `conditions`."""
    sql = f"{_DATES} WHERE {LISTED} AND o.public_id = ANY(%s::uuid[]) AND {conditions}"
    return _rows(sql, [fallback_chain(language), list(keys), *conditions.values])


def first_events(
    conditions: Conditions, *, municipalities: Sequence[str], language: str, number: int, now: Any
) -> list[Any]:
    """The first `number` activities that are `conditions` (of `e`), by their numbers."""
    if municipalities:
        conditions.add("e.municipality_id = ANY(%s)", list(municipalities))
    sql = f"{_EVENTS} WHERE {_SHOWN} AND {conditions} ORDER BY e.id LIMIT %s"
    return _rows(sql, [fallback_chain(language), now, now, *conditions.values, number])


def events_called(keys: Sequence[str], conditions: Conditions, *, language: str, now: Any) -> list[Any]:
    sql = f"{_EVENTS} WHERE {_SHOWN} AND e.id = ANY(%s::bigint[]) AND {conditions}"
    return _rows(sql, [fallback_chain(language), now, now, list(keys), *conditions.values])


def first_changes(
    kind: str, conditions: Conditions, *, municipalities: Sequence[str], number: int
) -> list[Any]:
    """The first `number` changes that are `conditions` (of `o`), by when they were: rows of (key, at, id).

    Also where a municipality takes part no longer: what was there is gone.
    """
    keys = _first(
        "exchange_publicchange o",
        ("o.at", "o.id"),
        "municipality",
        f"o.kind = %s AND {conditions}",
        among=municipalities,
        only_active=False,
    )
    sql = f"""
    SELECT c.key, c.at, c.id FROM exchange_publicchange c JOIN ({keys}) k ON k.id = c.id ORDER BY c.at, c.id
    """  # noqa: S608  every value is a parameter
    return _rows(sql, [kind, *conditions.values, number, *_among(municipalities), number])


def written_until() -> datetime:
    """Every change until then is written: what is noted by transactions that are not over came later.

    It is asked before the changes are: what ends in between is found among them.
    """
    (row,) = _rows(
        """
        SELECT least(clock_timestamp(), min(xact_start)) AS moment FROM pg_stat_activity
        WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
        """,
        [],
    )
    moment: datetime = row.moment
    return moment


def _among(municipalities: Sequence[str]) -> list[list[str]]:
    return [list(municipalities)] if municipalities else []


def _first(
    table: str,
    order: Sequence[str],
    municipality: str,
    condition: str,
    *,
    among: Sequence[str],
    only_active: bool,
) -> str:
    """The ids of the first rows of `table` (`o`), out of the first ones of each municipality.

    Values: those of `condition`, how many, the municipalities if there are any, and how many again.
    """
    where = [*(["m.is_active"] if only_active else []), *(["m.kommunenummer = ANY(%s)"] if among else [])]
    moment, number = order
    return f"""
    SELECT l.id FROM organisations_municipality m CROSS JOIN LATERAL (
        SELECT {moment} AS moment, {number} AS id FROM {table}
        WHERE o.{municipality} = m.kommunenummer AND {condition}
        ORDER BY {moment}, {number} LIMIT %s
    ) l WHERE {" AND ".join(where) or "true"} ORDER BY l.moment, l.id LIMIT %s
    """  # noqa: S608  every value is a parameter


def _rows(sql: str, values: Sequence[Any]) -> list[Any]:
    found = planned(sql, values)
    kind = _row_kind(tuple(found.columns))
    return [kind._make(row) for row in found.rows]


@cache
def _row_kind(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)
