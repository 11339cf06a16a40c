from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "core.mail.outbox"
    label = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        from core.backups.restoring import restored
        from core.mail.outbox import delivering

        restored.connect(delivering.after_a_restore)
