"""Moments on Norway's clock, and what somebody has had by then."""

from datetime import UTC, datetime

from core.clock import NORWAY
from newcomers.welcome.models import Delivery


def oslo(*at: int) -> datetime:
    return datetime(*at, tzinfo=NORWAY).astimezone(UTC)


def had(person) -> list[str]:
    return list(
        Delivery.objects.had().filter(newcomer=person).order_by("pk").values_list("step__kind", flat=True)
    )


ARRIVED = oslo(2027, 1, 10, 8)
