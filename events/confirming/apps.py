from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfirmingConfig(AppConfig):
    name = "events.confirming"
    label = "confirming"
    verbose_name = _("Is it on?")

    def ready(self) -> None:
        from events.confirming import closed_mail, closed_page, mails
        from events.discovery import parts
        from events.confirming import mails, receivers  # noqa: F401  connects

        mails.register_mails()
        closed_mail.register_closed_mail()
        parts.ON_THE_PAGE.put(closed_page.part)
