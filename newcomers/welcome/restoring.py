"""What follows for deliveries when a backup is put back."""

from newcomers.welcome.models import Delivery


def perhaps_sent(sender: object, *, nothing_was_done: bool, **kwargs: object) -> None:
    """What waited in the backup may have been sent since: it is listed, and nobody gets it twice."""
    if not nothing_was_done:
        waiting = Delivery.objects.filter(state__in=Delivery.UNFINISHED)
        waiting.update(state=Delivery.State.UNCONFIRMED)
