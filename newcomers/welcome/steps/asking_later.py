"""The message with the question after four years: by e-mail, or as a text message."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.clock import end_of_night
from core.isolation import OwnWords, filled
from core.mail.letter import build_message, render_letter
from core.mail.outbox.kinds import Kind, NotYet, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.sms.messages import TextMessage, is_offered
from newcomers.welcome.models import AskedLater
from newcomers.welcome.steps.later import KIND, page_language, row_of, url_of


def _found(row: OutboxMessage, now: datetime) -> AskedLater:
    """Raises `Unwanted`."""
    rows = AskedLater.objects.select_related("municipality__county").filter(value="", expires_at__gt=now)
    found = rows.filter(pk=row_of(row.recipient)).first()
    if found is None or not (found.email or found.phone):
        raise Unwanted(Why.GONE)
    if found.phone and not is_offered():
        raise Unwanted
    return found


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Asked when its turn comes. Nobody's telephone rings at night."""
    found = _found(row, now)
    until = end_of_night(now) if found.phone else None
    if until:
        raise NotYet(until)
    return True


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    """One question, with the link to the page that has the buttons."""
    found = _found(row, now)
    return _text(found) if found.phone else _letter(found)


def _letter(found: AskedLater) -> EmailMultiAlternatives:
    language = page_language(found)
    with override(language):
        context = {"municipality": found.municipality, "url": url_of(found), "agreed_at": found.agreed_at}
        letter = render_letter("welcome/mail/still_here_later", context, language=language)
    return build_message(letter, to=found.email, language=language)


def _text(found: AskedLater) -> TextMessage:
    language = page_language(found)
    with override(language):
        line = _("%(place)s asks, as you agreed: do you still live here? %(link)s")
        said = filled(line, place=found.municipality.name, link=OwnWords(url_of(found)))
    return TextMessage(found.phone, said, payer=found.municipality_id, language=language)


def register_question() -> None:
    """Called while the app gets ready."""
    register(Kind(KIND, priority=Priority.CAMPAIGN, worth=AskedLater.KEPT, make=make, wanted=is_wanted))
