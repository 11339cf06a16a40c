from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfirmingConfig(AppConfig):
    name = "events.confirming"
    label = "confirming"
    verbose_name = _("Is it on?")

    def ready(self) -> None:
        from events.confirming import mails

        mails.register_mails()
