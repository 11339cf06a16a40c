from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JoiningConfig(AppConfig):
    name = "organisations.joining"
    label = "joining"
    verbose_name = _("Organisations that come in")

    def ready(self) -> None:
        from core.privacy.erasures import Erased, register
        from organisations.joining import mails, my_data, services

        mails.register_mails()
        my_data.register_my_data()
        register(Erased("application", services.known_by, services.erase_again))
