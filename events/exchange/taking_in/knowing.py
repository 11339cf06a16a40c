"""How what a source gives is known again: by (source, UID, RECURRENCE-ID), else by a fingerprint.

What the source said last and what became of it here are kept as digests: a field that the source changes is
taken over, unless it says something else here by now.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from core.clock import NORWAY
from events.dates.plan import plan_of
from events.exchange.candidates import Candidate
from events.exchange.models import Source, TakenIn
from events.exchange.taking_in.planning import NOT_TAKING_PLACE
from events.models import Event, Occurrence
from organisations.naming import search_form

# The fields of `Event` that a source may say something of.
FACTS = (
    "category",
    "price_nok",
    "cost_note",
    "audience",
    "age_from",
    "age_to",
    "women_only",
    "capacity",
    "admission",
    "spoken_languages",
    "interpreter_languages",
)
WORDS = ("title", "description")
PLACE = "place"
WHEN = "when"


def digest(value: object) -> str:
    text = "" if value in (None, "", [], False) else str(value)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def slot_of(candidate: Candidate) -> str:
    """Its local time, which an hour of summer time does not change; else the words that say when."""
    if candidate.plan is None and candidate.starts_at and candidate.ends_at:
        ends = candidate.ends_at.astimezone(NORWAY)
        return f"{candidate.starts_at.astimezone(NORWAY):%Y%m%dT%H%M}/{ends:%Y%m%dT%H%M}"
    return search_form(candidate.rule)


def fingerprint_of(candidate: Candidate) -> str:
    slot = slot_of(candidate).split("/")[0]
    said = "|".join((search_form(candidate.title), search_form(candidate.place), slot))
    return hashlib.sha256(said.encode()).hexdigest()


def said_by(candidate: Candidate) -> dict[str, str]:
    """Digests of what a source says, before anybody corrects it."""
    said = {
        "title": candidate.title,
        "description": candidate.description,
        PLACE: search_form(candidate.place) or candidate.online_url,
        WHEN: slot_of(candidate),
        "cancelled": candidate.cancelled or candidate.proposal in NOT_TAKING_PLACE,
        **{name: candidate.facts.get(name) for name in FACTS},
    }
    return {name: digest(value) for name, value in said.items()}


def stands_here(event: Event) -> dict[str, str]:
    """The same fields as the newest version of the activity says them now."""
    newest = event.get_latest_revision_as_object()
    text = newest.source_text or newest.text_for()
    series = event.series.order_by("-pk").first()
    said: dict[str, Any] = {
        "title": text.title if text else "",
        "description": text.description if text else "",
        PLACE: newest.venue_id or newest.online_url,
        WHEN: repr(plan_of(series) or series.recurrence) if series else "",
        **{name: getattr(newest, name) for name in FACTS},
    }
    return {name: digest(value) for name, value in said.items()}


class Known:
    """What was taken in of a source. Files of one organisation are one: a list soon has another name."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.rows = list(self._all().select_related("event__organisation", "occurrence"))
        self.by_uid = {(row.uid, row.recurrence_id): row for row in self.rows if row.uid}
        self.by_fingerprint = {row.fingerprint: row for row in self.rows}
        self.found: dict[int, TakenIn] = {}

    def _all(self) -> QuerySet[TakenIn]:
        if self.source.kind == Source.Kind.FILE:
            organisation = self.source.organisation_id
            return TakenIn.objects.filter(source__organisation=organisation, source__kind=Source.Kind.FILE)
        return TakenIn.objects.filter(source=self.source)

    def taken_since(self, said: Iterable[Candidate]) -> list[TakenIn]:
        """What says the same as one of `said` and was taken in after these were read."""
        there = {row.pk for row in self.rows}
        uids = {each.source_uid[:500] for each in said if each.source_uid}
        same = Q(fingerprint__in={fingerprint_of(each) for each in said}) | Q(uid__in=uids)
        return [row for row in self._all().filter(same) if row.pk not in there]

    def find(self, candidates: Mapping[int, Candidate]) -> dict[int, TakenIn]:
        """Which of `candidates`, by a number, are known: by UID, by fingerprint, and by title and place where
        one alone is left.
        """
        found: dict[int, TakenIn] = {}
        free = {row.pk: row for row in self.rows}
        uids = {(each.source_uid, each.recurrence_id) for each in candidates.values() if each.source_uid}
        for number, each in candidates.items():
            row = self.by_uid.get((each.source_uid, each.recurrence_id)) if each.source_uid else None
            if row is not None and row.pk in free:
                found[number] = free.pop(row.pk)
        for number, each in candidates.items():
            row = self.by_fingerprint.get(fingerprint_of(each))
            # One whose own UID is still given is that one.
            if number in found or row is None or row.pk not in free or (row.uid, row.recurrence_id) in uids:
                continue
            found[number] = free.pop(row.pk)
        self._by_title(candidates, found, free, uids)
        self.found = found
        return found

    def _by_title(
        self,
        candidates: Mapping[int, Candidate],
        found: dict[int, TakenIn],
        free: dict[int, TakenIn],
        uids: set[tuple[str, str]],
    ) -> None:
        """A table has no UIDs: what has another day alone is the same activity on another day."""
        left = _single(
            (_named(said_by(each)), number)
            for number, each in candidates.items()
            if number not in found and not each.source_uid
        )
        known = _single(
            (_named(row.values), row)
            for row in free.values()
            if not row.uid and row.source_id == self.source.pk
        )
        for name, number in left.items():
            if name in known:
                row = known[name]
                found[number] = free.pop(row.pk)

    def gone(self, now: datetime) -> list[TakenIn]:
        """What this very source gave and gives no longer, of what is still to come and takes place."""
        there = {row.pk for row in self.found.values()}
        rows = [
            row
            for row in self.rows
            if row.pk not in there and row.source_id == self.source.pk and row.gone_at is None
        ]
        coming = Occurrence.objects.upcoming(now).exclude(status=Occurrence.Status.CANCELLED)
        of_activities = {row.event_id for row in rows if row.occurrence_id is None}
        running = set(coming.filter(event__in=of_activities).values_list("event_id", flat=True))
        return [
            row
            for row in rows
            if (row.event_id in running if row.occurrence is None else _is_to_come(row.occurrence, now))
        ]


def _is_to_come(date: Occurrence, now: datetime) -> bool:
    return date.ends_at > now and not date.is_cancelled


def _named(values: Mapping[str, str]) -> str:
    return f"{values.get('title')} {values.get(PLACE)}"


def _single(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Of names that stand there once, what they name."""
    seen: dict[str, list[Any]] = {}
    for name, value in pairs:
        seen.setdefault(name, []).append(value)
    return {name: values[0] for name, values in seen.items() if len(values) == 1}
