"""The scheduled jobs: when each last ended, and whether it is late. Celery's signals call `note_task`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery.schedules import BaseSchedule, maybe_schedule
from celery.signals import task_postrun
from celery.states import SUCCESS
from django.conf import settings
from django.utils import timezone

from core.models import JobRun

BACKUP = "backup"
# A job that other tasks hold up is not late yet.
LATE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Job:
    """A job of beat's schedule. `ended_at` is None where it has not run here yet."""

    name: str
    ended_at: datetime | None
    succeeded: bool
    is_late: bool


def note(name: str, *, succeeded: bool, now: datetime) -> None:
    """Write down that a job ended. `now` is UTC."""
    JobRun.objects.update_or_create(name=name, defaults={"ended_at": now, "succeeded": succeeded})


def scheduled() -> dict[str, BaseSchedule]:
    """The schedule of each task that beat starts by itself, by the task's name."""
    plan: Iterable[dict[str, Any]] = settings.CELERY_BEAT_SCHEDULE.values()
    return {entry["task"]: _schedule(entry["schedule"]) for entry in plan}


def _schedule(written: Any) -> BaseSchedule:
    """What stands in the settings: seconds, or a schedule of Celery's."""
    schedule: Any = maybe_schedule(written)
    return schedule


def jobs() -> Iterator[Job]:
    """Every scheduled job, by name."""
    runs = JobRun.objects.in_bulk()
    for name, schedule in sorted(scheduled().items()):
        run = runs.get(name)
        is_late = run is not None and schedule.remaining_estimate(run.ended_at) < -LATE_AFTER
        ended_at = run.ended_at if run else None
        yield Job(name, ended_at, run is None or run.succeeded, is_late)


@task_postrun.connect
def note_task(task: object = None, state: str = "", **kwargs: object) -> None:
    name = getattr(task, "name", "")
    if name in scheduled():
        note(name, succeeded=state == SUCCESS, now=timezone.now())
