"""Where Celery finds the tasks of this room: one `tasks` module for each app."""

from events.exchange.taking_in.tasks import take_in_rest

__all__ = ["take_in_rest"]
