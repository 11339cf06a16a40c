"""The rest of a long list, while nobody waits for it."""

from celery import shared_task
from django.utils import timezone

from events.exchange.models import Upload
from events.exchange.taking_in.services import take_in


@shared_task(name="exchange.take_in_rest")
def take_in_rest(*, upload_id: int) -> None:
    upload = Upload.objects.select_related("user", "source__organisation").filter(pk=upload_id).first()
    if upload is None or upload.taken_at is None:
        return
    take_in(upload=upload, user=upload.user, now=timezone.now())
