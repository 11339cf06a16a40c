"""The rest of a long list, while nobody waits for it; and calendars, when it is their turn."""

from celery import shared_task
from django.utils import timezone

from events.exchange.models import Source, Upload
from events.exchange.taking_in import subscribing
from events.exchange.taking_in.services import take_in

# One calendar: fetched for half a minute, and read for one.
MOST_SECONDS = 180


@shared_task(name="exchange.take_in_rest")
def take_in_rest(*, upload_id: int) -> None:
    upload = Upload.objects.select_related("user", "source__organisation").filter(pk=upload_id).first()
    if upload is None or upload.taken_at is None:
        return
    take_in(upload=upload, user=upload.user, now=timezone.now())


@shared_task(name="exchange.fetch_due")
def fetch_due() -> None:
    """Every ten minutes: whose turn it is."""
    for pk in subscribing.fetch_due(now=timezone.now()):
        ask_source.delay(source_id=pk)


@shared_task(name="exchange.ask_source", soft_time_limit=MOST_SECONDS, time_limit=MOST_SECONDS + 30)
def ask_source(*, source_id: int) -> None:
    source = Source.objects.filter(pk=source_id, state__in=Source.ASKED).first()
    if source is not None:
        subscribing.ask(source=source, now=timezone.now())
