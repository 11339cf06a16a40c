"""The use cases of publishing, for every caller: make an activity, and change it.

What happens to its dates is in `events.dates`, what the municipality decides in `events.moderation.services`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db import transaction

from core.clock import NORWAY
from core.models import Picture, User
from events.choices import State, TextState
from events.dates.changes import DateChange
from events.dates.plan import Plan
from events.dates.services import (
    Rescheduled,
    foresee_place,
    make_occurrences,
    reschedule,
    sync_occurrences,
)
from events.log import record
from events.models import ChangeOfDates, Event, EventText, LogEntry, Occurrence, ProgrammeItem, Series
from events.moderation.compare import difference, snapshot
from events.moderation.services import hand_in as hand_in_event
from events.moderation.services import keep_draft
from events.moderation.whole import NotWholeError as NotWholeError
from events.moderation.whole import missing_of as missing_of
from organisations.models import Municipality, Organisation, Venue


@dataclass(frozen=True)
class Words:
    """The organiser's own text and the language it is in (BCP 47)."""

    language: str
    title: str
    description: str
    # What happens within it, by time: "bingo at 11".
    programme: tuple[tuple[time, str], ...] = ()

    @property
    def text(self) -> dict[str, str]:
        """As the fields of an `EventText`."""
        return {"language": self.language, "title": self.title, "description": self.description}

    @property
    def items(self) -> list[ProgrammeItem]:
        return [ProgrammeItem(starts=starts, words=words) for starts, words in self.programme]


@dataclass(frozen=True)
class Place:
    """Where: a venue that there is, or one to make (`new_venue`: field values), or neither and online."""

    municipality: Municipality
    venue: Venue | None = None
    new_venue: Mapping[str, str] = field(default_factory=dict)
    online_url: str = ""


@transaction.atomic
def create_event(
    *,
    organisation: Organisation,
    user: User,
    words: Words | None,
    place: Place,
    facts: Mapping[str, object],
    plan: Plan | None,
    hand_in: bool,
    now: datetime,
) -> Event:
    """Make an activity with its dates. Handed in it is moderated or published; else it stays a draft.

    `facts` are values of `Event`'s own fields. A draft may be without words and without a
    plan, and then has no dates yet.
    """
    event = Event(organisation=organisation, live=False, has_unpublished_changes=True, **facts)
    _put(event, place)
    if words:
        event.texts = [EventText(state=TextState.SOURCE, **words.text)]
        event.programme = words.items
    event.save()
    record(event=event, what=LogEntry.What.CREATED, user=user, now=now)
    if plan:
        _first_series(event, plan, now=now)
    return _store(event, user=user, hand_in=hand_in, now=now)


def _first_series(event: Event, plan: Plan, *, now: datetime) -> None:
    series = plan.apply_to(Series(event=event, time_zone=NORWAY.key))
    series.save()
    make_occurrences(series=series, now=now)


@dataclass(frozen=True)
class Changed:
    """What a change did. `kept` are dates that the plan no longer has, but that were changed alone and stay.

    `dates` is what can be undone of it: the change of the dates; None when they are as they were.
    """

    event: Event
    kept: list[Occurrence]
    dates: ChangeOfDates | None


@transaction.atomic
def update_event(
    *,
    event: Event,
    user: User,
    words: Words | None = None,
    place: Place | None = None,
    facts: Mapping[str, object] | None = None,
    plan: Plan | None = None,
    hand_in: bool,
    now: datetime,
    acting_as: str = "",
) -> Changed:
    """Change an activity. Words and facts of a live one wait for approval; its dates change at once.

    What is None stays as it is; what an editor changes, `acting_as`, is published. Raises `NotWholeError`
    when it is handed in and something is missing.
    """
    # One change at a time: a second tab's must not start a second round of moderation.
    row = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    draft = row.get_latest_revision_as_object()
    before = snapshot(draft)
    for name, value in (facts or {}).items():
        setattr(draft, name, value)
    if place:
        _put(draft, place)
    if words:
        _write(draft, words)
    if not row.live:
        # As Wagtail does: what is not public yet needs no second version.
        draft.save()
        sync_occurrences(event=draft, now=now)
    was, became = difference(before, snapshot(draft))
    if became:
        what = LogEntry.What.CHANGED
        record(event=row, what=what, user=user, now=now, before=was, after=became, acting_as=acting_as)
    dates = Rescheduled([], None)
    if plan and row.series.exists():
        dates = reschedule(event=row, plan=plan, user=user, now=now)
    elif plan:
        _first_series(row, plan, now=now)
    stored = _store(draft, user=user, hand_in=hand_in, now=now, acting_as=acting_as)
    return Changed(stored, dates.kept, dates.change)


