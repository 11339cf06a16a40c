"""The lists: what is asked becomes a few statements, and what they find the items of a page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import override

from core.clock import local_day, midnight
from core.formats import ONE_EVENING
from core.languages import language_codes
from events import traits
from events.choices import Category
from events.discovery.filters.choices import levels_up_to
from events.exchange.api import cursors, items, statements
from events.exchange.api.problems import ProblemError, wrong
from events.exchange.api.schemas import EventQuery, LanguageQuery, OccurrenceQuery, PageQuery, PlaceQuery
from events.exchange.api.statements import Conditions
from events.exchange.models import PublicChange
from events.models.dates import LONGEST
from organisations.models import Municipality, Organisation, Venue

# As far as dates are made, and as long as calendars show what is over.
AHEAD, BACK = timedelta(days=600), timedelta(days=31)
# Whoever begins to follow by their own clock is told of what was being written then.
BEING_WRITTEN = timedelta(minutes=10)
CLOCKS_DIFFER = timedelta(days=1)
NORWEGIAN = "no"
SAID_OF_VENUES = (
    *("name", "address", "postcode", "place", "latitude", "longitude", "step_free", "hearing_loop"),
    *("municipality__name", "municipality__slug"),
)


@dataclass(frozen=True)
class Answer:
    """The items of one page, and what leads on. `language` is the one that was asked for, as we call it."""

    items: Sequence[Mapping[str, Any]]
    language: str
    next: str | None = None
    updated_until: datetime | None = None


def language_of(text: str) -> str:
    """The language of ours that `text` (BCP 47) names, or its first part. Raises `ProblemError`."""
    codes = {code.lower(): code for code in language_codes()}
    first = text.replace("_", "-").lower().split("-")[0]
    found = codes.get(text.lower()) or codes.get("nb" if first == NORWEGIAN else first)
    if found is None:
        raise wrong("lang", f"We have {', '.join(codes.values())}.")
    return found


def occurrences(asked: OccurrenceQuery, *, now: datetime) -> Answer:
    """Dates in order of start; with `updated_since` what was changed, in order of change."""
    language = language_of(asked.lang)
    conditions = _of_dates(asked)
    if asked.updated_since is not None:
        return _followed(
            PublicChange.Kind.DATE,
            asked,
            language,
            now=now,
            find=lambda keys: {
                str(row.public_id): items.date_item(row, language)
                for row in statements.dates_called(keys, _here(asked, "o", conditions), language=language)
            },
        )
    begin = _within(asked, conditions, now=now), 0
    if asked.cursor:
        start, pk = cursors.decode(asked.cursor, _question(asked), numbers=2)
        after = cursors.moment_of(start), pk
        conditions.add("(o.starts_at, o.id) > (%s, %s)", *after)
        begin = max(begin, after)
    rows = _first_dates(asked, conditions, begin=begin, language=language)
    _known_municipalities(asked, rows)
    return _page(
        asked,
        rows,
        language,
        make=items.date_item,
        key=lambda row: (cursors.microseconds(row.starts_at), row.id),
    )


def events(asked: EventQuery, *, now: datetime) -> Answer:
    """Activities by their numbers, newer ones last."""
    language = language_of(asked.lang)
    conditions = Conditions()
    if asked.category:
        conditions.add("e.category = ANY(%s)", list(asked.category))
    if asked.updated_since is not None:
        return _followed(
            PublicChange.Kind.EVENT,
            asked,
            language,
            now=now,
            find=lambda keys: {
                str(row.id): items.event_item(row, language)
                for row in statements.events_called(
                    keys, _here(asked, "e", conditions), language=language, now=now
                )
            },
        )
    if asked.cursor:
        conditions.add("e.id > %s", *cursors.decode(asked.cursor, _question(asked), numbers=1))
    rows = statements.first_events(
        conditions, municipalities=asked.municipality, language=language, number=asked.limit + 1, now=now
    )
    _known_municipalities(asked, rows)
    return _page(asked, rows, language, make=items.event_item, key=lambda row: (row.id,))


def organisations(asked: PlaceQuery, *, now: datetime) -> Answer:
    """Organisations that lists show, by their numbers."""
    rows = Organisation.objects.listed().select_related("municipality").prefetch_related("texts")
    return _of_rows(PublicChange.Kind.ORGANISATION, rows, asked, make=organisation_item, now=now)


def venues(asked: PlaceQuery, *, now: datetime) -> Answer:
    """Places where people meet, by their numbers."""
    rows = Venue.objects.standing().select_related("municipality").only(*SAID_OF_VENUES)
    return _of_rows(PublicChange.Kind.VENUE, rows, asked, make=venue_item, now=now)


def municipalities(asked: PageQuery) -> Answer:
    """Those that take part, by their numbers."""
    language = language_of(asked.lang)
    rows = Municipality.objects.active().select_related("county").order_by("kommunenummer")
    if asked.cursor:
        (after,) = cursors.decode(asked.cursor, _question(asked), numbers=1)
        rows = rows.filter(kommunenummer__gt=f"{after:04d}")
    found = list(rows[: asked.limit + 1])
    return _page(asked, found, language, make=municipality_item, key=lambda row: (int(row.pk),))


def categories(asked: LanguageQuery) -> Answer:
    """Every kind of activity, in the order of the choices."""
    language = language_of(asked.lang)
    with override(language):
        found = [
            {"id": value, "label": str(label), "language": language} for value, label in Category.choices
        ]
    return Answer(found, language)


def occurrence(public_id: str, asked: LanguageQuery) -> Answer:
    """One date. Raises `ProblemError` for one that is not shown."""
    language = language_of(asked.lang)
    rows = statements.dates_called([public_id], Conditions(), language=language)
    return _one([items.date_item(row, language) for row in rows], language)


def event(pk: int, asked: LanguageQuery, *, now: datetime) -> Answer:
    """One activity. Raises `ProblemError` for one that is not shown."""
    language = language_of(asked.lang)
    rows = statements.events_called([str(pk)], Conditions(), language=language, now=now)
    return _one([items.event_item(row, language) for row in rows], language)


def organisation_item(row: Organisation, language: str) -> Mapping[str, Any]:
    with override(language):
        about = row.about_said
    return {
        "id": row.pk,
        "url": items.page_in(language, "organisation_page", row.municipality.slug, row.slug),
        "name": row.name,
        "kind": row.kind,
        "orgnr": row.orgnr or None,
        "website": row.website or None,
        "about": about.words if about else "",
        "language": about.language if about else None,
        "municipality": {"number": row.municipality_id, "name": row.municipality.name},
        "gone": False,
    }


def venue_item(row: Venue, language: str) -> Mapping[str, Any]:
    return {
        "id": row.pk,
        "url": items.page_in(language, "venue_page", row.municipality.slug, row.pk),
        "name": row.name,
        "address": row.address_line,
        "postcode": row.postcode,
        "place": row.place,
        **items.position(row.latitude, row.longitude),
        "step_free": row.step_free,
        "hearing_loop": row.hearing_loop,
        "municipality": {"number": row.municipality_id, "name": row.municipality.name},
        "gone": False,
    }


def municipality_item(row: Municipality, language: str) -> Mapping[str, Any]:
    return {
        "number": row.pk,
        "name": row.name,
        "url": items.page_in(language, "wagtail_serve", f"{row.slug}/"),
        "county": {"number": row.county.fylkesnummer, "name": row.county.name},
        **items.position(row.latitude, row.longitude),
    }


def _first_dates(
    asked: OccurrenceQuery, conditions: Conditions, *, begin: tuple[datetime, int], language: str
) -> Sequence[Any]:
    """Those of a page, and one more where there is another. Two statements at the most."""
    number = asked.limit + 1
    if asked.municipality:
        return statements.first_dates(
            conditions, municipalities=asked.municipality, language=language, number=number
        )
    if asked.event is None and asked.organisation is None and asked.venue is None:
        rows = statements.soonest_dates(conditions, begin=begin, language=language, number=number)
        if len(rows) == number:
            return rows
    return statements.rare_dates(conditions, language=language, number=number)


def _of_dates(asked: OccurrenceQuery) -> Conditions:
    conditions = Conditions()
    if asked.category:
        conditions.add("o.category = ANY(%s)", list(asked.category))
    if asked.only:
        conditions.add("o.traits @> %s::varchar[]", list(asked.only))
    for name in ("event", "organisation", "venue"):
        if getattr(asked, name) is not None:
            conditions.add(f"o.{name}_id = %s", getattr(asked, name))
    if asked.language:
        conditions.add("o.traits && %s::varchar[]", [traits.LANGUAGE + code for code in asked.language])
    if asked.level:
        wanted = [traits.LEVEL + level for level in levels_up_to(asked.level)]
        conditions.add("o.traits && %s::varchar[]", wanted)
    return conditions


def _within(asked: OccurrenceQuery, conditions: Conditions, *, now: datetime) -> datetime:
    """On the days that were asked for, as `on_days` has it; without any, what has not ended.

    Returns from when on it does not matter how long something lasts.
    """
    today = local_day(now)
    for name, day in (("from", asked.from_), ("to", asked.to)):
        if day is not None and not today - BACK <= day <= today + AHEAD:
            raise wrong(name, f"A day from {today - BACK} to {today + AHEAD}.")
    if asked.from_ and asked.to and asked.from_ > asked.to:
        raise wrong("from", "It is after `to`.")
    began = now
    if asked.from_ is None:
        conditions.add("o.starts_at > %s AND o.ends_at > %s", now - LONGEST, now)
    else:
        began = midnight(asked.from_)
        conditions.add(
            "o.starts_at > %s AND (o.starts_at >= %s OR (o.ends_at > %s AND o.ends_at >= o.starts_at + %s))",
            *(began - LONGEST, began, began, ONE_EVENING),
        )
    if asked.to is not None:
        conditions.add("o.starts_at < %s", midnight(asked.to + timedelta(days=1)))
    return began


def _of_rows(
    kind: str, rows: Any, asked: PlaceQuery, *, make: Callable[[Any, str], Mapping[str, Any]], now: datetime
) -> Answer:
    language = language_of(asked.lang)
    shown = rows.filter(municipality__is_active=True).order_by("pk")
    if asked.municipality:
        shown = shown.filter(municipality__in=asked.municipality)
    if asked.updated_since is not None:
        return _followed(
            kind,
            asked,
            language,
            now=now,
            find=lambda keys: {str(row.pk): make(row, language) for row in shown.filter(pk__in=keys)},
        )
    if asked.cursor:
        (after,) = cursors.decode(asked.cursor, _question(asked), numbers=1)
        shown = shown.filter(Q(pk__gt=after))
    found = list(shown[: asked.limit + 1])
    _known_municipalities(asked, found)
    return _page(asked, found, language, make=make, key=lambda row: (row.pk,))


def _followed(
    kind: str,
    asked: PlaceQuery,
    language: str,
    *,
    now: datetime,
    find: Callable[[list[str]], Mapping[str, Mapping[str, Any]]],
) -> Answer:
    """What was changed since then: as it is now, or that it is gone. Three statements at the most.

    What is written by now is asked first, and holds for all pages of a question: whoever asks again from then
    on misses nothing, however long they read and however long something took to be written.
    """
    assert asked.updated_since is not None
    beside = sorted(str(type(asked).model_fields[name].alias or name) for name in asked.model_fields_set)
    if others := [name for name in beside if name not in asked.followed_by]:
        raise wrong(others[0], "It does not go with `updated_since`.")
    if asked.updated_since > now + CLOCKS_DIFFER:
        raise wrong("updated_since", "It is yet to come.")
    if asked.updated_since < now - PublicChange.KEPT:
        raise ProblemError(
            410,
            f"What was changed is known for {PublicChange.KEPT.days} days. Begin anew: read the whole list.",
        )
    conditions = Conditions()
    if asked.cursor:
        at, pk, until = cursors.decode(asked.cursor, _question(asked), numbers=3)
        conditions.add("(o.at, o.id) > (%s, %s)", cursors.moment_of(at), pk)
    else:
        until = cursors.microseconds(statements.written_until())
        conditions.add("o.at >= %s", asked.updated_since - BEING_WRITTEN)
    rows = statements.first_changes(
        kind, conditions, municipalities=asked.municipality, number=asked.limit + 1
    )
    _known_municipalities(asked, rows)
    changes = rows[: asked.limit]
    found = find(list(dict.fromkeys(row.key for row in changes))) if changes else {}
    # Of what was changed twice the last one says when.
    last = {row.key: row.at for row in changes}
    is_number = kind != PublicChange.Kind.DATE
    shown = [
        found.get(key) or items.gone_item(int(key) if is_number else key, at) for key, at in last.items()
    ]
    leads_on = _next(asked, rows, key=lambda row: (cursors.microseconds(row.at), row.id, until))
    return Answer(shown, language, leads_on, updated_until=cursors.moment_of(until))


def _here(asked: PlaceQuery, table: str, conditions: Conditions) -> Conditions:
    if asked.municipality:
        conditions.add(f"{table}.municipality_id = ANY(%s)", list(asked.municipality))
    return conditions


def _known_municipalities(asked: PlaceQuery, rows: Sequence[Any]) -> None:
    """Where nothing was found: whether there are such municipalities. Raises `ProblemError`."""
    if rows or not asked.municipality or asked.cursor:
        return
    wanted = dict.fromkeys(asked.municipality)
    there = Municipality.objects.filter(pk__in=wanted)
    if asked.updated_since is None:
        there = there.filter(is_active=True)
    known = set(there.values_list("pk", flat=True))
    if unknown := [number for number in wanted if number not in known]:
        raise wrong("municipality", f"No municipality with the number {unknown[0]} takes part.")


def _page(
    asked: PageQuery,
    rows: Sequence[Any],
    language: str,
    *,
    make: Callable[[Any, str], Mapping[str, Any]],
    key: Callable[[Any], tuple[int, ...]],
) -> Answer:
    shown = [make(row, language) for row in rows[: asked.limit]]
    return Answer(shown, language, _next(asked, rows, key=key))


def _next(asked: PageQuery, rows: Sequence[Any], *, key: Callable[[Any], tuple[int, ...]]) -> str | None:
    if len(rows) <= asked.limit:
        return None
    return cursors.encode(_question(asked), *key(rows[asked.limit - 1]))


def _question(asked: PageQuery) -> str:
    """All that was asked but where, how much and in which language."""
    said = asked.model_dump_json(exclude={"cursor", "limit", "lang"}, exclude_defaults=True)
    return f"{type(asked).__name__} {said}"


def _one(found: Iterable[Mapping[str, Any]], language: str) -> Answer:
    shown = list(found)
    if not shown:
        raise ProblemError(404, "There is no such thing, or it is not shown any longer.")
    return Answer(shown, language)
