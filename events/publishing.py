"""What an organiser does in the portal: make an activity, change it, cancel a date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from wagtail.log_actions import LogContext, log

from core.models import User
from events.choices import TextState
from events.dates.plan import Plan, plan_of
from events.dates.rule import SLOT_FORMAT
from events.models import Event, EventText, Occurrence, Series
from events.services import make_occurrences, submit_event, sync_occurrences
from organisations.models import Municipality, Organisation, Venue


@dataclass(frozen=True)
class Words:
    """The organiser's own text and the language it is in (BCP 47)."""

    language: str
    title: str
    description: str


@dataclass(frozen=True)
class Place:
    """Where: a venue that there is, or one to make (`new_venue`: field values), or neither and online."""

    municipality: Municipality
    venue: Venue | None = None
    new_venue: Mapping[str, str] = field(default_factory=dict)
    online_url: str = ""


class DateInUseError(Exception):
    """People have signed up for the only date, so it cannot be moved to another time of the same day."""

    def __init__(self, date: Occurrence) -> None:
        super().__init__(date.original_slot)
        self.date = date


@transaction.atomic
def create_event(
    *,
    organisation: Organisation,
    user: User,
    words: Words,
    place: Place,
    facts: Mapping[str, object],
    plan: Plan,
    hand_in: bool,
    now: datetime,
) -> Event:
    """Make an activity with its dates. Handed in it is moderated or published; else it stays a draft.

    `facts` are values of `Event`'s own fields.
    """
    # In the log this is one thing: made, stored and handed in belong together.
    with LogContext(user=user):
        event = Event(organisation=organisation, live=False, has_unpublished_changes=True, **facts)
        _put(event, place)
        event.texts = [EventText(state=TextState.SOURCE, **vars(words))]
        event.save()
        log(instance=event, action="wagtail.create", user=user, content_changed=True)
        series = plan.apply_to(Series(event=event, time_zone=event.municipality.time_zone))
        series.save()
        make_occurrences(series=series, now=now)
        return _store(event, user=user, hand_in=hand_in, now=now)


@dataclass(frozen=True)
class Changed:
    """What a change did. `kept` are dates that the organiser moved or removed, but that stay as they were."""

    event: Event
    kept: list[Occurrence]


@transaction.atomic
def update_event(
    *,
    event: Event,
    user: User,
    words: Words,
    place: Place,
    facts: Mapping[str, object],
    plan: Plan | None,
    hand_in: bool,
    now: datetime,
) -> Changed:
    """Change an activity. Words and facts of a live one wait for approval; its dates change at once.

    `plan` is None for dates that the form cannot say: they stay. Raises `DateInUseError`; nothing has changed
    then.
    """
    # One change at a time: a second tab's must not start a second round of moderation.
    row = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    draft = row.get_latest_revision_as_object()
    for name, value in facts.items():
        setattr(draft, name, value)
    _put(draft, place)
    draft.texts = rewritten(list(draft.texts.all()), words)
    if not row.live:
        # As Wagtail does: what is not public yet needs no second version.
        draft.save()
        sync_occurrences(event=draft)
    kept = _reschedule(row, plan, user=user, now=now) if plan else []
    return Changed(_store(draft, user=user, hand_in=hand_in, now=now), kept)


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
    return venue


def _store(event: Event, *, user: User, hand_in: bool, now: datetime) -> Event:
    # What waits is approved as it last was, so it cannot have a draft that no moderator has seen.
    if hand_in or event.workflow_in_progress:
        return submit_event(event=event, user=user, now=now)
    event.save_revision(user=user, log_action=True)
    return event


def rewritten(texts: list[EventText], words: Words) -> list[EventText]:
    """`texts` with the organiser's new words. Translations by people stay, marked as behind the original."""
    source = next(text for text in texts if text.state == TextState.SOURCE)
    before = (source.title, source.description)
    source.language, source.title, source.description = words.language, words.title, words.description
    if before != (source.title, source.description):
        mark_outdated(texts)
    return texts


def mark_outdated(texts: list[EventText]) -> None:
    """The original has changed: what people translated from it is behind. Nothing is saved here."""
    for text in texts:
        if text.state == TextState.HUMAN:
            text.state = TextState.OUTDATED


def _reschedule(event: Event, plan: Plan, *, user: User, now: datetime) -> list[Occurrence]:
    """Bring the dates in line with `plan`. Returns those that stay although the plan no longer has them."""
    series = event.series.select_for_update().get()
    if plan_of(series) == plan:
        return []
    plan.apply_to(series).save()
    kept = make_occurrences(series=series, now=now).kept
    if _leave_out(series, kept):
        make_occurrences(series=series, now=now)
    log(instance=event, action="events.change_dates", user=user, content_changed=True)
    return [date for date in kept if not date.is_cancelled]


def _leave_out(series: Series, kept: list[Occurrence]) -> bool:
    """Take the plan's own slot out on each day where an older date stays, so that no day has both.

    A cancelled day stays cancelled in the same way. Raises `DateInUseError` where there is no rule to make an
    exception from.
    """
    zone = ZoneInfo(series.time_zone)
    days = {date.starts_at.astimezone(zone).date(): date for date in kept}
    doubled = [
        date.original_slot
        for date in series.occurrences.exclude(pk__in=[date.pk for date in kept])
        if datetime.strptime(date.original_slot, SLOT_FORMAT).date() in days
    ]
    if not doubled:
        return False
    if not series.recurrence:
        blocking = [date for date in kept if not date.is_cancelled]
        if blocking:
            raise DateInUseError(blocking[0])
        return False
    series.recurrence += "\nEXDATE:" + ",".join(sorted(doubled))
    series.save(update_fields=["recurrence"])
    return True
