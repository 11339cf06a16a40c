from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "events.exchange"
    label = "exchange"
    verbose_name = _("Exchange")

    def ready(self) -> None:
        from events.exchange.taking_in.telling import register_kinds

        register_kinds()
