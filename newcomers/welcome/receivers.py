"""What follows when a newcomer is erased, by themselves, by the host or because their time is up; when their
address is corrected; and when a step is published: a machine's translations are asked for again."""

from collections.abc import Sequence

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
from newcomers.services import recipient_of
from newcomers.signals import people_leave, reached_otherwise, wants_nothing
from newcomers.welcome.content.translating import ask_machine_again
from newcomers.welcome.links import close_sent_to
from newcomers.welcome.models import Delivery, PackageStep
from newcomers.welcome.models.links import LetterLink
from newcomers.welcome.sending import KINDS, delivery_of
from newcomers.welcome.steps import later


@receiver(people_leave)
def nothing_leaves_for(sender: type[Newcomer], people: Sequence[int], **kwargs: object) -> None:
    """What is queued for them goes along. One in the middle of its hand-over ends by itself, as it ends."""
    recipients = [recipient_of(pk) for pk in people]
    outbox.forget_all(recipients=recipients)
    messages = OutboxMessage.objects.filter(kind__in=KINDS.values(), recipient__in=recipients)
    leaving = [delivery_of(row) for row in messages]
    waiting = Delivery.objects.queued().filter(newcomer__in=people).exclude(pk__in=leaving)
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
    later.reached_by(newcomer=newcomer)


@receiver(wants_nothing)
def is_not_asked_later(sender: type[Newcomer], newcomer: Newcomer, **kwargs: object) -> None:
    later.take_back(newcomer=newcomer)


@receiver(published, sender=PackageStep)
def machine_translates_again(sender: type[PackageStep], instance: PackageStep, **kwargs: object) -> None:
    after_commit(ask_machine_again, instance)
