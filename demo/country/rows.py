"""What there is most of, made in the database itself: words, dates, sign-ups, the log."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Model

from core.clock import NORWAY
from demo.country.activities import Made
from demo.country.bulk import bare, copy_in
from demo.country.words import all_texts
from events.dates.rule import SLOT_FORMAT
from events.models import EventText, LogEntry, Occurrence
from events.signups.models import Signup
from events.traits import traits_of

DATES_AT_ONCE = 100_000
# Of a thousand dates so many are called off, put off, or have a note of their own.
CANCELLED, POSTPONED, NOTED = 20, 23, 40
SIGNED_UP_AHEAD = timedelta(days=60)
TEXTS = ("category text", "variant int", "language text", "title text", "description text")
OFFERS = (
    *("number int", "event_id bigint", "series_id bigint", "organisation_id bigint", "municipality_id text"),
    *(
        "venue_id bigint",
        "category text",
        "traits text[]",
        "is_public bool",
        "state text",
        "made_at timestamptz",
    ),
    *("first_start timestamp", "duration interval", "weeks int", "dates int", "upto int"),
    *("admission text", "capacity int", "languages text[]", "variant int"),
)
# PostgreSQL's own name for the form of a slot.
SLOT = 'YYYYMMDD"T"HH24MISS'
assert SLOT_FORMAT == "%Y%m%dT%H%M%S"


def lay_out(made: Sequence[Made], now: datetime) -> None:
    """Two temporary tables that the rest is made from: `load_texts` and `load_offers`."""
    copy_in(
        "load_texts",
        TEXTS,
        ((each.category, each.variant, each.language, each.title, each.description) for each in all_texts()),
    )
    upto, rows = 0, []
    for number, each in enumerate(made):
        upto += each.offer.dates
        rows.append(_row(number, each, upto, now))
    copy_in("load_offers", OFFERS, rows)


def _row(number: int, made: Made, upto: int, now: datetime) -> tuple[object, ...]:
    event, offer = made.event, made.offer
    return (
        *(number, event.pk, made.series.pk, event.organisation_id, event.municipality_id, event.venue_id),
        *(offer.category.value, traits_of(event, event.venue), event.live, str(event.state)),
        event.first_published_at or event.waiting_since or now,
        datetime.combine(offer.first_date, offer.start_time),
        *(offer.duration, offer.weeks, offer.dates, upto),
        *(str(event.admission), event.capacity, made.languages, made.variant),
    )


def make_texts() -> int:
    """The source and its translations. Of three translations one was made by a machine, and one is behind."""
    return _insert(
        EventText,
        """SELECT o.event_id, said.language,
            CASE WHEN said.place = 1 THEN 'source'
                ELSE (ARRAY['human', 'machine', 'human', 'outdated'])[1 + (o.number + said.place) % 4] END,
            t.title, t.description
        FROM load_offers o
        CROSS JOIN unnest(o.languages) WITH ORDINALITY AS said (language, place)
        JOIN load_texts t USING (category, variant)
        WHERE t.language = said.language ORDER BY o.number, said.place""",
        "event_id, language, state, title, description",
    )


def make_dates(*, seed: int, now: datetime, say: Callable[[str], None]) -> int:
    """Those that the rules give, as `events.dates.making` makes them; some are called off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(upto) FROM load_offers")
        total = cursor.fetchone()[0]
    made = 0
    with bare(Occurrence._meta.db_table):
        for since in range(0, total, DATES_AT_ONCE):
            made += _insert(
                Occurrence,
                DATES,
                DATE_COLUMNS,
                seed=seed,
                now=now,
                zone=NORWAY.key,
                slot=SLOT,
                since=since,
                until=since + DATES_AT_ONCE,
                cancelled=CANCELLED,
                postponed=POSTPONED,
                noted=NOTED,
            )
            say(f"{made:,} of {total:,} dates")
        say("indexes of the dates")
    return made


DATE_COLUMNS = """public_id, changed_at, series_id, original_slot, starts_at, ends_at, status, is_edited, note,
    cause, event_id, organisation_id, municipality_id, venue_id, category, traits, is_public, was_public"""
