"""What happens to an activity's dates, for every caller.

`making` makes them from their rule, `moving` changes the rule, `alone` changes one date, `undoing` undoes the
last change, `syncing` writes on them what lists filter by, `restating` notes that what they repeat was
changed, `people` says whom a change touches.
"""

from events.dates.alone import (
    UNCHANGED,
    DateIsOverError,
    bring_back_date,
    cancel_date,
    edit_date,
    move_date,
    note_date,
    postpone_date,
)
from events.dates.making import MadeDates, denormalised, extend_all, make_occurrences
from events.dates.moving import (
    Foreseen,
    Rescheduled,
    change_from_here,
    current_series,
    foresee,
    plan_from_here,
    reschedule,
)
from events.dates.people import People, people_touched
from events.dates.syncing import foresee_place, sync_occurrences
from events.dates.undoing import TOLD_AFTER, CannotUndoError, forget_changes, last_change, undo

__all__ = [
    "TOLD_AFTER",
    "UNCHANGED",
    "CannotUndoError",
    "DateIsOverError",
    "Foreseen",
    "MadeDates",
    "People",
    "Rescheduled",
    "bring_back_date",
    "cancel_date",
    "change_from_here",
    "current_series",
    "denormalised",
    "edit_date",
    "extend_all",
    "foresee",
    "foresee_place",
    "forget_changes",
    "last_change",
    "make_occurrences",
    "move_date",
    "note_date",
    "people_touched",
    "plan_from_here",
    "postpone_date",
    "reschedule",
    "sync_occurrences",
    "undo",
]
