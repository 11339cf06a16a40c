from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "newcomers.participation"
    label = "participation"
    verbose_name = _("Participation")

    def ready(self) -> None:
        from newcomers.participation import mails

        mails.register_mails()
