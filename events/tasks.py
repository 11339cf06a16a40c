"""Where Celery finds the tasks of the events room: one `tasks` module for each app."""

from events.dates.tasks import extend_occurrences

__all__ = ["extend_occurrences"]
