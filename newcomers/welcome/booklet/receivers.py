"""What follows when a newcomer is erased: no file with their name and link stays."""

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from newcomers.models import Newcomer
from newcomers.welcome.booklet import services


@receiver(pre_delete, sender=Newcomer)
def no_file_stays(sender: type[Newcomer], instance: Newcomer, **kwargs: object) -> None:
    services.delete_files_of(newcomer=instance)
