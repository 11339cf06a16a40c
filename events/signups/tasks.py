"""Tasks of the sign-ups: thin, with ids only. Every one may run twice without harm."""

from datetime import datetime
from typing import Any

import structlog
from celery import Task, shared_task
from django.db import OperationalError
from django.utils import timezone

from events.signups import mails, reminders
from events.signups.models import Signup

logger = structlog.get_logger(__name__)

# 30 s, 1, 2, 4, 8, then every 15 minutes: below the broker's visibility timeout, and about four hours in all.
RETRIES = 20
LONGEST_PAUSE = 15 * 60
# Beat asks for the reminders that are still to be sent every 15 minutes: one run need not hold out longer.
REMINDER_RETRIES = 3
# A database that is away for a moment: nothing was claimed yet, so the same task can run again.
MAIL_TASK: dict[str, Any] = {
    "bind": True,
    "autoretry_for": (OperationalError,),
    "retry_backoff": 30,
    "retry_backoff_max": LONGEST_PAUSE,
}


def deliver(task: Task, *, kind: mails.Kind, signup_id: int, now: datetime) -> None:
    """Send one mail; when the mail server cannot take it now, try again after a longer and longer pause."""
    try:
        mails.send(kind=kind, signup_id=signup_id, now=now)
    except mails.MailPostponed as postponed:
        if task.request.retries >= (task.max_retries or 0):
            logger.error("signup_mail_given_up", kind=kind.name, signup=signup_id, error=str(postponed))
            mails.give_up(kind=kind, signup_id=signup_id, now=now)
            return
        pause = min(30 * 2**task.request.retries, LONGEST_PAUSE)
        raise task.retry(exc=postponed, countdown=pause) from None


@shared_task(**MAIL_TASK, name="signups.send_confirmation", max_retries=RETRIES)
def send_confirmation(self: Task, *, signup_id: int) -> None:
    deliver(self, kind=mails.CONFIRMATION, signup_id=signup_id, now=timezone.now())


@shared_task(**MAIL_TASK, name="signups.send_reminder", max_retries=REMINDER_RETRIES)
def send_reminder(self: Task, *, signup_id: int) -> None:
    deliver(self, kind=mails.REMINDER, signup_id=signup_id, now=timezone.now())


@shared_task(**MAIL_TASK, name="signups.send_cancellation", max_retries=RETRIES)
def send_cancellation(self: Task, *, signup_id: int) -> None:
    """The receipt for places that were given back."""
    deliver(self, kind=mails.CANCELLED, signup_id=signup_id, now=timezone.now())


@shared_task(**MAIL_TASK, name="signups.send_released", max_retries=RETRIES)
def send_released(self: Task, *, signup_id: int) -> None:
    """Places that were not confirmed went to somebody else."""
    deliver(self, kind=mails.RELEASED, signup_id=signup_id, now=timezone.now())


@shared_task(**MAIL_TASK, name="signups.send_date_cancelled", max_retries=RETRIES)
def send_date_cancelled(self: Task, *, signup_id: int) -> None:
    """The organiser has cancelled the date."""
    deliver(self, kind=mails.CANCELLED_BY_ORGANISER, signup_id=signup_id, now=timezone.now())


@shared_task(name="signups.tell_date_cancelled")
def tell_date_cancelled(*, occurrence_id: int) -> None:
    """One mail to everybody who is signed up for a cancelled date."""
    for signup_id in (
        Signup.objects.confirmed().reachable().filter(occurrence=occurrence_id).values_list("pk", flat=True)
    ):
        send_date_cancelled.delay(signup_id=signup_id)


@shared_task(name="signups.send_reminders")
def send_reminders() -> None:
    """Every 15 minutes: one mail to each who is due for a reminder."""
    due = reminders.due(now=timezone.now())
    for signup_id in due:
        send_reminder.delay(signup_id=signup_id)
    logger.info("send_reminders", due=len(due))


@shared_task(name="signups.send_overdue")
def send_overdue() -> None:
    """Once an hour: one more try for each mail with the link that the queue never got."""
    overdue = Signup.objects.with_overdue_mail(timezone.now()).values_list("pk", flat=True)
    for signup_id in overdue:
        send_confirmation.apply_async(kwargs={"signup_id": signup_id}, retries=RETRIES)
    logger.info("send_overdue", overdue=len(overdue))


@shared_task(name="signups.erase_served")
def erase_served() -> None:
    """Once an hour: end the names and addresses that have served their purpose."""
    # Services ask for tasks.
    from events.signups import services

    logger.info("erase_served", rows=services.erase_served(now=timezone.now()))
