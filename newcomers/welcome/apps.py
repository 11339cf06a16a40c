from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WelcomeConfig(AppConfig):
    name = "newcomers.welcome"
    label = "welcome"
    verbose_name = _("Welcome packages")

    def ready(self) -> None:
        from core.backups.restoring import restored
        from newcomers.welcome import restoring

        restored.connect(restoring.perhaps_sent)
