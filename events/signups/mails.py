"""The mails about one sign-up: whether each is still to be sent when its turn comes, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from core.mail.letter import Attachment, absolute, build_message, part_or_nothing, render_letter
from core.mail.outbox.kinds import Kind, NotYet, Priority, Unwanted, nothing_follows, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from events.exchange.calendar import CONTENT_TYPE, filename, occurrence_calendar
from events.signups import kinds
from events.signups.links import manage_url
from events.signups.models import ERASED_AT_LATEST_AFTER, Signup, SignupQuerySet
from events.signups.reminders import morning_after
from events.signups.wording import party_lines
from events.telling.wording import date_context

# Then the hour begins in which unconfirmed places give way to nobody, whether the mail has left or not: an
# address whose server never takes it keeps no place for good.
LONGEST_WAIT_FOR_AN_ADDRESS = timedelta(hours=4)


@dataclass(frozen=True)
class Mail:
    """One kind of mail about one sign-up. `template` is a name in `signups/mail`."""

    template: str
    waiting: Callable[[datetime], SignupQuerySet]
    has_calendar: bool = True


def _to_confirm(now: datetime) -> SignupQuerySet:
    takes_place = {"occurrence__ends_at__gt": now, "occurrence__is_public": True}
    return Signup.objects.confirmed().filter(**takes_place)


MAILS = {
    kinds.CONFIRMATION: Mail("confirmation", _to_confirm),
    kinds.REMINDER: Mail("reminder", lambda now: Signup.objects.to_remind(now)),
    # Who has given back the places is done with the date.
    kinds.CANCELLED: Mail(
        "cancelled", lambda now: Signup.objects.filter(status=Signup.Status.CANCELLED), has_calendar=False
    ),
    kinds.RELEASED: Mail(
        "released", lambda now: Signup.objects.filter(status=Signup.Status.RELEASED), has_calendar=False
    ),
}


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Whether the person is still to be told; a reminder waits for the morning. May raise `Unwanted`."""
    signups = MAILS[row.kind].waiting(now).reachable().select_related("occurrence")
    signup = signups.filter(pk=kinds.signup_of(row.recipient)).first()
    if signup and row.kind == kinds.REMINDER:
        morning = morning_after(now, starts_at=signup.occurrence.starts_at)
        if morning:
            raise NotYet(morning)
    return signup is not None


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    signup = Signup.objects.with_date().filter(pk=kinds.signup_of(row.recipient)).first()
    if signup is None:
        raise Unwanted(Why.GONE)
    return message(kind=row.kind, signup=signup, now=now)


def message(*, kind: str, signup: Signup, now: datetime) -> EmailMultiAlternatives:
    """The mail, ready to send: in the person's language, with the date as a calendar file."""
    mail = MAILS[kind]
    calendar = calendar_file(signup, now=now) if mail.has_calendar else None
    return build_message(
        render_letter(f"signups/mail/{mail.template}", _context(signup), language=signup.language),
        to=signup.email,
        language=signup.language,
        reply_to=signup.occurrence.organisation.email,
        attachments=[calendar] if calendar else [],
    )


def calendar_file(signup: Signup, *, now: datetime) -> Attachment | None:
    """The date for the person's own calendar; None when it cannot be made, and then the log says why."""
    occurrence = signup.occurrence
    content = part_or_nothing(
        "calendar",
        lambda: occurrence_calendar(
            occurrence=occurrence,
            language=signup.language,
            now=now,
            for_participant=signup.status == Signup.Status.CONFIRMED,
        ),
    )
    return Attachment(filename(occurrence), content, CONTENT_TYPE) if content else None


def _context(signup: Signup) -> dict[str, object]:
    with override(signup.language):
        return {
            **person_context(signup),
            **date_context(signup.occurrence, language=signup.language),
            "party": party_lines(signup),
            "manage_url": manage_url(signup),
            "list_url": absolute(reverse("event_list", args=[signup.occurrence.municipality.slug])),
        }


def person_context(signup: Signup) -> dict[str, object]:
    """What a mail says of the person, and who has arranged it."""
    return {
        "signup": signup,
        # What a stranger types reaches nobody else: until the address is confirmed the mail has no name.
        "name": signup.name if signup.is_firm else "",
        "organisation": signup.occurrence.organisation,
    }


def link_has_left(row: OutboxMessage, now: datetime) -> None:
    """The hour in which unconfirmed places give way to nobody begins, once and for all."""
    is_long = row.reason == Why.BUSY and now - row.created_at >= LONGEST_WAIT_FOR_AN_ADDRESS
    if row.ended_at or is_long:
        rows = Signup.objects.filter(pk=kinds.signup_of(row.recipient), mail_left_at=None)
        rows.update(mail_left_at=now)


def receipt_has_left(row: OutboxMessage, now: datetime) -> None:
    """Who has no places any longer is forgotten a day from now."""
    if row.ended_at:
        rows = Signup.objects.without_places().filter(pk=kinds.signup_of(row.recipient))
        rows.filter(receipt_left_at=None).update(receipt_left_at=now)


def register_mails() -> None:
    """Called while the app gets ready."""
    follows = {
        kinds.CONFIRMATION: link_has_left,
        kinds.CANCELLED: receipt_has_left,
        kinds.RELEASED: receipt_has_left,
    }
    for name in MAILS:
        register(
            Kind(
                name,
                priority=Priority.NEWS if name == kinds.REMINDER else Priority.ANSWER,
                worth=ERASED_AT_LATEST_AFTER,
                make=make,
                wanted=is_wanted,
                recorded=follows.get(name, nothing_follows),
            )
        )
