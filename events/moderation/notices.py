"""Telling the organiser what the municipality decided."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin import signal_handlers

from core.languages import language_among
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.services import Outgoing, queue_many
from core.models import User
from events.models import Event, LogEntry
from organisations.models import Membership

DECISION = "events.decision"
# The activity's own page says it too.
WORTH = timedelta(days=7)
TEMPLATES = {
    LogEntry.What.APPROVED: "events/mail/approved",
    LogEntry.What.CHANGES_ASKED_FOR: "events/mail/changes_asked_for",
    LogEntry.What.TAKEN_DOWN: "events/mail/taken_down",
}


def silence_wagtail() -> None:
    """Wagtail's own mails about pages that wait for a yes are sent while the editor waits, past the outbox.

    Disconnecting would not do: Wagtail connects them later.
    """
    for notifier in (
        signal_handlers.workflow_submission_email_notifier,
        signal_handlers.workflow_approval_email_notifier,
        signal_handlers.workflow_rejection_email_notifier,
    ):
        notifier.valid_classes = ()


def queue_decision(*, entry: LogEntry, now: datetime) -> None:
    """Have the decision told to who handed the activity in, if anybody did. `now` is UTC.

    Where they have left, those who speak for the organisation are told.
    """
    if entry.what not in TEMPLATES:
        return
    organiser_id = handed_in_by(entry)
    if organiser_id is None and entry.what != LogEntry.What.TAKEN_DOWN:
        return
    event = entry.event
    if organiser_id is None:
        # Of what was brought in by a machine, everybody who publishes for the organisation is told.
        members = Membership.objects.filter(organisation=event.organisation_id, user__is_active=True)
        told = list(members.order_by("user").values_list("user", flat=True))
    elif _who_publishes(organiser_id, event):
        told = [organiser_id]
    else:
        told = Membership.objects.answering_for(event.organisation_id)
    messages = [Outgoing(f"log:{entry.pk}", f"user:{number}") for number in told]
    queue_many(kind=DECISION, messages=messages, now=now)


def _who_publishes(user_id: int | str, event: Event) -> User | None:
    """The user with this number, where the activity's page is theirs: whoever has left is told nothing."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user if user and Event.objects.for_user(user).filter(pk=event.pk).exists() else None


def handed_in_by(entry: LogEntry) -> int | None:
    """Who had handed the activity in, or published it, when this was decided."""
    by_people = (LogEntry.What.HANDED_IN, LogEntry.What.HANDED_IN_AGAIN, LogEntry.What.PUBLISHED)
    steps = LogEntry.objects.of(entry.event_id).filter(what__in=by_people, acting_as="", pk__lt=entry.pk)
    return steps.filter(user__isnull=False).values_list("user", flat=True).first()


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """The mail to who handed the activity in. Raises `Unwanted` when nobody is to be told."""
    entry = entry_about(row)
    organiser = _who_publishes(row.recipient.removeprefix("user:"), entry.event) if entry else None
    if entry is None or organiser is None:
        raise Unwanted
    event = entry.event
    language = language_among(organiser.language, event.municipality.language)
    with override(language):
        url = absolute(reverse("portal_event", args=[event.pk]))
    text = event.source_text
    context = {
        "title": text.title if text else event.title,
        "title_language": text.language if text else language,
        "municipality": event.municipality,
        "comment": entry.why,
        "acting_as": entry.acting_as,
        "url": url,
    }
    letter = render_letter(TEMPLATES[LogEntry.What(entry.what)], context, language=language)
    return build_message(letter, to=organiser.email, language=language)


def entry_about(row: OutboxMessage) -> LogEntry | None:
    """What happened, of which the message tells; None where it is gone."""
    number = row.about.removeprefix("log:")
    if not number.isdecimal():
        return None
    return LogEntry.objects.select_related("event__municipality").filter(pk=number).first()


def register_notices() -> None:
    """Called while the app gets ready."""
    register(Kind(DECISION, priority=Priority.NEWS, worth=WORTH, make=make))
