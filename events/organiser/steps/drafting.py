"""What is done to a draft: begun, kept as it is typed, put in order step by step, handed in, deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from core import sending
from core.models import User
from events.choices import State
from events.dates.plan import Plan
from events.models import Draft, Event, EventQuerySet, EventText
from events.organiser.steps.sources import Beginning, Typed
from events.publishing import Place, Words, create_event, update_event
from organisations.models import Organisation


class NotADraftError(Exception):
    """It was handed in meanwhile, or shown once: it is changed and taken down in other ways."""


def is_draft(event: Event) -> bool:
    """Whether `event` was never shown to anybody, and waits for nobody."""
    return event.state == State.DRAFT and not event.live and event.first_published_at is None


def drafts_of(events: EventQuerySet) -> list[Event]:
    """Those of `events` that somebody is in the middle of, what was touched last first."""
    begun = events.filter(unfinished__isnull=False, live=False).select_related("unfinished", "organisation")
    return list(begun.prefetch_related("texts").order_by("-updated_at", "-pk")[:5])


@transaction.atomic
def start_draft(*, organisation: Organisation, user: User, beginning: Beginning, now: datetime) -> Event:
    """Make the row that everything typed is kept in."""
    event = create_event(
        organisation=organisation,
        user=user,
        words=beginning.words,
        place=beginning.place_for(organisation),
        facts=beginning.facts,
        plan=None,
        hand_in=False,
        now=now,
    )
    if beginning.translations:
        event.texts = [*event.texts.all(), *(_copy(text) for text in beginning.translations)]
        event.save()
        event.save_revision(user=user)
    Draft.objects.create(event=event, typed={"when": beginning.when} if beginning.when else {})
    return event


def _copy(text: EventText) -> EventText:
    return EventText(language=text.language, state=text.state, title=text.title, description=text.description)


def draft_of(event: Event, *, reads: bool) -> Draft:
    """How far somebody has come with `event`; one that was begun elsewhere is at its first step.

    Who only `reads` leaves no row behind: the draft is stored where there is one already.
    """
    if reads:
        return Draft.objects.filter(event=event).first() or Draft(event=event)
    return Draft.objects.get_or_create(event=event)[0]


def keep(*, draft: Draft, step: str, typed: Typed, next_step: str = "") -> None:
    """Remember what was typed in a step that is not whole yet, and where one went from there."""
    draft.typed[step] = typed
    draft.step = next_step or step
    draft.save(update_fields=["typed", "step"])


# In `Draft.typed`, beside the steps: which page saved each of them last, and how it has stood since.
SAVED_BY = "saved_by"


def sign(*, draft: Draft, step: str, page: str, version: str) -> None:
    """Remember that `page` (the number of its form) has saved the step, which stands at `version` now.

    What it sends again, when a field is left or from the browser's history, clashes with nothing of its own.
    """
    draft.typed[SAVED_BY] = {**draft.typed.get(SAVED_BY, {}), step: [page, version]}
    draft.save(update_fields=["typed"])


def is_saved_by(data: Mapping[str, Any] | None, draft: Draft, step: str, version: str) -> bool:
    """Whether what stands at `version` is what the page that sent `data` has saved itself."""
    page = (data or {}).get(sending.FIELD)
    return bool(page) and draft.typed.get(SAVED_BY, {}).get(step) == [page, version]


@transaction.atomic
def put_step(
    *,
    draft: Draft,
    step: str,
    next_step: str,
    user: User,
    now: datetime,
    words: Words | None = None,
    place: Place | None = None,
    facts: Mapping[str, object] | None = None,
    plan: Plan | None = None,
) -> None:
    """What a step asks is answered: it stands in the activity now."""
    update_event(
        event=draft.event,
        user=user,
        words=words,
        place=place,
        facts=facts,
        plan=plan,
        hand_in=False,
        now=now,
    )
    draft.typed.pop(step, None)
    draft.step = next_step
    draft.save(update_fields=["typed", "step"])


@transaction.atomic
def hand_in_draft(*, event: Event, user: User, now: datetime) -> Event:
    """Publish the draft, or let it wait for the municipality; once, from however many tabs.

    Raises `NotWholeError` where something is missing, `NotADraftError` where it was handed in already.
    """
    row = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    if not is_draft(row):
        raise NotADraftError
    changed = update_event(event=row, user=user, hand_in=True, now=now)
    Draft.objects.filter(event=row).delete()
    return changed.event


@transaction.atomic
def delete_draft(*, event: Event) -> None:
    """Delete what nobody outside the organisation has seen. Raises `NotADraftError` for anything else."""
    row = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if not is_draft(row):
        raise NotADraftError
    row.delete()
