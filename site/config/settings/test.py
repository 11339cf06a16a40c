"""The test suite: a real PostgreSQL, a real Valkey or Redis, mail to a real SMTP server."""

from pathlib import Path

from config.settings.base import *
from config.settings.base import (
    CACHES,
    CELERY_BROKER_TRANSPORT_OPTIONS,
    DATABASES,
    INSTALLED_APPS,
    LOGGING,
    STORAGES,
    env,
)

SECRET_KEY = "tests-only-" + "y" * 50
INSTALLED_APPS = ["demo", *INSTALLED_APPS]
ALLOWED_HOSTS = ["*"]
BASE_URL = env.text("BASE_URL", "http://localhost:8000")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
DATABASES["default"]["CONN_MAX_AGE"] = 0
# pytest-django swaps in the in-memory mail backend; the `smtp_server` fixture puts the real one back.
DEMONSTRATION = env.flag("DEMONSTRATION")
DEV_MAILDIR = ""
DEV_SMSDIR: Path | None = None
LOGGING["root"]["level"] = "WARNING"
# Browser tests get their style sheets straight from the source folders.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# On a machine that runs all of them at once a server may be slow without being away.
_PATIENT = {"socket_connect_timeout": 5, "socket_timeout": 5}
CACHES["default"]["OPTIONS"] = _PATIENT
CELERY_BROKER_TRANSPORT_OPTIONS.update(_PATIENT)
