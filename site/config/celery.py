"""The Celery application. Workers and beat are started with `celery -A config …`."""

import os

from celery import Celery
from celery.app.utils import Settings
from celery.signals import beat_init, celeryd_init
from django_structlog.celery.steps import DjangoStructLogInitStep

from config.boot import stop_on_faults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("moteplass")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()
# Whatever ends is noted (`core.jobs`).
app.autodiscover_tasks(["core"], related_name="jobs")


# A worker's own connection waits for work: a server that is slow for a moment is no reason to let go of it.
PATIENT = {"socket_connect_timeout": 5, "socket_timeout": None, "max_retries": None}


@celeryd_init.connect
def be_patient(conf: Settings, **kwargs: object) -> None:
    """A web request that hands over a task gives up soon (the settings); a worker does not."""
    conf.broker_transport_options = {**conf.broker_transport_options, **PATIENT}


@celeryd_init.connect
@beat_init.connect
def check_settings(**kwargs: object) -> None:
    """No worker and no schedule with settings that cannot work."""
    stop_on_faults()
