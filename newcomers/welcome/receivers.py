"""What follows when a newcomer is erased, by themselves, by the host or because their time is up; and when a
step is published: a machine's translations are asked for again."""

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.signals import published

from core.commits import after_commit
from core.mail.outbox import services as outbox
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from newcomers.models import Newcomer
from newcomers.welcome.content.translating import ask_machine_again
from newcomers.welcome.models import Delivery, PackageStep
from newcomers.welcome.sending import KINDS, delivery_of, recipient_of


@receiver(pre_delete, sender=Newcomer)
def nothing_leaves_for(sender: type[Newcomer], instance: Newcomer, **kwargs: object) -> None:
    """What is queued for them goes along. One in the middle of its hand-over ends by itself, as it ends."""
    recipient = recipient_of(instance.pk)
    outbox.forget(recipient=recipient)
    leaving = [
        delivery_of(row) for row in OutboxMessage.objects.filter(kind__in=KINDS.values(), recipient=recipient)
    ]
    waiting = Delivery.objects.queued().filter(newcomer=instance).exclude(pk__in=leaving)
    waiting.update(state=Delivery.State.SKIPPED, reason=Why.GONE, waits_since=None)


@receiver(published, sender=PackageStep)
def machine_translates_again(sender: type[PackageStep], instance: PackageStep, **kwargs: object) -> None:
    after_commit(ask_machine_again, instance)
