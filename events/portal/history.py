"""What has happened to an activity, who did it and when: Wagtail's log in an organiser's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from core.clock import to_utc
from events.models import Event
from events.recurrence import SLOT_FORMAT
from events.templatetags.portal_tags import day_and_time

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
    """One thing that happened. `comment` is a moderator's or names the date; `who` is empty for the system."""

    when: datetime
    who: str
    what: Promise
    comment: str


def history(event: Event) -> list[Entry]:
    """The newest first."""
    entries = ModelLogEntry.objects.for_instance(event).filter(action__in=WORDS).select_related("user")
    return list(_entries(entries[:MOST_ENTRIES], ZoneInfo(event.municipality.time_zone)))


def _entries(entries, zone: ZoneInfo) -> Iterator[Entry]:
    for entry in entries:
        comment = entry.data.get("comment", "")
        if "slot" in entry.data:
            comment = day_and_time(to_utc(datetime.strptime(entry.data["slot"], SLOT_FORMAT), zone))
        who = str(entry.user) if entry.user else gettext("Møteplass")
        yield Entry(entry.timestamp, who, WORDS[entry.action], comment)
