"""Every step between an organiser and the municipality: handing in, deciding, taking down, bringing back.

The activity's row is locked first: of two who decide at once, the second is told who did. A decision is about
the version that the editor saw. Who may is asked by the caller; `acting_as` says in which role it is done.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Revision

from core.models import User
from events.choices import Happened, State
from events.dates.recording import lock_event
from events.log import record
from events.models import Event, LogEntry
from events.moderation.editors import tell_that_it_waits
from events.moderation.exceptions import NeedsWords, TooLate
from events.moderation.notices import queue_decision
from events.moderation.whole import NotWholeError, missing_of

What = Happened
DECISIONS = (What.APPROVED, What.CHANGES_ASKED_FOR, What.TAKEN_DOWN, What.PUBLISHED, What.BROUGHT_BACK)
STEPS = (*DECISIONS, What.HANDED_IN, What.HANDED_IN_AGAIN, What.CHANGED)


def goes_live_at_once(event: Event) -> bool:
    """Moderation is by trust; what an editor has taken down comes back with an editor's yes."""
    return event.organisation.is_trusted_in(event.municipality_id) and not is_taken_down_by_staff(event)


@transaction.atomic
def hand_in(*, event: Event, user: User | None, now: datetime, why: str = "", acting_as: str = "") -> Event:
    """Save `event` as a version and hand it in: a trusted organisation's is published, another's waits.

    What waits already is handed in anew, so that nobody approves words that they have not seen. An editor's
    own version is published: who would approve it has written it. Raises `NotWholeError` when something is
    missing.
    """
    if missing := missing_of(event):
        raise NotWholeError(missing)
    row = lock_event(event.pk)
    event.state, event.waiting_since = row.state, row.waiting_since
    at_once = bool(acting_as) or goes_live_at_once(event)
    revision = event.save_revision(user=user)
    if at_once:
        what = What.APPROVED if acting_as and row.state == State.WAITING else What.PUBLISHED
        _publish(event, revision, user)
        entry = record(
            event=event,
            what=what,
            user=user,
            now=now,
            why=why,
            acting_as=acting_as,
            version=revision.pk,
        )
        queue_decision(entry=entry, now=now)
        return event
    waited = row.state == State.WAITING
    again = row.state in (State.WAITING, State.CHANGES)
    _move(event, State.WAITING, now=now)
    what = What.HANDED_IN_AGAIN if again else What.HANDED_IN
    entry = record(event=event, what=what, user=user, now=now, why=why, version=revision.pk)
    if not waited:
        tell_that_it_waits(entry, now=now)
    return event


@transaction.atomic
def keep_draft(*, event: Event, user: User | None, now: datetime) -> Event:
    """Save `event` as a version that nobody is asked to look at. What waits is handed in instead."""
    row = lock_event(event.pk)
    event.state, event.waiting_since = row.state, row.waiting_since
    event.save_revision(user=user)
    if row.state == State.PUBLISHED:
        _move(event, State.DRAFT, now=now)
    return event


@transaction.atomic
def approve(
    *,
    event: Event,
    user: User | None,
    now: datetime,
    why: str = "",
    seen: int | None = None,
    acting_as: str = LogEntry.ActingAs.EDITOR,
) -> LogEntry:
    """Publish what waits. `seen` is the version that the editor looked at: `event`'s, unless told."""
    row = _decided_about(event, seen)
    _publish(row, row.latest_revision, user)
    entry = record(
        event=row,
        what=What.APPROVED,
        user=user,
        now=now,
        why=why,
        acting_as=acting_as,
        version=row.latest_revision_id,
    )
    queue_decision(entry=entry, now=now)
    event.refresh_from_db()
    return entry


@transaction.atomic
def ask_for_changes(
    *,
    event: Event,
    user: User | None,
    why: str,
    now: datetime,
    seen: int | None = None,
    acting_as: str = LogEntry.ActingAs.EDITOR,
) -> LogEntry:
    """Send what waits back, with words about what should be different."""
    if not why.strip():
        raise NeedsWords
    row = _decided_about(event, seen)
    _move(row, State.CHANGES, now=now)
    entry = record(
        event=row,
        what=What.CHANGES_ASKED_FOR,
        user=user,
        now=now,
        why=why,
        acting_as=acting_as,
        version=row.latest_revision_id,
    )
    queue_decision(entry=entry, now=now)
    event.refresh_from_db()
    return entry


