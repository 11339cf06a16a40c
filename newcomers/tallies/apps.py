from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TalliesConfig(AppConfig):
    name = "newcomers.tallies"
    label = "tallies"
    verbose_name = _("Figures")

    def ready(self) -> None:
        from newcomers.tallies import keeping  # noqa: F401  its receivers
