from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchingConfig(AppConfig):
    name = "core.searching"
    label = "searching"
    verbose_name = _("Search")
