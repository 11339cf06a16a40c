from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BouncesConfig(AppConfig):
    name = "core.mail.bounces"
    label = "bounces"
    verbose_name = _("E-mail that came back")
