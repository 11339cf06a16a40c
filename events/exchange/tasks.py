"""Where Celery finds the tasks of this room: one `tasks` module for each app."""

<<<<<<< HEAD
from events.exchange.taking_in.tasks import take_in_rest

__all__ = ["take_in_rest"]
=======
from events.exchange.taking_in.tasks import ask_source, fetch_due, take_in_rest

__all__ = ["ask_source", "fetch_due", "take_in_rest"]
>>>>>>> 89f9d5e (Calendars are subscribed to: asked politely, and what is new waits for somebody to look)
