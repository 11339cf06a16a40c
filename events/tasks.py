"""Where Celery finds the tasks of the events room: one `tasks` module for each app."""

from events.dates.tasks import extend_occurrences
from events.moderation.tasks import tell_organiser

__all__ = ["extend_occurrences", "tell_organiser"]
