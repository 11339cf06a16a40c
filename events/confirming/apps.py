from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfirmingConfig(AppConfig):
    name = "events.confirming"
    label = "confirming"
    verbose_name = _("Is it on?")

    def ready(self) -> None:
        from events.confirming import (  # noqa: F401  some connect
            closed_mail,
            closed_page,
            erasing,
            incoming,
            mails,
            portal_page,
            receivers,
            replies,
        )
        from events.discovery import parts

        mails.register_mails()
        replies.register_replies()
        erasing.register_erasures()
        closed_mail.register_closed_mail()
        parts.ON_THE_PAGE.put(closed_page.part)
        parts.IN_THE_PORTAL.put(portal_page.part)
