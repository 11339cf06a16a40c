"""The mails about arranging something together: to who is asked, and to who has asked."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from core.clock import local_day
from core.languages import language_among
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.services import Outgoing, queue_many
from core.models import User
from events.choices import Happened
from events.log import record
from events.models import CoOrganiserRequest, Event, LogEntry
from organisations.models import Membership, Organisation

ASKED = "events.partner_asked"
ANSWERED = "events.partner_answered"
# The portal's front page says it too.
WORTH = timedelta(days=7)


def tell_who_is_asked(request: CoOrganiserRequest, *, by: User, now: datetime) -> None:
    """Whoever speaks for the organisation, once a day for one activity; and the log keeps who asked."""
    said = {"action": ASKED, "organisation": request.organisation_id}
    record(event=request.event, what=Happened.OTHER, user=by, now=now, after=said)
    occasion = f"{request.organisation_id}:{local_day(now).isoformat()}"
    speakers = Membership.objects.answering_for(request.organisation_id)
    _queue(ASKED, request.event_id, speakers, occasion, now)


def tell_who_asked(request: CoOrganiserRequest, *, yes: bool, now: datetime) -> None:
    """The answer: to who asked, or where they have left to whoever speaks for the activity's organisation."""
    event = request.event
    asked = LogEntry.objects.of(event.pk).filter(
        what=Happened.OTHER, after__action=ASKED, after__organisation=request.organisation_id
    )
    members = Membership.objects.filter(organisation=event.organisation_id, user__is_active=True)
    told = list(members.filter(user=asked.values("user")[:1]).values_list("user", flat=True))
    occasion = f"{request.organisation_id}:{'yes' if yes else 'no'}:{request.pk}"
    _queue(ANSWERED, event.pk, told or Membership.objects.answering_for(event.organisation_id), occasion, now)


def _queue(kind: str, event_id: int, users: list[int], occasion: str, now: datetime) -> None:
    messages = [Outgoing(f"event:{event_id}", f"user:{user}", occasion) for user in users]
    queue_many(kind=kind, messages=messages, now=now)


def make_asked(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """ "Will you arrange this with us?" Raises `Unwanted` where it is answered, or not theirs to answer."""
    event, partner, user = _about(row)
    asked = CoOrganiserRequest.objects.filter(event=event, organisation=partner)
    if not asked.exists() or user.pk not in Membership.objects.answering_for(partner.pk):
        raise Unwanted
    return _letter("asked", event, partner, user, partner, reverse_to=("portal_together", ()))


def make_answered(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """Yes or no. Raises `Unwanted` where it is otherwise by now, or the person has left."""
    event, partner, user = _about(row)
    yes = row.occasion.split(":")[1] == "yes"
    is_with = event.co_organisers.filter(pk=partner.pk).exists()
    if yes != is_with or not event.organisation.memberships.filter(user=user).exists():
        raise Unwanted
    there = ("portal_event_partners", (event.pk,))
    return _letter("answered", event, partner, user, event.organisation, reverse_to=there, yes=yes)


def _about(row: OutboxMessage) -> tuple[Event, Organisation, User]:
    rows = Event.objects.select_related("organisation__municipality", "municipality")
    event = rows.filter(pk=row.about.removeprefix("event:")).first()
    partner = (
        Organisation.objects.select_related("municipality").filter(pk=row.occasion.split(":")[0]).first()
    )
    user = User.objects.filter(pk=row.recipient.removeprefix("user:"), is_active=True).first()
    if event is None or partner is None or user is None:
        raise Unwanted
    return event, partner, user


def _letter(
    name: str,
    event: Event,
    partner: Organisation,
    user: User,
    at_home_in: Organisation,
    *,
    reverse_to: tuple[str, tuple[int, ...]],
    **values: object,
) -> EmailMultiAlternatives:
    language = language_among(user.language, at_home_in.municipality.language)
    with override(language):
        url = absolute(reverse(reverse_to[0], args=reverse_to[1]))
    text = event.source_text
    context = {
        "title": text.title if text else event.title,
        "title_language": text.language if text else language,
        "organisation": event.organisation.name,
        "partner": partner.name,
        "url": url,
        **values,
    }
    letter = render_letter(f"events/mail/partner_{name}", context, language=language)
    return build_message(letter, to=user.email, language=language)


def register_mails() -> None:
    """Called while the app gets ready."""
    register(Kind(ASKED, priority=Priority.NEWS, worth=WORTH, make=make_asked))
    register(Kind(ANSWERED, priority=Priority.NEWS, worth=WORTH, make=make_answered))
