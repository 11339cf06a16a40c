"""The first look and development: an unsafe key is allowed here and nowhere else."""

from config.settings.base import *
from config.settings.base import BASE_URL, INSTALLED_APPS, SECRET_KEY, STORAGES, env

# The demonstration can be loaded in development, and nowhere else.
INSTALLED_APPS = ["demo", *INSTALLED_APPS]
DEBUG = env.flag("DEBUG")
SECRET_KEY = SECRET_KEY or "only-for-development-" + "x" * 50
ALLOWED_HOSTS = env.texts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", ".localhost"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Names say nothing of what is in them here: a browser asks each time, and an edited sheet is seen at once.
WHITENOISE_MAX_AGE = 0
# Where the local mail server keeps what it received; `/dev/mail/` shows it in the browser.
DEV_MAILDIR = env.text("DEV_MAILDIR")
# Made-up warnings, from `/dev/weather/`; MET itself is asked where its address is given.
METALERTS_URL = env.service("METALERTS_URL", f"{BASE_URL}/dev/weather/current" if DEV_MAILDIR else "")
