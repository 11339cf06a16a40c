from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookletConfig(AppConfig):
    name = "newcomers.welcome.booklet"
    label = "booklets"
    verbose_name = _("Booklets")

    def ready(self) -> None:
        from newcomers.welcome.booklet import receivers  # noqa: F401  connects them
