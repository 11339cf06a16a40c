"""The message to somebody who asks to be welcomed: was it you? By e-mail, or as a text message."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.isolation import filled
from core.mail.letter import build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms.messages import TextMessage, is_offered
from newcomers.asking import KEPT, KIND, request_of, request_url
from newcomers.models import WelcomeRequest


def _found(row: OutboxMessage, now: datetime) -> WelcomeRequest:
    """Raises `Unwanted`."""
    rows = WelcomeRequest.objects.select_related("municipality__county")
    found = rows.filter(pk=request_of(row.recipient), expires_at__gt=now).first()
    if found is None:
        raise Unwanted(Why.GONE)
    if found.phone and not is_offered():
        raise Unwanted
    return found


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Asked when its turn comes."""
    _found(row, now)
    return True


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    """The question whether it was them, with the link to the button."""
    asked = _found(row, now)
    return _text(asked) if asked.phone else _letter(asked)


def _letter(asked: WelcomeRequest) -> EmailMultiAlternatives:
    with override(asked.page_language):
        context = {"municipality": asked.municipality, "name": asked.name, "url": request_url(asked)}
        letter = render_letter("newcomers/mail/asked", context, language=asked.page_language)
    return build_message(letter, to=asked.email, language=asked.page_language)


def _text(asked: WelcomeRequest) -> TextMessage:
    with override(asked.page_language):
        words = _("%(site)s: Press the button here, and the municipality of %(name)s welcomes you:")
        said = filled(words, site="Møteplass", name=asked.municipality.name)
    text = f"{said} {request_url(asked)}"
    return TextMessage(asked.phone, text, payer=asked.municipality_id, language=asked.page_language)


def register_mails() -> None:
    """Called while the app gets ready."""
    register(Kind(KIND, priority=Priority.ANSWER, worth=KEPT, make=make, wanted=is_wanted))
