"""The first look and development: an unsafe key is allowed here and nowhere else."""

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from config.settings.base import *
from config.settings.base import BASE_URL, INSTALLED_APPS, SECRET_KEY, SMS, SMS_SECRET, STORAGES, env

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
# The provider of SMS is a page of our own too, `/dev/sms/`, unless a real one is named.
DEV_SMSDIR = Path(DEV_MAILDIR).parent / "sms" if DEV_MAILDIR and not SMS else None
if DEV_SMSDIR:
    SMS = env.sms(
        "SMS_URL", f"sveve+http://demo:demo@{urlsplit(BASE_URL).netloc}/dev/sms/provider?sender=26112"
    )
    SMS_SECRET = SMS_SECRET or hashlib.sha256(SECRET_KEY.encode()).hexdigest()
# Made-up warnings, from `/dev/weather/`; MET itself is asked where its address is given.
METALERTS_URL = env.service("METALERTS_URL", f"{BASE_URL}/dev/weather/current" if DEV_MAILDIR else "")
# Made-up registers, which know every number that is one; the real ones are asked where they are named.
ENHETSREGISTERET_URL = env.service("ENHETSREGISTERET_URL", f"{BASE_URL}/dev/registers" if DEV_MAILDIR else "")
FRIVILLIGHETSREGISTERET_URL = env.service(
    "FRIVILLIGHETSREGISTERET_URL", f"{BASE_URL}/dev/registers" if DEV_MAILDIR else ""
)
