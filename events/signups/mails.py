"""The messages about one sign-up: whether each is still to be sent when its turn comes, and how it is made.

By e-mail, or by SMS to who has given a mobile number alone (`texts`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from core.clock import end_of_night
from core.mail.letter import Attachment, absolute, build_message, part_or_nothing, render_letter
from core.mail.outbox.kinds import Kind, NotYet, Priority, Unwanted, nothing_follows, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.mail.outbox.sealing import unseal
from core.sms.messages import TextMessage
from events.exchange.calendar import CONTENT_TYPE, dates_calendar, filename
from events.models import Occurrence
from events.signups import besides, kinds, texts
from events.signups.letters import About, Told, told_of
from events.signups.links import coming_url, manage_url
from events.signups.models import ERASED_AT_LATEST_AFTER, Signup, SignupQuerySet
from events.signups.reminders import morning_after
from events.signups.services.bookings import booking_of
from events.signups.ways import can_be_told, is_texted
from events.signups.wording import dates_of_booking, party_lines
from events.telling.wording import date_context

# Then the hour begins in which unconfirmed places give way to nobody, whether the mail has left or not: an
# address whose server never takes it keeps no place for good.
LONGEST_WAIT_FOR_AN_ADDRESS = timedelta(hours=4)
# What can wait for the morning does, when it goes to a telephone.
AT_NIGHT = (kinds.CONFIRMATION, kinds.WAITING, kinds.PARTY, kinds.CANCELLED, kinds.MOVED)


@dataclass(frozen=True)
class Mail:
    """One kind of message about one sign-up. `template` is a name in `signups/mail`."""

    template: str
    waiting: Callable[[datetime], SignupQuerySet]
    has_calendar: bool = True


def _of_status(*status: Signup.Status) -> Callable[[datetime], SignupQuerySet]:
    """Those with this status, of dates that are not over."""

    def rows(now: datetime) -> SignupQuerySet:
        dates = {"occurrence__ends_at__gt": now, "occurrence__is_public": True}
        return Signup.objects.filter(status__in=status, **dates)

    return rows


CONFIRMED, WAITING, OFFERED = Signup.Status.CONFIRMED, Signup.Status.WAITING, Signup.Status.OFFERED
MAILS = {
    kinds.CONFIRMATION: Mail("confirmation", _of_status(CONFIRMED)),
    kinds.WAITING: Mail("told", _of_status(WAITING)),
    kinds.PROMOTED: Mail("told", _of_status(CONFIRMED)),
    kinds.OFFERED: Mail("told", _of_status(OFFERED)),
    kinds.MOVED: Mail("told", _of_status(CONFIRMED)),
    kinds.PARTY: Mail("told", _of_status(CONFIRMED, WAITING, OFFERED), has_calendar=False),
    kinds.REMINDER: Mail("reminder", lambda now: Signup.objects.to_remind(now)),
    # Who has given back the places is done with the date.
    kinds.CANCELLED: Mail("cancelled", lambda now: Signup.objects.filter(status=Signup.Status.CANCELLED)),
    kinds.RELEASED: Mail("released", lambda now: Signup.objects.filter(status=Signup.Status.RELEASED)),
}


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Whether the person is still to be told; a reminder waits for the morning. May raise `Unwanted`.

    A text message about what nobody waits for at night waits as well; who has just pressed a button is awake.
    """
    signups = MAILS[row.kind].waiting(now).select_related("occurrence")
    signup = signups.filter(pk=kinds.signup_of(row.recipient)).first()
    if signup is None or not can_be_told(signup):
        return False
    morning = morning_after(now, starts_at=signup.occurrence.starts_at)
    if morning and row.kind == kinds.REMINDER:
        raise NotYet(morning)
    if morning and is_texted(signup) and row.kind not in AT_NIGHT:
        raise NotYet(morning)
    return True


def is_urgent(row: OutboxMessage, now: datetime) -> bool:
    """A place that is offered goes to the next after some hours: it may use the month's reserve."""
    return row.kind in (kinds.OFFERED, kinds.PROMOTED) and end_of_night(now) is None


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    signup = Signup.objects.with_date().filter(pk=kinds.signup_of(row.recipient)).first()
    if signup is None:
        raise Unwanted(Why.GONE)
    about = _about(row, signup)
    if is_texted(signup):
        return texts.of_kind(row.kind, signup, about)
    return message(kind=row.kind, signup=signup, now=now, about=about)


def _about(row: OutboxMessage, signup: Signup) -> About:
    """What the row knows beside the sign-up."""
    left = None
    date = int(row.about.removeprefix("occurrence:"))
    if row.kind == kinds.MOVED and date != signup.occurrence_id:
        left = Occurrence.objects.with_cards().filter(pk=date).first()
    party = unseal(row.secret).get("party") if row.secret else None
    return About(left=left, party=party if isinstance(party, dict) else None)


def message(
    *, kind: str, signup: Signup, now: datetime, about: About | None = None
) -> EmailMultiAlternatives:
    """The mail, ready to send: in the person's language, with the dates as a calendar file."""
    mail, about = MAILS[kind], about or About()
    calendar = None
    if mail.has_calendar:
        calendar = calendar_of(signup, now=now, left=_left(kind, signup, about, now))
    context = _context(kind, signup, about, now)
    return build_message(
        render_letter(f"signups/mail/{mail.template}", context, language=signup.language),
        to=signup.email,
        language=signup.language,
        reply_to=signup.occurrence.organisation.email,
        attachments=[calendar] if calendar else [],
    )


