"""Once a day: what waits, to those who have chosen to hear so."""

from celery import shared_task
from django.utils import timezone

from events.moderation import editors


@shared_task(name="events.tell_editors")
def tell_editors() -> int:
    return editors.tell_once_a_day(now=timezone.now())
