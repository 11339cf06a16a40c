from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfirmingConfig(AppConfig):
    name = "events.confirming"
    label = "confirming"
    verbose_name = _("Is it on?")

    def ready(self) -> None:
        from events.confirming import (  # noqa: F401  some connect
            closed_mail,
            erasing,
            incoming,
            mails,
            my_data,
            receivers,
            replies,
        )
        from events.confirming.views import closed, portal
        from events.discovery import parts

        mails.register_mails()
        replies.register_replies()
        erasing.register_erasures()
        my_data.register_my_data()
        closed_mail.register_closed_mail()
        parts.ON_THE_PAGE.put(closed.part)
        parts.IN_THE_PORTAL.put(portal.part)
