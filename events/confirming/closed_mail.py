"""The mail to an organisation's people when somebody has found a date closed."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from core.formats import day_with_beginning
from core.languages import language_among
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.models import User
from events.confirming import kinds
from events.confirming.models import FoundClosed
from events.models import Occurrence

WORTH = timedelta(days=3)


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Whether somebody still says so."""
    return FoundClosed.objects.filter(occurrence=kinds.date_of(row.about), number__gt=0).exists()


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """In the language of who gets it. Raises `Unwanted` where the date or the person is gone."""
    dates = Occurrence.objects.with_cards().select_related("organisation__municipality")
    occurrence = dates.filter(pk=kinds.date_of(row.about)).first()
    if occurrence is None:
        raise Unwanted(Why.GONE)
    address, language = _reader(row.recipient, occurrence)
    text = occurrence.event.source_text or occurrence.event.text_for(language)
    with override(language):
        portal = reverse("portal_date", args=[occurrence.public_id])
        page = reverse("event_detail", args=[occurrence.municipality.slug, occurrence.public_id])
        when = day_with_beginning(occurrence.starts_at, occurrence.ends_at)
    # Whoever has no account sees what everybody sees.
    has_account = row.recipient.startswith("user:")
    context = {
        "title": text.title if text else occurrence.event.title,
        "title_language": text.language if text else language,
        "when": when,
        "organisation": occurrence.organisation,
        "url": absolute(portal if has_account else page),
    }
    letter = render_letter("confirming/mail/found_closed", context, language=language)
    return build_message(letter, to=address, language=language)


def _reader(recipient: str, occurrence: Occurrence) -> tuple[str, str]:
    """Address and language of who is told."""
    own = occurrence.organisation.municipality.language
    if not recipient.startswith("user:"):
        if not occurrence.organisation.email:
            raise Unwanted(Why.GONE)
        return occurrence.organisation.email, own
    members = User.objects.filter(is_active=True, memberships__organisation=occurrence.organisation_id)
    user = members.filter(pk=recipient.removeprefix("user:")).first()
    if user is None or not user.email:
        raise Unwanted(Why.GONE)
    return user.email, language_among(user.language, own)


def register_closed_mail() -> None:
    """Called while the app gets ready."""
    register(Kind(kinds.CLOSED, priority=Priority.NEWS, worth=WORTH, make=make, wanted=is_wanted))
