"""Asking an organisation to read who has signed up for a date, its answer, and each reading."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from core.languages import language_among
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox import services as outbox
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.models import User
from events.choices import Category
from events.models import Occurrence, OccurrenceQuerySet
from events.signups.access_models import SignupAccess, SignupReading
from events.signups.models import Signup
from events.signups.requests import answering
from events.telling.wording import date_context
from organisations.models import Municipality
from organisations.roles import Capability

ASKED = "signups.access_asked"
WORTH = timedelta(days=7)
# What an owner says yes to, in days.
LENT_FOR = (1, 7)


def askable(user: User) -> OccurrenceQuerySet:
    """Dates in a municipality where `user` moderates.

    What would tell what somebody believes is not lent to anybody (legal.md L3).
    """
    places = Municipality.objects.where_user_may(user, Capability.MODERATE).order_by().values("pk")
    return Occurrence.objects.filter(municipality__in=places).exclude(category__in=Category.sensitive())


@transaction.atomic
def ask(*, occurrence: Occurrence, user: User, why: str, now: datetime) -> SignupAccess:
    """Ask once a person and date; after a no, or when the time is over, a new ask takes its place."""
    Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    rows = SignupAccess.objects.filter(occurrence=occurrence, user=user)
    standing = rows.waiting(now).first() or rows.open_to(user, now).first()
    if standing is not None:
        return standing
    access, _is_new = SignupAccess.objects.update_or_create(
        occurrence=occurrence,
        user=user,
        defaults={
            "why": why,
            "asked_at": now,
            "answered_at": None,
            "answered_by": None,
            "granted_until": None,
            "expires_at": end_of(occurrence, now),
        },
    )
    outbox.queue_many(
        kind=ASKED,
        messages=[
            outbox.Outgoing(f"access:{access.pk}", f"user:{pk}", now.isoformat())
            for pk in answering(occurrence)
        ],
        now=now,
    )
    return access


def end_of(occurrence: Occurrence, now: datetime) -> datetime:
    """The rows go when the sign-ups do."""
    return max(occurrence.ends_at, now) + timedelta(days=settings.SIGNUP_RETENTION_DAYS)


@transaction.atomic
def answer(*, access: SignupAccess, days: int, by: User, now: datetime) -> bool:
    """The organisation's word: so many days, or none for a no. False where it was answered already."""
    row = SignupAccess.objects.select_for_update().waiting(now).filter(pk=access.pk).first()
    if row is None:
        return False
    row.answered_at, row.answered_by = now, by
    row.granted_until = min(now + timedelta(days=days), row.expires_at) if days in LENT_FOR else None
    row.save(update_fields=["answered_at", "answered_by", "granted_until"])
    return True


@transaction.atomic
def take_back(*, access: SignupAccess, now: datetime) -> None:
    """The organisation ends it before its time."""
    SignupAccess.objects.filter(pk=access.pk, granted_until__gt=now).update(granted_until=now)


@transaction.atomic
def read(*, occurrence: Occurrence, user: User, now: datetime) -> list[Signup] | None:
    """The sign-ups of the date, for who may read them now; None for everybody else.

    The reading is a row before anything is shown.
    """
    rows = SignupAccess.objects.select_for_update().open_to(user, now)
    access = rows.filter(occurrence=occurrence).first()
    if access is None:
        return None
    SignupReading.objects.create(access=access, read_at=now, expires_at=access.expires_at)
    return list(occurrence.signups.confirmed())


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """To who answers for the organisation. Raises `Unwanted` when it is answered, or they have left."""
    number = row.about.removeprefix("access:")
    rows = SignupAccess.objects.waiting(now).select_related("occurrence__municipality", "user")
    access = rows.filter(pk=number).first()
    user = User.objects.filter(pk=row.recipient.removeprefix("user:"), is_active=True).first()
    if access is None or access.user is None or user is None or user.pk not in answering(access.occurrence):
        raise Unwanted
    occurrence = Occurrence.objects.with_cards().get(pk=access.occurrence_id)
    language = language_among(user.language, occurrence.event.municipality.language)
    with override(language):
        context = {
            **date_context(occurrence, language=language),
            "who": access.user.email,
            "municipality": occurrence.municipality.name,
            "why": access.why,
            "url": absolute(reverse("signup_access_list")),
        }
    letter = render_letter("signups/mail/access_asked", context, language=language)
    return build_message(letter, to=user.email, language=language)


def register_access() -> None:
    """Called while the app gets ready."""
    register(Kind(ASKED, priority=Priority.NEWS, worth=WORTH, make=make))
