"""Where Celery finds the tasks of this room: one `tasks` module for each app."""

from events.exchange.taking_in.tasks import ask_source, fetch_due, take_in_rest

__all__ = ["ask_source", "fetch_due", "take_in_rest"]
