"""What has happened to an activity, who did it and when: Wagtail's log in an organiser's words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from core.clock import NORWAY, to_utc
from core.formats import day_and_time
from events.dates.rule import SLOT_FORMAT
from events.models import Event

MOST_ENTRIES = 30
# What is not named here is Wagtail's own housekeeping.
WORDS: dict[str, Promise] = {
    "wagtail.create": _("Made"),
    "wagtail.edit": _("Changed"),
    "wagtail.publish": _("Published"),
    "wagtail.unpublish": _("Taken down"),
    "wagtail.workflow.start": _("Sent to the municipality"),
    "wagtail.workflow.resume": _("Sent to the municipality again"),
    "wagtail.workflow.approve": _("Approved"),
    "wagtail.workflow.reject": _("Changes asked for"),
    "events.change_dates": _("Dates changed"),
    "events.cancel_date": _("A date was cancelled"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `comment` is a moderator's, or says which date was cancelled."""

    when: datetime
    who: str
    what: Promise
    comment: str


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
    comment = entry.data.get("comment", "")
    if "slot" in entry.data:
        comment = day_and_time(to_utc(datetime.strptime(entry.data["slot"], SLOT_FORMAT), NORWAY))
    who = str(entry.user) if entry.user else gettext("Møteplass")
    return Entry(entry.timestamp, who, WORDS[entry.action], comment)
