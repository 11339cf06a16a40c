"""The rest of a long list, while nobody waits for it; and calendars, when it is their turn."""

from contextlib import suppress

import structlog
from celery import shared_task
from django.utils import timezone

from events.exchange.models import Source, Upload
from events.exchange.taking_in import subscribing
from events.exchange.taking_in.services import PASSING, take_in

logger = structlog.get_logger(__name__)

# One calendar: fetched for half a minute, and read for one.
MOST_SECONDS = 180
TAKE_IN_REST = "exchange.take_in_rest"


@shared_task(name=TAKE_IN_REST)
def take_in_rest(*, upload_id: int | None = None) -> None:
    """What is being taken in and is not all there: of one upload, or of all."""
    for upload in Upload.objects.being_taken_in().select_related("user", "source__organisation"):
        if upload_id not in (None, upload.pk):
            continue
        try:
            take_in(upload=upload, user=upload.user, now=timezone.now())
        except PASSING:
            raise
        except Exception:
            # One list stops no other: it is tried again until it ends by itself.
            logger.exception("upload_not_taken_in", upload=upload.pk)


@shared_task(name="exchange.fetch_due")
def fetch_due() -> None:
    """Every ten minutes: whose turn it is, and what no worker was told of."""
    if Upload.objects.being_taken_in().exists():
        take_in_rest.delay()
    for pk in subscribing.fetch_due(now=timezone.now()):
        ask_source.delay(source_id=pk)


@shared_task(name="exchange.ask_source", soft_time_limit=MOST_SECONDS, time_limit=MOST_SECONDS + 30)
def ask_source(*, source_id: int) -> None:
    source = Source.objects.filter(pk=source_id, state__in=Source.ASKED).first()
    if source is not None:
        # Whoever deletes it meanwhile need not wait for its answer.
        with suppress(Source.DoesNotExist):
            subscribing.ask(source=source, now=timezone.now())
