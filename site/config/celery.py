"""The Celery application. Workers and beat are started with `celery -A config …`."""

import os

from celery import Celery
from celery.signals import beat_init, celeryd_init
from django_structlog.celery.steps import DjangoStructLogInitStep

from config.boot import stop_on_faults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("moteplass")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def check_settings(**kwargs: object) -> None:
    """No worker and no schedule with settings that cannot work."""
    stop_on_faults()
