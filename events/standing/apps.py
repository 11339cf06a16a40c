from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandingConfig(AppConfig):
    name = "events.standing"
    label = "standing"
    verbose_name = _("Places with opening hours")

    def ready(self) -> None:
        from events.standing import receivers  # noqa: F401  registering is what the import is for
        from events.standing.notices import register_kinds

        register_kinds()
