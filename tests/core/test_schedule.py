"""What beat asks for is what workers know."""

from django.conf import settings

from config.celery import app


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled
    assert scheduled - set(app.tasks) == set()


def test_every_task_of_ours_is_named_by_its_app():
    app.loader.import_default_modules()
    ours = {task.name for task in app.tasks.values() if not type(task).__module__.startswith("celery.")}
    assert ours
    apps = {"core", "outbox", "organisations", "events", "signups", "welcome"}
    assert {name.split(".")[0] for name in ours} <= apps
