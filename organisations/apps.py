import importlib

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"
    label = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        importlib.import_module("organisations.tenancy.receivers")
        importlib.import_module("organisations.tenancy.lending")
        importlib.import_module("organisations.tenancy.translations")
        importlib.import_module("organisations.picturing.tasks")
        importlib.import_module("organisations.mails").register_mails()
