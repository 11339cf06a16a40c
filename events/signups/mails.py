"""The five mails about a sign-up: each is claimed by an update before it is written, so each is told once.

The mail goes out while no row is locked. When the mail server cannot take it now, the claim is given back and
the task tries again; when it will never take it, the claim stays, so that nobody tries for ever.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.urls import reverse
from django.utils.translation import override

from core.languages import direction
from core.mail.letter import Attachment, absolute, build_message, render_letter
from core.mail.smtp import NotTaken, hand_over
from events.exchange.calendar import CONTENT_TYPE, filename, occurrence_calendar
from events.models import Occurrence
from events.signups.links import manage_url
from events.signups.models import Signup, SignupQuerySet
from events.signups.wording import party_lines, when

logger = structlog.get_logger(__name__)


class MailPostponed(Exception):
    """The mail server cannot take this mail now. Its claim is given back: try again later."""


@dataclass(frozen=True)
class Kind:
    """One kind of mail: the column that its claim stands in, and who is still to be told."""

    name: str
    column: str
    waiting: Callable[[datetime], SignupQuerySet]


def _to_confirm(now: datetime) -> SignupQuerySet:
    return Signup.objects.confirmed().filter(occurrence__ends_at__gt=now)


def _to_remind(now: datetime) -> SignupQuerySet:
    return Signup.objects.firm().filter(
        occurrence__status=Occurrence.Status.SCHEDULED, occurrence__starts_at__gt=now
    )


def _to_tell_cancelled(now: datetime) -> SignupQuerySet:
    return Signup.objects.filter(status=Signup.Status.CANCELLED)


def _to_tell_date_cancelled(now: datetime) -> SignupQuerySet:
    return Signup.objects.confirmed().filter(occurrence__status=Occurrence.Status.CANCELLED)


def _to_tell_released(now: datetime) -> SignupQuerySet:
    return Signup.objects.filter(status=Signup.Status.RELEASED)


CONFIRMATION = Kind("confirmation", "confirmation_sent_at", _to_confirm)
REMINDER = Kind("reminder", "reminder_sent_at", _to_remind)
CANCELLED = Kind("cancelled", "cancellation_sent_at", _to_tell_cancelled)
RELEASED = Kind("released", "cancellation_sent_at", _to_tell_released)
CANCELLED_BY_ORGANISER = Kind("cancelled_by_organiser", "cancellation_sent_at", _to_tell_date_cancelled)


def send(*, kind: Kind, signup_id: int, now: datetime) -> bool:
    """Send one mail, if it is still to be sent and nobody else is sending it. Returns whether it went out.

    `now` is UTC. Raises `MailPostponed` when the mail server cannot take it now.
    """
    if not _claim(kind, signup_id, now):
        return False
    try:
        signup = Signup.objects.with_date().get(pk=signup_id)
        hand_over(message(kind=kind, signup=signup, now=now))
    except NotTaken as problem:
        # Only the reason is logged and passed on: the error's own text may hold the address.
        if problem.is_for_good:
            logger.warning(
                "signup_mail_refused", kind=kind.name, signup=signup_id, reason=problem.reason.value
            )
            _note_left(kind, signup_id, now)
            return False
        _release(kind, signup_id, now)
        raise MailPostponed(problem.reason.value) from None
    except Exception:
        # A fault of ours: the log has its traceback, and the mail can still be sent once it is mended.
        _release(kind, signup_id, now)
        raise
    _note_left(kind, signup_id, now)
    return True


def give_up(*, kind: Kind, signup_id: int, now: datetime) -> None:
    """Nobody will try again: the places that the mail was about wait no longer than if it had left now."""
    _note_left(kind, signup_id, now)


def _note_left(kind: Kind, signup_id: int, now: datetime) -> None:
    """The hour in which unconfirmed places give way to nobody begins, once and for all."""
    if kind is CONFIRMATION:
        Signup.objects.filter(pk=signup_id, mail_left_at=None).update(mail_left_at=now)


def _claim(kind: Kind, signup_id: int, now: datetime) -> bool:
    rows = kind.waiting(now).reachable().filter(pk=signup_id, **{kind.column: None})
    return rows.update(**{kind.column: now}) == 1


def _release(kind: Kind, signup_id: int, now: datetime) -> None:
    Signup.objects.filter(pk=signup_id, **{kind.column: now}).update(**{kind.column: None})


def message(*, kind: Kind, signup: Signup, now: datetime):
    """The mail, ready to send: in the person's language, with the date as a calendar file."""
    occurrence = signup.occurrence
    calendar = occurrence_calendar(
        occurrence=occurrence,
        language=signup.language,
        now=now,
        for_participant=signup.status == Signup.Status.CONFIRMED,
    )
    # Who has given back the places is done with it; everybody else gets the date, or its cancellation.
    attachments = (
        [] if kind in (CANCELLED, RELEASED) else [Attachment(filename(occurrence), calendar, CONTENT_TYPE)]
    )
    return build_message(
        render_letter(f"signups/mail/{kind.name}", _context(signup), language=signup.language),
        to=signup.email,
        language=signup.language,
        reply_to=occurrence.organisation.email,
        attachments=attachments,
    )


def _context(signup: Signup) -> dict[str, object]:
    occurrence = signup.occurrence
    with override(signup.language):
        text = occurrence.event.text_for(signup.language)
        return {
            "signup": signup,
            # What a stranger types reaches nobody else: until the address is confirmed the mail has no name.
            "name": signup.name if signup.is_firm else "",
            "occurrence": occurrence,
            "organisation": occurrence.organisation,
            "title": text.title if text else occurrence.event.title,
            "title_language": text.language if text else signup.language,
            "title_direction": direction(text.language if text else signup.language),
            "when": when(occurrence),
            "party": party_lines(signup),
            "manage_url": manage_url(signup),
            "list_url": absolute(reverse("event_list", args=[occurrence.municipality.slug])),
        }
