"""What has happened to an activity, who did it and when: its log in an organiser's words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.clock import NORWAY, to_utc
from core.formats import day_and_time
from events.dates.rule import SLOT_FORMAT
from events.models import Event, LogEntry

MOST_ENTRIES = 30
# What was done, where it has words of its own: to the dates (`ChangeOfDates.what`), and beside a sign-up.
WORDS_OF_CHANGES: dict[str, Promise] = {
    "edit_date": _("A date was changed"),
    "note_date": _("A note was written for a date"),
    "postpone_date": _("A date was postponed"),
    "bring_back_date": _("A date takes place after all"),
    "undo": _("A change of dates was undone"),
    "ask_question": _("A question was put on the form to sign up"),
    "remove_question": _("A question was taken off the form to sign up"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `comment` is a moderator's; `day` says which date it was about."""

    when: datetime
    who: str
    what: Promise | str
    comment: str
    day: str = ""
    acting_as: str = ""


def history(event: Event) -> list[Entry]:
    """The newest first."""
    log = LogEntry.objects.of(event.pk).exclude(what=LogEntry.What.OTHER).select_related("user")
    return [entry_of(entry) for entry in log[:MOST_ENTRIES]]


def entry_of(entry: LogEntry) -> Entry:
    slot = entry.after.get("slot")
    day = day_and_time(to_utc(datetime.strptime(slot, SLOT_FORMAT), NORWAY)) if slot else ""
    who = str(entry.user) if entry.user else gettext("Møteplass")
    label = LogEntry.What(entry.what).label
    what = WORDS_OF_CHANGES.get(entry.after.get("what", ""), label)
    return Entry(entry.at, who, what, entry.why, day, entry.get_acting_as_display())
