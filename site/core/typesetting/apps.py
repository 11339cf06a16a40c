from django.apps import AppConfig


class TypesettingConfig(AppConfig):
    name = "core.typesetting"
    label = "typesetting"
    verbose_name = "Printed matter"
