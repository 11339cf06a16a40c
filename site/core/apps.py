from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from core.accounts import erasing
        from core.accounts.letters import register_account_mail
        from core.accounts.telephones import register_account_texts
        from core.privacy.asking import register_my_data
        from core.privacy.erasures import Erased, register

        erasing.connect()
        register(Erased("account", erasing.known_by, erasing.erase_again))
        register_account_mail()
        register_account_texts()
        register_my_data()
