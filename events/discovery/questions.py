"""A question to the organiser: one mail to the organisation's contact address, which the form does not show.

The question is in no table: it lies sealed in its row of the outbox until the mail has left, and is gone with
that. The organiser answers by mail, straight to the asker.
"""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from core.formats import day_with_beginning
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox import services as outbox
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.mail.outbox.sealing import unseal
from core.text import same_address
from events.models import Occurrence

QUESTION = "events.question"
# An organiser whose mail server is away for longer is telephoned.
WORTH = timedelta(days=2)


def ask(*, occurrence: Occurrence, name: str, email: str, words: str, language: str, now: datetime) -> None:
    """Have the question sent to the organisation of `occurrence`, which must have an address.

    The same words from the same address about the same date are one question. `language` is that of the page
    which it was asked on; `now` is UTC.
    """
    same = salted_hmac(QUESTION, f"{same_address(email)} {words}", algorithm="sha256").hexdigest()
    outbox.queue(
        kind=QUESTION,
        about=f"occurrence:{occurrence.pk}",
        recipient=f"organisation:{occurrence.organisation_id}",
        occasion=same,
        secret={"name": name, "email": email, "words": words, "language": language},
        now=now,
    )


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """The mail, in the municipality's language. Raises `Unwanted` when there is nobody to ask any longer."""
    rows = Occurrence.objects.public().with_cards().select_related("organisation__municipality")
    occurrence = rows.filter(pk=row.about.removeprefix("occurrence:")).first()
    if row.secret is None or occurrence is None or not occurrence.organisation.email:
        raise Unwanted(Why.GONE)
    secret = {name: str(value) for name, value in unseal(row.secret).items()}
    organisation = occurrence.organisation
    language = organisation.municipality.language
    text = occurrence.event.source_text or occurrence.event.text_for(language)
    with override(language):
        page = reverse("event_detail", args=[occurrence.municipality.slug, occurrence.public_id])
        when = day_with_beginning(occurrence.starts_at, occurrence.ends_at)
    context = {
        "when": when,
        "title": text.title if text else occurrence.event.title,
        "title_language": text.language if text else language,
        "name": secret["name"],
        "email": secret["email"],
        "words": secret["words"],
        "asked_in": secret["language"],
        "url": absolute(page),
    }
    letter = render_letter("events/mail/question", context, language=language)
    return build_message(letter, to=organisation.email, language=language, reply_to=secret["email"])


def register_questions() -> None:
    """Called while the app gets ready."""
    register(Kind(QUESTION, priority=Priority.ANSWER, worth=WORTH, make=make))
