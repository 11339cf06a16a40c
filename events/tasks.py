"""Where Celery finds the tasks of the events room: one `tasks` module for each app."""

from events.dates.tasks import extend_occurrences
from events.moderation.tasks import tell_editors
from events.warnings.tasks import forget_warnings, poll_warnings

__all__ = ["extend_occurrences", "forget_warnings", "poll_warnings", "tell_editors"]
