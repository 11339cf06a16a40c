"""Work for the queue. A task that runs twice does no harm: a delivery is claimed once."""

import structlog
from celery import shared_task
from django.utils import timezone

from newcomers.welcome import sending
from newcomers.welcome.models import Delivery

logger = structlog.get_logger(__name__)


@shared_task(name="welcome.fan_out_campaign")
def fan_out_campaign(*, campaign_id: int) -> None:
    """Put each delivery of the campaign into the queue by itself."""
    for pk in Delivery.objects.queued().filter(campaign=campaign_id).values_list("pk", flat=True):
        send_delivery.delay(delivery_id=pk)


@shared_task(name="welcome.send_delivery")
def send_delivery(*, delivery_id: int) -> None:
    outcome = sending.send_delivery(delivery_id=delivery_id, now=timezone.now())
    if outcome is None:
        logger.info("delivery_not_ours", delivery=delivery_id)
    elif outcome.retry_in:
        send_delivery.apply_async(
            kwargs={"delivery_id": delivery_id}, countdown=outcome.retry_in.total_seconds()
        )


@shared_task(name="welcome.sweep_deliveries")
def sweep_deliveries() -> None:
    for pk in sending.sweep_deliveries(now=timezone.now()):
        send_delivery.delay(delivery_id=pk)
