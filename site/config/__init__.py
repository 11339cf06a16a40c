"""Settings, URLs and the Celery application: the room that knows every other room."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
