"""What follows by itself: a new page belongs to its staff, and every database has its moderation."""

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.apps.registry import Apps
from django.db.models.signals import post_migrate, post_save
from django.dispatch import receiver

from home.models import MunicipalityPage
from home.opening import open_moderation
from organisations.tenancy.grants import open_page_to_staff


@receiver(post_save, sender=MunicipalityPage, dispatch_uid="home.open_page_to_staff")
def page_saved(sender: type, instance: MunicipalityPage, created: bool, raw: bool, **kwargs: object) -> None:
    """Translations and aliases are made by copying, without being published: hence not `page_published`."""
    if created and not raw:
        open_page_to_staff(page=instance, municipality=instance.municipality)


@receiver(post_migrate, dispatch_uid="home.open_moderation")
def tables_made(sender: AppConfig, apps: Apps = all_apps, **kwargs: object) -> None:
    """A site that was opened before its first activity was handed in has no workflow yet."""
    if sender.label != "home":
        return
    try:
        apps.get_model("events", "MunicipalityApprovalTask")
    except LookupError:
        # Half-way back through the migrations, there is no table for it.
        return
    open_moderation()
