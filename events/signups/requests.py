"""Telling the organiser that somebody who has only a telephone waits for their yes."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import override

from core.languages import language_among
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox import services as outbox
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.models import User
from events.models import Occurrence
from events.signups.kinds import REQUESTED
from events.signups.models import ERASED_AT_LATEST_AFTER, Signup
from events.telling.wording import date_context
from organisations.models import Membership


def tell_organisers(*, occurrence: Occurrence, now: datetime, anew: bool = False) -> None:
    """One mail a date and person for all who wait there: another one only when those are answered.

    Called under the lock on the date, when somebody has begun to wait; `anew` when a place is kept for
    somebody on the waiting list, who is to be called before it goes to the next. `now` is UTC.
    """
    waits_since = (
        Signup.objects.requested().filter(occurrence=occurrence).aggregate(at=Min("created_at"))["at"]
    )
    about = f"occurrence:{occurrence.pk}"
    told = OutboxMessage.objects.filter(kind=REQUESTED, about=about, created_at__gte=waits_since)
    if anew:
        told = told.filter(state=OutboxMessage.State.QUEUED)
    if told.exclude(state=OutboxMessage.State.FAILED).exists():
        return
    outbox.queue_many(
        kind=REQUESTED,
        messages=[
            outbox.Outgoing(about, f"user:{pk}", now.isoformat(), wanted_until=occurrence.ends_at)
            for pk in answering(occurrence)
        ],
        now=now,
    )


def tell_untold(*, now: datetime) -> None:
    """Those whose text message could not be sent wait for the organiser's yes too: have it said to them."""
    rows = Signup.objects.requested().filter(occurrence__ends_at__gt=now, mail_left_at__isnull=False)
    dates = Occurrence.objects.filter(pk__in=rows.values("occurrence"))
    for date in dates.select_related("organisation").order_by("pk"):
        with transaction.atomic():
            tell_organisers(occurrence=date, now=now)


def answering(occurrence: Occurrence) -> list[int]:
    """Whoever speaks for the organisation."""
    return Membership.objects.answering_for(occurrence.organisation_id)


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """It names nobody. Raises `Unwanted` when all are answered, or the person has left the organisation."""
    waiting = Signup.objects.requested().filter(
        occurrence=int(row.about.removeprefix("occurrence:")), occurrence__ends_at__gt=now
    )
    number = waiting.count()
    user = User.objects.filter(pk=row.recipient.removeprefix("user:"), is_active=True).first()
    if not number or user is None:
        raise Unwanted
    signup = waiting.with_date().order_by("pk").first()
    if signup is None or user.pk not in answering(signup.occurrence):
        raise Unwanted
    occurrence = signup.occurrence
    language = language_among(user.language, occurrence.event.municipality.language)
    with override(language):
        context = {
            **date_context(occurrence, language=language),
            "number": number,
            "url": absolute(reverse("portal_signups", args=[occurrence.public_id])),
        }
    letter = render_letter("signups/mail/requested", context, language=language)
    return build_message(letter, to=user.email, language=language)


def register_requests() -> None:
    """Called while the app gets ready."""
    register(Kind(REQUESTED, priority=Priority.NEWS, worth=ERASED_AT_LATEST_AFTER, make=make))