DATES = """
    SELECT md5(concat_ws(' ', %(seed)s, 'date', o.number, step))::uuid, o.made_at,
        o.series_id, to_char(local, %(slot)s), local AT TIME ZONE %(zone)s,
        (local + o.duration) AT TIME ZONE %(zone)s,
        CASE WHEN drawn < %(cancelled)s THEN 'cancelled'
            WHEN drawn < %(postponed)s THEN 'postponed' ELSE 'scheduled' END,
        drawn < %(postponed)s,
        CASE WHEN drawn BETWEEN %(postponed)s AND %(noted)s THEN 'Denne gangen begynner vi ute.' ELSE '' END,
        CASE WHEN drawn < %(cancelled)s THEN 'illness' ELSE '' END,
        o.event_id, o.organisation_id, o.municipality_id, o.venue_id, o.category, o.traits,
        o.is_public, o.is_public
    FROM load_offers o
    CROSS JOIN generate_series(0, o.dates - 1) AS step
    CROSS JOIN LATERAL (SELECT o.first_start + step * o.weeks * interval '7 days') AS wall (local)
    CROSS JOIN LATERAL (
        SELECT abs(hashint8extended(o.number * 1000::bigint + step, %(seed)s) %% 1000)
    ) AS chance (drawn)
    WHERE o.upto > %(since)s AND o.upto <= %(until)s
    ORDER BY o.number, step"""


def make_signups(*, seed: int, now: datetime) -> int:
    """Parties at dates of the next weeks, and at those that are just over; some dates are full."""
    with bare(Signup._meta.db_table):
        return _insert(
            Signup,
            SIGNUPS,
            SIGNUP_COLUMNS,
            seed=seed,
            now=now,
            kept=timedelta(days=settings.SIGNUP_RETENTION_DAYS),
            until=now + SIGNED_UP_AHEAD,
        )


SIGNUP_COLUMNS = """public_id, booking, occurrence_id, status, name, email, phone, language, adults, children_0_5,
    children_6_12, youth_13_17, created_at, firm_since, mail_left_at, expires_at"""
SIGNUPS = """
    SELECT md5(concat_ws(' ', %(seed)s, 'party', d.public_id, party))::uuid,
        md5(concat_ws(' ', %(seed)s, 'booking', d.public_id, party))::uuid,
        d.id, 'confirmed',
        (ARRAY['Olena', 'Amal', 'Jonas', 'Marta', 'Yusuf', 'Ida', 'Petro', 'Rosa'])[1 + party %% 8] || ' Eksempel',
        concat('p', party, '-', d.id, '@load.example'), '',
        (ARRAY['uk', 'ar', 'nb', 'en', 'ar', 'nn', 'uk', 'en'])[1 + party %% 8],
        1, 0, CASE WHEN o.capacity >= 3 * parties AND party %% 3 = 0 THEN 2 ELSE 0 END, 0,
        least(d.starts_at - interval '3 days', %(now)s) - party * interval '5 hours',
        least(d.starts_at - interval '3 days', %(now)s) - party * interval '5 hours',
        least(d.starts_at - interval '3 days', %(now)s) - party * interval '5 hours',
        d.ends_at + %(kept)s
    FROM events_occurrence d
    JOIN load_offers o ON o.series_id = d.series_id AND o.admission = 'sign_up' AND o.is_public
    CROSS JOIN LATERAL (
        SELECT least(o.capacity, 1 + abs(hashtextextended(d.public_id::text, %(seed)s) %% 9))
    ) AS asked (parties)
    CROSS JOIN generate_series(1, asked.parties) AS party
    WHERE d.status = 'scheduled' AND d.starts_at < %(until)s AND d.ends_at + %(kept)s > %(now)s
    ORDER BY d.id, party"""


def make_log() -> int:
    """Who made each activity, and that it was handed in or published."""
    return _insert(
        LogEntry,
        """SELECT o.event_id, o.made_at, m.user_id, '', said.what, '{}', '{}', ''
        FROM load_offers o
        JOIN organisations_membership m USING (organisation_id)
        CROSS JOIN LATERAL (
            VALUES ('created', 1),
                (CASE o.state WHEN 'published' THEN 'published' WHEN 'waiting' THEN 'handed_in' END, 2)
        ) AS said (what, place)
        WHERE said.what IS NOT NULL ORDER BY o.number, said.place""",
        "event_id, at, user_id, acting_as, what, before, after, why",
    )


def _insert(model: type[Model], select: str, columns: str, **values: Any) -> int:
    with connection.cursor() as cursor:
        # Both are written above; what varies is passed as values.
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({columns}) {select}", values or None)
        return cursor.rowcount
