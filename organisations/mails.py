"""The mail to somebody who is proposed for an organisation."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from core.languages import language_codes
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.services import queue
from organisations.models import Invitation

INVITATION = "organisations.invitation"
# The portal's front page says it too.
WORTH = timedelta(days=7)


def queue_invitation(*, invitation: Invitation, now: datetime) -> None:
    """Have the invited person told, once. `now` is UTC."""
    about, recipient = f"invitation:{invitation.pk}", f"user:{invitation.user_id}"
    queue(kind=INVITATION, about=about, recipient=recipient, now=now)


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """In the person's language, else the municipality's. Raises `Unwanted` when it is answered already."""
    waiting = Invitation.objects.select_related("user", "organisation__municipality")
    invitation = waiting.filter(pk=row.about.removeprefix("invitation:"), user__is_active=True).first()
    if invitation is None:
        raise Unwanted
    user, organisation = invitation.user, invitation.organisation
    language = user.language if user.language in language_codes() else organisation.municipality.language
    with override(language):
        url = absolute(reverse("portal_invitations"))
    context = {
        "organisation": organisation,
        "municipality": organisation.municipality,
        # Otherwise it is the organisation's own people who say yes.
        "answers": Invitation.objects.answered_by(user).filter(pk=invitation.pk).exists(),
        "url": url,
    }
    letter = render_letter("organisations/mail/invitation", context, language=language)
    return build_message(letter, to=user.email, language=language)


def register_mails() -> None:
    """Called while the app gets ready."""
    register(Kind(INVITATION, priority=Priority.NEWS, worth=WORTH, make=make))
