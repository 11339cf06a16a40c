"""What beat asks for is what workers know."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from config.celery import app
from newcomers.welcome.models import PackageStep
from tests import factories


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled
    assert scheduled - set(app.tasks) == set()


def test_every_task_of_ours_is_named_by_its_app():
    app.loader.import_default_modules()
    ours = {task.name for task in app.tasks.values() if not type(task).__module__.startswith("celery.")}
    assert ours
    apps = {
        "besides",
        "bounces",
        "confirming",
        "core",
        "door",
        "events",
        "exchange",
        "follows",
        "joining",
        "newcomers",
        "organisations",
        "outbox",
        "participation",
        "searching",
        "signups",
        "standing",
        "tallies",
        "typesetting",
        "welcome",
    }
    assert {name.split(".")[0] for name in ours} <= apps


def test_what_editors_set_a_time_for_happens(db):
    """Wagtail's command, and Django's that ends sessions, are run by beat: nobody else does."""
    assert {"core.publish_scheduled", "core.end_sessions"} <= {
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }
    app.loader.import_default_modules()
    now = timezone.now()
    comes, goes = factories.a_step(live=False), factories.a_step()
    comes.go_live_at = now - timedelta(minutes=1)
    comes.save_revision(approved_go_live_at=comes.go_live_at)
    PackageStep.objects.filter(pk=goes.pk).update(expire_at=now - timedelta(minutes=1))
    app.tasks["core.publish_scheduled"]()
    assert set(PackageStep.objects.filter(live=True)) == {comes}


def test_what_is_set_for_later_waits(db):
    app.loader.import_default_modules()
    step = factories.a_step(live=False)
    step.go_live_at = timezone.now() + timedelta(hours=1)
    step.save_revision(approved_go_live_at=step.go_live_at)
    app.tasks["core.publish_scheduled"]()
    assert not PackageStep.objects.filter(live=True).exists()
