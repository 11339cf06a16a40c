from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SmsConfig(AppConfig):
    name = "core.sms"
    label = "sms"
    verbose_name = _("Text messages")

    def ready(self) -> None:
        from core.backups.restoring import restored
        from core.sms import stops
        from core.sms.answers import register_kinds

        register_kinds()
        restored.connect(stops.after_a_restore)
