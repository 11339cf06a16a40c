"""What follows when newcomers are erased: no file with their name and link stays."""

from collections.abc import Sequence

from django.dispatch import receiver

from newcomers.models import Newcomer
from newcomers.signals import people_leave
from newcomers.welcome.booklet import services


@receiver(people_leave)
def no_file_stays(sender: type[Newcomer], people: Sequence[int], **kwargs: object) -> None:
    services.delete_files_of(people=people)
