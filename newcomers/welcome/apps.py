from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WelcomeConfig(AppConfig):
    name = "newcomers.welcome"
    label = "welcome"
    verbose_name = _("Welcome packages")

    def ready(self) -> None:
        from newcomers.welcome import receivers, sending  # noqa: F401  connects them
        from newcomers.welcome.desk import leaving, waiting

        sending.register_package()
        waiting.register_parts()
        leaving.register()
