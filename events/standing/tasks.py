"""Twice a year: are the opening hours still right?"""

from celery import shared_task
from django.utils import timezone

from events.standing import services


@shared_task(name="standing.ask_whether_right")
def ask_whether_right() -> int:
    return services.ask_whether_right(now=timezone.now())


@shared_task(name="standing.forget_contacts")
def forget_contacts() -> int:
    return services.forget_contacts(now=timezone.now())
