"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from config.boot import stop_on_faults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()
stop_on_faults()


def deliver_without_a_broker() -> None:
    """Its models can be imported only when the application is there."""
    from core.mail.outbox.standin import stand_in

    stand_in()


deliver_without_a_broker()
