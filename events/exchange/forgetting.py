"""What was noted for those who follow us ends by the clock."""

from datetime import datetime

from events.exchange.models import PublicChange


def forget_changes(*, now: datetime) -> int:
    """Deletes what nobody can ask for any longer. Returns how many there were. `now` is UTC."""
    number, _by_model = PublicChange.objects.filter(at__lt=now - PublicChange.KEPT).delete()
    return number
