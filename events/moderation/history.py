"""What has happened to an activity, who did it and when: Wagtail's log in an organiser's words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from core.clock import NORWAY, to_utc
from core.formats import day_and_time
from events.dates.rule import SLOT_FORMAT
from events.models import Event

MOST_ENTRIES = 30
# What is not named here is Wagtail's own housekeeping.
WORDS: dict[str, Promise] = {
    "wagtail.create": _("Created"),
    "wagtail.edit": _("Changed"),
    "wagtail.publish": pgettext_lazy("what has happened", "Published"),
    "wagtail.unpublish": _("Taken down"),
    "wagtail.workflow.start": _("Sent to the municipality"),
    "wagtail.workflow.resume": _("Sent to the municipality again"),
    "wagtail.workflow.approve": _("Approved"),
    "wagtail.workflow.reject": _("Changes asked for"),
    "events.change_dates": _("Dates changed"),
    "events.cancel_date": _("A date was cancelled"),
}
# What was done to the dates, where it has words of its own: `ChangeOfDates.what`.
WORDS_OF_CHANGES: dict[str, Promise] = {
    "edit_date": _("A date was changed"),
    "note_date": _("A note was written for a date"),
    "postpone_date": _("A date was postponed"),
    "bring_back_date": _("A date takes place after all"),
    "undo": _("A change of dates was undone"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `comment` is a moderator's; `day` says which date it was about."""

    when: datetime
    who: str
    what: Promise
    comment: str
    day: str = ""


def history(event: Event) -> list[Entry]:
    """The newest first."""
    log = ModelLogEntry.objects.for_instance(event).filter(action__in=WORDS).select_related("user")
    entries = list(log[:MOST_ENTRIES])
    beginning = {entry.uuid for entry in entries if entry.action == "wagtail.create"}
    return [_entry(entry) for entry in entries if not _goes_without_saying(entry, beginning)]


def _goes_without_saying(entry: ModelLogEntry, beginning: set[UUID | None]) -> bool:
    """Making an activity stores its first version; approving stores one even when nothing was corrected."""
    return entry.action == "wagtail.edit" and (not entry.content_changed or entry.uuid in beginning)


def _entry(entry: ModelLogEntry) -> Entry:
    slot = entry.data.get("slot")
    day = day_and_time(to_utc(datetime.strptime(slot, SLOT_FORMAT), NORWAY)) if slot else ""
    who = str(entry.user) if entry.user else gettext("Møteplass")
    what = WORDS_OF_CHANGES.get(entry.data.get("what", ""), WORDS[entry.action])
    return Entry(entry.timestamp, who, what, entry.data.get("comment", ""), day)
