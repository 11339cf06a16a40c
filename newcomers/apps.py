from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewcomersConfig(AppConfig):
    name = "newcomers"
    label = "newcomers"
    verbose_name = _("Newcomers")

    def ready(self) -> None:
        from core.privacy.erasures import Erased, register
        from newcomers import mails, services

        register(Erased("newcomer", services.known_by, services.erase_again))
        mails.register_mails()
        register(Erased("unsubscribed", services.known_by, services.unsubscribe_again))