def told_message(signup: Signup, say: Callable[[str], Told], *, now: datetime) -> EmailMultiAlternatives:
    """A mail about the person's sign-up with the words of another room, around the facts of the date.

    `say` makes them from the title of the activity, in the active language, which is the person's.
    """
    context = _facts(signup, About(), now)
    with override(signup.language):
        context["told"] = say(str(context["title"]))
    return build_message(
        render_letter("signups/mail/told", context, language=signup.language),
        to=signup.email,
        language=signup.language,
        reply_to=signup.occurrence.organisation.email,
    )


def _left(kind: str, signup: Signup, about: About, now: datetime) -> list[Occurrence]:
    """The dates that are struck out: all of the booking that ended as this one did."""
    if kind not in (kinds.CANCELLED, kinds.RELEASED):
        return [about.left] if about.left else []
    rows = Signup.objects.filter(booking=signup.booking, status=signup.status, erased_at=None)
    others = rows.filter(occurrence__ends_at__gt=now).exclude(pk=signup.pk).with_date()
    return [signup.occurrence, *(row.occurrence for row in others.order_by("occurrence__starts_at", "pk"))]


def calendar_of(signup: Signup, *, now: datetime, left: list[Occurrence]) -> Attachment | None:
    """The dates of the booking that the person has places at, those they wait for, and those they have
    `left`, which are struck out in a calendar that has them; None when it cannot be made, and then the log
    says why."""
    struck = {date.pk for date in left}
    rows = booking_of(signup, now=now).exclude(occurrence__in=struck).with_date()
    dates = [row.occurrence for row in rows if row.has_places]
    waits = [row.occurrence for row in rows if row.is_waiting or row.is_offered]
    if not struck and signup.occurrence_id not in {date.pk for date in (*dates, *waits)}:
        dates.insert(0, signup.occurrence)
    content = part_or_nothing(
        "calendar",
        lambda: dates_calendar(dates=dates, waits=waits, left=left, language=signup.language, now=now),
    )
    return Attachment(filename(signup.occurrence), content, CONTENT_TYPE) if content else None


def calendar_file(signup: Signup, *, now: datetime) -> Attachment | None:
    """The sign-up's own date for the person's calendar; None when it cannot be made."""
    dates, waits = ([signup.occurrence], []) if signup.has_places else ([], [signup.occurrence])
    content = part_or_nothing(
        "calendar",
        lambda: dates_calendar(dates=dates, waits=waits, language=signup.language, now=now),
    )
    return Attachment(filename(signup.occurrence), content, CONTENT_TYPE) if content else None


def _context(kind: str, signup: Signup, about: About, now: datetime) -> dict[str, object]:
    context = _facts(signup, about, now)
    if MAILS[kind].template == "told":
        with override(signup.language):
            context["told"] = told_of(kind, signup, str(context["title"]), about)
    return context


def _facts(signup: Signup, about: About, now: datetime) -> dict[str, object]:
    with override(signup.language):
        return {
            **person_context(signup),
            **date_context(signup.occurrence, language=signup.language),
            "party": party_lines(signup),
            "notes": _beside(signup, now) if signup.has_places else [],
            "dates": dates_of_booking(list(booking_of(signup, now=now).select_related("occurrence"))),
            "manage_url": manage_url(signup, party=about.party),
            "coming_url": coming_url(signup),
            "list_url": absolute(reverse("event_list", args=[signup.occurrence.municipality.slug])),
        }


def _beside(signup: Signup, now: datetime) -> list[str]:
    """What is said of the date beside when and where, and what the person has chosen with the sign-up."""
    return [*besides.notes_of(signup.occurrence, now=now), *besides.said_with([signup])[signup.pk]]


def person_context(signup: Signup) -> dict[str, object]:
    """What a mail says of the person, and who has arranged it."""
    return {
        "signup": signup,
        # What a stranger types reaches nobody else: until the address is confirmed the mail has no name.
        "name": signup.name if signup.is_firm else "",
        "organisation": signup.occurrence.organisation,
    }


def link_has_left(row: OutboxMessage, now: datetime) -> None:
    """The hour in which unconfirmed places give way to nobody begins, once and for all.

    A telephone that the message could not be sent to is one that the organiser calls: its places wait for
    their yes, as those of a landline do.
    """
    pk = kinds.signup_of(row.recipient)
    booking = Signup.objects.filter(booking__in=Signup.objects.filter(pk=pk).values("booking"))
    is_long = row.reason == Why.BUSY and now - row.created_at >= LONGEST_WAIT_FOR_AN_ADDRESS
    if row.ended_at or is_long:
        booking.filter(mail_left_at=None).update(mail_left_at=now)
    failed = row.state in (OutboxMessage.State.FAILED, OutboxMessage.State.SKIPPED)
    if row.ended_at and failed:
        unread = booking.confirmed().filter(email="", firm_since=None)
        unread.update(status=Signup.Status.REQUESTED)


def receipt_has_left(row: OutboxMessage, now: datetime) -> None:
    """Who has no places any longer is forgotten a day from now."""
    if row.ended_at:
        rows = Signup.objects.without_places().filter(pk=kinds.signup_of(row.recipient))
        rows.filter(receipt_left_at=None).update(receipt_left_at=now)


def register_mails() -> None:
    """Called while the app gets ready."""
    follows = {
        kinds.CONFIRMATION: link_has_left,
        kinds.WAITING: link_has_left,
        kinds.PROMOTED: link_has_left,
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
                urgent=is_urgent,
                recorded=follows.get(name, nothing_follows),
            )
        )
