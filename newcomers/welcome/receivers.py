"""What follows when a newcomer is erased, by themselves, by the host or because their time is up; when their
address is corrected; and when a step is published: a machine's translations are asked for again."""

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from core.commits import after_commit
from core.mail.outbox import services as outbox
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.text import same_address
from newcomers.models import Newcomer
from newcomers.person import Person
from newcomers.signals import reached_otherwise
from newcomers.welcome.content.translating import ask_machine_again
from newcomers.welcome.links import close_sent_to
from newcomers.welcome.models import Delivery, PackageStep
from newcomers.welcome.models.links import LetterLink
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


@receiver(reached_otherwise)
def what_went_elsewhere_opens_nothing(
    sender: type[Newcomer], newcomer: Newcomer, was: Person, **kwargs: object
) -> None:
    """A letter to a mistyped address is a stranger's: it would show them the person, and what else there is
    with the address that is right."""
    media = [LetterLink.Medium.MAIL] if same_address(was.email) != same_address(newcomer.email) else []
    if was.phone != newcomer.phone:
        media.append(LetterLink.Medium.SMS)
    close_sent_to(newcomer=newcomer, media=media, now=timezone.now())


@receiver(published, sender=PackageStep)
def machine_translates_again(sender: type[PackageStep], instance: PackageStep, **kwargs: object) -> None:
    after_commit(ask_machine_again, instance)
