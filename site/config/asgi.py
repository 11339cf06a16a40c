"""The ASGI application, for a server that prefers it."""

import os

from django.core.asgi import get_asgi_application

from config.boot import stop_on_faults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_asgi_application()
stop_on_faults()