@transaction.atomic
def take_down(
    *, event: Event, user: User | None, now: datetime, why: str = "", acting_as: str = ""
) -> LogEntry:
    """Stop showing an activity and its dates, or refuse one that waits; its words stay.

    Whoever means to come is told as of a cancellation. The organiser is told when somebody else did it.
    """
    row = lock_event(event.pk)
    if not row.live and row.state not in (State.WAITING, State.CHANGES):
        raise TooLate(row, _last(row, (What.TAKEN_DOWN,)))
    before = {"state": row.state, "shown": _shown_version(row)}
    if row.live:
        # Who may is asked by the caller, as for handing in.
        UnpublishAction(row, user=user, log_action=False).execute(skip_permission_checks=True)
    _move(row, State.TAKEN_DOWN, now=now)
    entry = record(
        event=row,
        what=What.TAKEN_DOWN,
        user=user,
        now=now,
        why=why,
        acting_as=acting_as,
        before=before,
        after={"state": State.TAKEN_DOWN, "shown": None},
        version=row.latest_revision_id,
    )
    if acting_as:
        queue_decision(entry=entry, now=now)
    event.refresh_from_db()
    return entry


@transaction.atomic
def bring_back(
    *, event: Event, user: User | None, now: datetime, why: str = "", acting_as: str = ""
) -> LogEntry:
    """Undo taking down: it is shown as it was, and what waited waits again.

    What an editor took down, the organisation hands in; an editor, or whoever took it down, just shows it.
    Where the version that was shown has ended by the clock, what is left is handed in.
    """
    row = lock_event(event.pk)
    if row.state != State.TAKEN_DOWN:
        raise TooLate(row, _last(row, (What.BROUGHT_BACK, What.APPROVED, What.PUBLISHED, What.HANDED_IN)))
    down = _last(row, (What.TAKEN_DOWN,))
    before = down.before if down else {}
    shown = row.revisions.filter(pk=before.get("shown")).first()
    has_ended = bool(before.get("shown")) and shown is None
    if has_ended or (not acting_as and is_taken_down_by_staff(row)):
        hand_in(event=row.get_latest_revision_as_object(), user=user, now=now, why=why)
        event.refresh_from_db()
        handed_in = _last(row, (What.HANDED_IN, What.HANDED_IN_AGAIN, What.PUBLISHED))
        assert handed_in is not None, "it was just handed in"
        return handed_in
    waited = before.get("state") in (State.WAITING, State.CHANGES)
    if shown or not waited:
        _publish(row, shown or row.latest_revision or row.save_revision(user=user), user)
    if waited:
        _move(row, State(before["state"]), now=now)
    entry = record(
        event=row,
        what=What.BROUGHT_BACK,
        user=user,
        now=now,
        why=why,
        acting_as=acting_as,
        before={"state": State.TAKEN_DOWN},
        after={"state": row.state},
        version=row.live_revision_id,
    )
    if acting_as:
        queue_decision(entry=entry, now=now)
    event.refresh_from_db()
    return entry


def _shown_version(row: Event) -> int | None:
    """The number of the version that is shown. What was never a version, as the demonstration's, is made one:
    what comes back is what was shown, and no draft of later.
    """
    if not row.live or row.live_revision_id:
        return row.live_revision_id if row.live else None
    newest = row.latest_revision_id
    shown = row.save_revision()
    if newest:
        Event.objects.filter(pk=row.pk).update(latest_revision=newest)
        row.refresh_from_db()
    return shown.pk


def _decided_about(event: Event, seen: int | None) -> Event:
    """The locked row of an activity that waits as the editor saw it. Raises `TooLate`."""
    seen = event.latest_revision_id if seen is None else seen
    row = lock_event(event.pk)
    if row.state != State.WAITING:
        raise TooLate(row, _last(row, DECISIONS))
    if row.latest_revision_id != seen:
        raise TooLate(row, _last(row, STEPS))
    return row


def _publish(event: Event, revision: Revision, user: User | None) -> None:
    # Whether somebody may is the caller's question: Wagtail's policy knows nothing of organisations.
    revision.publish(user=user, skip_permission_checks=True, log_action=False)
    Event.objects.filter(pk=event.pk).exclude(state=State.WAITING).update(waiting_since=None)
    event.refresh_from_db()


def _move(event: Event, state: State, *, now: datetime) -> None:
    waits = state == State.WAITING
    event.waiting_since = (event.waiting_since or now) if waits else None
    event.state = state
    Event.objects.filter(pk=event.pk).update(state=state, waiting_since=event.waiting_since)


def _last(event: Event, what: tuple[Happened, ...]) -> LogEntry | None:
    return LogEntry.objects.of(event.pk).filter(what__in=what).select_related("user").first()


def is_taken_down_by_staff(event: Event) -> bool:
    """Whether nobody has shown it since an editor took it down, whatever else was done to it meanwhile."""
    shown = Q(what__in=(What.APPROVED, What.PUBLISHED)) | Q(what=What.BROUGHT_BACK, version__isnull=False)
    steps = LogEntry.objects.of(event.pk).filter(shown | Q(what=What.TAKEN_DOWN) & ~Q(acting_as=""))
    entry = steps.first()
    return entry is not None and entry.what == What.TAKEN_DOWN
