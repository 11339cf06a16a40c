from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "events.exchange"
    label = "exchange"
    verbose_name = _("Exchange")

    def ready(self) -> None:
        from events.discovery.parts import ON_THE_PAGE
        from events.exchange import structured
        from events.exchange.taking_in.telling import register_kinds

        ON_THE_PAGE.put(structured.part)
        register_kinds()
