"""What follows by itself: a new page belongs to its staff."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from home.models import MunicipalityPage
from organisations.tenancy.grants import open_page_to_staff


@receiver(post_save, sender=MunicipalityPage, dispatch_uid="home.open_page_to_staff")
def page_saved(sender: type, instance: MunicipalityPage, created: bool, raw: bool, **kwargs: object) -> None:
    """Translations and aliases are made by copying, without being published: hence not `page_published`."""
    if created and not raw:
        open_page_to_staff(page=instance, municipality=instance.municipality)
