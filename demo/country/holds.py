"""What a database holds that somebody may want to keep."""

from django.apps import apps
from django.db import models
from django.utils.translation import override

# What `load_municipalities` brings to every site, and nobody has written.
GIVEN = frozenset(
    {
        *("organisations.region", "organisations.municipality", "organisations.municipalityname"),
        *("organisations.place", "organisations.placename"),
    }
)
ROOMS = ("core", "organisations", "events", "newcomers", "home", "wagtailcore.page", "account", "mfa")


def what_it_holds() -> list[str]:
    """Everything of ours that has rows, as "12 organisations": empty on a site that nobody has used."""
    found = [(model, model._base_manager.count()) for model in apps.get_models() if _is_ours(model)]
    # Whoever runs commands reads English.
    with override("en"):
        return [
            f"{number:,} {model._meta.verbose_name_plural if number > 1 else model._meta.verbose_name}"
            for model, number in found
            if number
        ]


def _is_ours(model: type[models.Model]) -> bool:
    room = model._meta.app_config.name.split(".")[0] if model._meta.app_config else ""
    is_table = model._meta.managed and not model._meta.proxy
    return is_table and room in ROOMS and model._meta.label_lower not in GIVEN
