"""Why a decision was not taken, in words for whoever wanted to take it."""

from django.utils.translation import gettext

from core.formats import day_and_time
from core.isolation import filled
from events.models import Event, LogEntry


class TooLate(Exception):
    """Somebody was quicker: `entry` is what they did, None when nothing like it has happened."""

    def __init__(self, event: Event, entry: LogEntry | None) -> None:
        super().__init__()
        self.event, self.entry = event, entry

    @property
    def words(self) -> str:
        if self.entry is None:
            return gettext("This activity does not wait for approval. Nothing was changed.")
        values = {
            "title": self.event.title,
            "who": str(self.entry.user or gettext("somebody")),
            "when": day_and_time(self.entry.at),
        }
        return filled(self._text(self.entry.what), **values)

    def _text(self, what: str) -> str:
        if what in (LogEntry.What.APPROVED, LogEntry.What.PUBLISHED, LogEntry.What.BROUGHT_BACK):
            return gettext(
                "“%(title)s” was approved already by %(who)s, %(when)s. You do not have to do anything."
            )
        if what == LogEntry.What.CHANGES_ASKED_FOR:
            return gettext(
                "%(who)s has asked for changes to “%(title)s” already, %(when)s. Nothing was changed."
            )
        if what == LogEntry.What.TAKEN_DOWN:
            return gettext("%(who)s has taken down “%(title)s” already, %(when)s. Nothing was changed.")
        return gettext("“%(title)s” has been changed since you opened it, %(when)s. Look at it again first.")


class NeedsWords(Exception):
    """Whoever sends something back says what should be different."""
