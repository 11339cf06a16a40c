"""Celery's settings that are the same everywhere; broker, time zone and schedule are in `base`."""

from kombu import Exchange, Queue

# What somebody waits for ends within a minute, so that a code to log in never waits longer. What may take
# many minutes has workers of its own (docker-compose.yml, scripts/serve.py). A worker that is started without
# `-Q` takes from both.
BULK = "bulk"
CELERY_TASK_QUEUES = [
    Queue("celery", Exchange("celery"), routing_key="celery"),
    Queue(BULK, Exchange(BULK), routing_key=BULK),
]
LASTS_LONG = [
    "newcomers.read_lists",
    "outbox.deliver_bulk",
    "welcome.make_booklets",
    "welcome.prepare_sendings",
    "welcome.send_due",
    "welcome.translate_section",
    "welcome.translate_step",
]
CELERY_TASK_ROUTES = {name: {"queue": BULK, "routing_key": BULK} for name in LASTS_LONG}
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_IGNORE_RESULT = True
# A worker that is killed leaves its task to another: every task here may run twice without harm.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A worker that is older than who asked knows not every task: it leaves them to others.
CELERY_WORKER_CONSUMER = "config.consumer:PatientConsumer"
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 14 * 60
# For those who hand a task over while a person waits; a worker takes longer (`config.celery`).
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 20 * 60,
    "socket_connect_timeout": 0.2,
    "socket_timeout": 0.2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True