@transaction.atomic
def put_picture(*, event: Event, picture: Picture | None, user: User, now: datetime) -> Event:
    """Give an activity another picture, or none. On a live one without a draft it waits as words do."""
    row = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    draft = row.get_latest_revision_as_object()
    draft.picture = picture
    if not row.live:
        draft.save()
    return _store(draft, user=user, hand_in=row.live and not row.has_unpublished_changes, now=now)


def _put(event: Event, place: Place) -> None:
    event.municipality = place.municipality
    event.venue = place.venue or _new_venue(place)
    event.online_url = place.online_url


def _new_venue(place: Place) -> Venue | None:
    """The venue that the organiser described; one with that name in the municipality is the same place."""
    if not place.new_venue:
        return None
    facts = dict(place.new_venue)
    name = facts.pop("name")
    venue, _created = Venue.objects.get_or_create(
        name__iexact=name, municipality=place.municipality, defaults={"name": name, **facts}
    )
    return venue.itself


# No venue has this number: one that is described, and not made yet.
NOT_MADE_YET = 0


def foresee_new_place(
    *, event: Event, place: Place, facts: Mapping[str, object], now: datetime
) -> list[DateChange]:
    """What saving `place`, with where one meets in `facts`, would be to the dates of a live activity.

    Nothing where it says what is known: what stands, or what waits already and was asked about before.
    """
    known = event.get_latest_revision_as_object() if event.state == State.WAITING else event
    venue_id = place.venue.pk if place.venue else None
    if place.new_venue:
        there = Venue.objects.filter(name__iexact=place.new_venue["name"], municipality=place.municipality)
        found = there.first()
        venue_id = found.itself.pk if found else NOT_MADE_YET
    where = (venue_id, str(facts.get("meeting_point", known.meeting_point)), place.online_url)
    if not event.live or where == (known.venue_id, known.meeting_point, known.online_url):
        return []
    return foresee_place(event=event, venue_id=venue_id, meeting_point=where[1], online_url=where[2], now=now)


def _store(event: Event, *, user: User, hand_in: bool, now: datetime, acting_as: str = "") -> Event:
    # What waits is approved as it last was, so it cannot have a draft that no moderator has seen.
    if hand_in or event.state == State.WAITING:
        return hand_in_event(event=event, user=user, now=now, acting_as=acting_as)
    return keep_draft(event=event, user=user, now=now)


def _write(event: Event, words: Words) -> None:
    """Put the organiser's words in the place of the ones that stood there. Nothing is saved here."""
    event.programme = words.items
    texts = list(event.texts.all())
    source = next((text for text in texts if text.state == TextState.SOURCE), None)
    if source is None:
        # Made by somebody who wrote translations alone: theirs is the original from now on.
        taken = [text for text in texts if text.language == words.language]
        source = taken[0] if taken else EventText()
        source.state = TextState.SOURCE
        texts = [*texts, *([] if taken else [source])]
    before = (source.title, source.description)
    source.language, source.title, source.description = words.language, words.title, words.description
    event.texts = texts
    if before != (source.title, source.description):
        settle_words(event=event, rewritten=[source])


def settle_words(*, event: Event, rewritten: Collection[EventText]) -> None:
    """Say how each text of `event` came to be, after people have typed new words into those in `rewritten`.

    What a person has typed is theirs. When the original is among it, what people translated from it is
    behind; nobody's translation is overwritten. Nothing is saved here.
    """
    texts = list(event.texts.all())
    original_changed = any(text.state == TextState.SOURCE for text in rewritten)
    for text in texts:
        if text.state == TextState.SOURCE:
            continue
        if text in rewritten:
            text.state = TextState.HUMAN
        elif original_changed and text.state == TextState.HUMAN:
            text.state = TextState.OUTDATED
    event.texts = texts
