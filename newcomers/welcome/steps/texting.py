"""The text message of a step: one line and the link. What stands behind it is the same page as a mail's.

What cannot leave by SMS goes as the mail that it would have been, where there is an address, and the delivery
keeps why. Where there is none it ends, and the host gives the person the booklet.
"""

from collections.abc import Callable
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext, override

from core.clock import end_of_night
from core.isolation import OwnWords, filled
from core.mail.letter import absolute
from core.mail.outbox import kinds
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms.messages import TextMessage, is_answerable
from newcomers.models import Newcomer
from newcomers.welcome.choices import StepKind
from newcomers.welcome.links import mint
from newcomers.welcome.models import Delivery, LetterLink, PackageStep
from newcomers.welcome.sending import TEXT_KIND, WORTH, delivery_of, is_wanted, mail_of, recorded


def register_text(returned: Callable[[OutboxMessage, kinds.Returned], None]) -> None:
    """`returned` is what follows when the mail that went instead comes back."""
    kinds.register(
        kinds.Kind(
            name=TEXT_KIND,
            priority=kinds.Priority.CAMPAIGN,
            worth=WORTH,
            make=make_text,
            wanted=is_wanted_now,
            recorded=text_recorded,
            instead=mail_instead,
            returned=returned,
        )
    )


def is_wanted_now(row: OutboxMessage, now: datetime) -> bool:
    """As a mail is, and by day: nobody's telephone rings at night."""
    if not is_wanted(row, now):
        return False
    until = end_of_night(now)
    if until:
        raise kinds.NotYet(until)
    return True


def make_text(row: OutboxMessage, now: datetime) -> TextMessage:
    """One line and the person's own link, in their language."""
    delivery, newcomer = _of(row)
    token = mint(newcomer=newcomer, delivery=delivery, medium=LetterLink.Medium.SMS, now=now)
    language = newcomer.page_language
    with override(language):
        text = text_of(delivery, newcomer, token)
    return TextMessage(to=newcomer.phone, text=text, payer=str(newcomer.municipality_id), language=language)


def text_of(delivery: Delivery, newcomer: Newcomer, token: str) -> str:
    """What is sent, in the active language."""
    return line_of(delivery.step, token=token, is_first=newcomer.told_at is None)


def line_of(step: PackageStep, *, token: str, is_first: bool) -> str:
    """What a text message about `step` says, in the active language; to whom it is the first, how to stop.

    The address is the short one, which asks for no language.
    """
    if step.kind in (StepKind.ARRIVAL, StepKind.MESSAGE):
        line = gettext("%(place)s has a message for you: %(link)s")
        if step.kind == StepKind.ARRIVAL:
            line = gettext("Welcome to %(place)s! Read this: %(link)s")
    else:
        line = gettext("News from %(place)s: %(link)s")
    # A telephone takes what stands right behind an address for a part of it: no signs around it.
    link = OwnWords(absolute(reverse("short_link", args=[token])))
    said: str = filled(line, place=step.municipality.name, link=link)
    if is_first and is_answerable():
        # The first time; later the page says how.
        said = " ".join([said, gettext("Answer STOP for no more.")])
    return said


def mail_instead(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | None:
    """To whoever has an address that is not set aside."""
    delivery, newcomer = _of(row)
    if not newcomer.email or newcomer.address_fault:
        return None
    return mail_of(delivery, newcomer, now)


def _of(row: OutboxMessage) -> tuple[Delivery, Newcomer]:
    deliveries = Delivery.objects.select_related(
        "newcomer__municipality__crest", "step__package__municipality", "campaign__created_by"
    )
    delivery = deliveries.get(pk=delivery_of(row))
    if delivery.newcomer is None:
        raise kinds.Unwanted(Why.GONE)
    return delivery, delivery.newcomer


def text_recorded(row: OutboxMessage, now: datetime) -> None:
    """The delivery says what the outbox says, and why it went by e-mail where it did."""
    mine = Delivery.objects.filter(pk=delivery_of(row), tries=row.occasion)
    if row.reason == Why.NOT_DELIVERED:
        # The provider took it, and says later that the telephone did not.
        mine.filter(state=Delivery.State.SENT).update(state=Delivery.State.QUEUED, sent_at=None)
    why = mine.values_list("reason", flat=True).first()
    recorded(row, now)
    if row.is_instead and row.state == OutboxMessage.State.SENT and why:
        mine.filter(state=Delivery.State.SENT).update(reason=why, reason_at=now)
