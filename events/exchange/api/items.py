"""Rows as the items of an answer."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from core.clock import NORWAY
from core.formats import is_all_day
from core.mail.letter import absolute
from events.choices import Category
from events.exchange.api.statements import FACTS
from events.exchange.calendar import NOBODYS
from events.facts import facts_of, paragraph
from events.models import Event
from organisations.models import Organisation, Venue

# Sentences of so many activities are kept in each process: they say the same to whoever asks.
SENTENCES_KEPT = 20_000
# A number for rows that are never looked up.
ANY = 1


def date_item(row: Any, language: str) -> dict[str, Any]:
    label = kind_label(row.category, language)
    return {
        "id": row.public_id,
        "url": date_page(row.slug, language).replace(NOBODYS, str(row.public_id)),
        "event": row.event_id,
        # Where nobody has written a title, the kind stands for it, as on a card.
        "title": row.title or label,
        "language": row.language or language,
        "starts_at": in_norway(row.starts_at),
        "ends_at": in_norway(row.ends_at),
        "all_day": is_all_day(row.starts_at, row.ends_at),
        "status": row.status,
        **_said(row, label, language),
        "updated_at": in_utc(row.changed_at),
        "gone": False,
    }


def event_item(row: Any, language: str) -> dict[str, Any]:
    label = kind_label(row.category, language)
    page = row.public_id and date_page(row.slug, language).replace(NOBODYS, str(row.public_id))
    return {
        "id": row.id,
        "url": page,
        "title": row.title or label,
        "description": row.description or "",
        "language": row.language or language,
        "languages": row.languages,
        "next": row.starts_at and in_norway(row.starts_at),
        **_said(row, label, language),
        "updated_at": in_utc(row.updated_at),
        "gone": False,
    }


def _said(row: Any, label: str, language: str) -> dict[str, Any]:
    return {
        "venue": _venue(row),
        "online": row.online,
        "municipality": {"number": row.kommunenummer, "name": row.municipality},
        "organisation": {"id": row.organisation, "name": row.organisation_name},
        "categories": [{"id": row.category, "label": label}] if row.category else [],
        "sentence": _sentence(row, language),
    }


def _venue(row: Any) -> dict[str, Any] | None:
    if row.venue is None:
        return None
    return {
        "id": row.venue,
        "name": row.venue_name,
        "address": address_line(row.address, row.postcode, row.place),
        **position(row.latitude, row.longitude),
    }


def address_line(address: str, postcode: str, place: str) -> str:
    return ", ".join(part for part in (address, f"{postcode} {place}".strip()) if part)


def position(latitude: Any, longitude: Any) -> dict[str, float | None]:
    is_known = latitude is not None and longitude is not None
    return {
        "latitude": float(latitude) if is_known else None,
        "longitude": float(longitude) if is_known else None,
    }


def gone_item(key: str | int, at: datetime) -> dict[str, Any]:
    return {"id": key, "gone": True, "updated_at": in_utc(at)}


def _sentence(row: Any, language: str) -> str:
    access = None if row.venue is None else (row.step_free, row.hearing_loop)
    # The facts stand last in every row, and lists last among them.
    *facts, spoken, interpreted = row[-len(FACTS) :]
    said = (*facts, tuple(spoken), tuple(interpreted))
    return _in_sentences(language, row.online, access, tuple(row.partners), said)


@lru_cache(maxsize=SENTENCES_KEPT)
def _in_sentences(
    language: str,
    online: bool,
    access: tuple[str, str] | None,
    partners: tuple[str, ...],
    said: tuple[Any, ...],
) -> str:
    """The facts in whole sentences, as the page of a date has them. Nothing is asked of the database."""
    event = Event(**dict(zip(FACTS, said, strict=True)), online_url="https://" if online else "")
    if access is not None:
        step_free, hearing_loop = access
        event.venue = Venue(pk=ANY, step_free=step_free, hearing_loop=hearing_loop)
    event.pk = ANY
    event._prefetched_objects_cache = {"co_organisers": [Organisation(name=name) for name in partners]}
    with override(language):
        return paragraph(facts_of(event))


@lru_cache(maxsize=1000)
def kind_label(category: str, language: str) -> str:
    with override(language):
        return str(Category(category).label) if category else ""


@lru_cache(maxsize=4000)
def date_page(municipality: str, language: str) -> str:
    """The full address of a date's page, with `NOBODYS` in the place of the date."""
    with override(language):
        return absolute(reverse("event_detail", args=[municipality, NOBODYS]))


@lru_cache(maxsize=SENTENCES_KEPT)
def page_in(language: str, name: str, *args: Any) -> str:
    """The full address of another page in `language`."""
    with override(language):
        return absolute(reverse(name, args=args))


def in_norway(moment: datetime) -> str:
    """On the clock there, with its offset from UTC."""
    return moment.astimezone(NORWAY).isoformat()


def in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


ItemMaker = Callable[[Any, str], Mapping[str, Any]]
