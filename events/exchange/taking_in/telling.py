"""A calendar that cannot be read for days: its people are told once, and once more when it works again."""

from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.fetching import Why
from core.languages import language_among
from core.mail.letter import absolute, build_message, render_letter
from core.mail.outbox import services as outbox
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.models import User
from events.exchange.models import Source, publishers_for
from events.exchange.reading.calendars import REFUSED
from organisations.models import Membership

AWAY, BACK = "exchange.away", "exchange.back"
# A server that is away for a night or a weekend's day is nobody's business.
TOLD_AFTER = timedelta(days=2)
WORTH = timedelta(days=3)
# In `Source.answers`: since when it has not been read, and that its people were told.
SINCE, TOLD = "away_since", "told"
MARKS = (SINCE, TOLD)


def is_away(*, source: Source, now: datetime) -> None:
    """It could not be read. Its people are told when that lasts, or when it is not tried any longer.

    The caller saves `source`, in its transaction.
    """
    since = source.answers.get(SINCE) or now.isoformat()
    source.answers = {**source.answers, SINCE: since}
    lasts = source.state == Source.State.STOPPED or now - datetime.fromisoformat(since) >= TOLD_AFTER
    if lasts and not source.answers.get(TOLD):
        source.answers[TOLD] = since
        _queue(AWAY, source, _people(source), since, now)


def works_again(*, source: Source, now: datetime) -> None:
    """It was read. Whoever was told that it could not be hears that, too. The caller saves `source`."""
    told = source.answers.get(TOLD)
    source.answers = {name: value for name, value in source.answers.items() if name not in MARKS}
    if told:
        rows = OutboxMessage.objects.filter(kind=AWAY, about=_about(source), occasion=told)
        # After two weeks nobody knows any longer who was told: those who look after it saw it in the portal.
        people = list(rows.order_by("recipient").values_list("recipient", flat=True)) or _people(source)
        _queue(BACK, source, people, told, now)


def _people(source: Source) -> list[str]:
    """The organisation's owners and organisers, and whoever has subscribed to it."""
    members = Membership.objects.filter(organisation=source.organisation_id, user__is_active=True)
    users = {*members.values_list("user", flat=True), source.created_by_id}
    return [f"user:{pk}" for pk in sorted(pk for pk in users if pk)]


def _about(source: Source) -> str:
    return f"source:{source.pk}"


def _queue(kind: str, source: Source, people: list[str], occasion: str, now: datetime) -> None:
    messages = [outbox.Outgoing(_about(source), each, occasion=occasion) for each in people]
    outbox.queue_many(kind=kind, messages=messages, now=now)


def says_in_words(source: Source) -> str:
    """What was wrong last, in the reader's language; empty where nothing was."""
    if not source.says:
        return ""
    if source.says in Why.values:
        return str(Why(source.says).label)
    return _(REFUSED[source.says]) if source.says in REFUSED else ""


def register_kinds() -> None:
    """Called while the app gets ready."""
    register(Kind(AWAY, priority=Priority.NEWS, worth=WORTH, make=make_away, only_mail=True))
    register(Kind(BACK, priority=Priority.NEWS, worth=WORTH, make=make_back, only_mail=True))


def make_away(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """Raises `Unwanted` where it works again, or somebody has stopped it."""
    source, user = _read(row)
    if not source.failures:
        raise Unwanted
    return _letter("exchange/mail/away", source, user)


def make_back(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """Raises `Unwanted` where it is away once more, or stopped."""
    source, user = _read(row)
    if source.state != Source.State.ACTIVE:
        raise Unwanted
    return _letter("exchange/mail/back", source, user)


def _read(row: OutboxMessage) -> tuple[Source, User]:
    """Which calendar, and who is told. Raises `Unwanted` for who does not publish there any longer."""
    sources = Source.objects.select_related("organisation__municipality")
    source = sources.filter(pk=row.about.removeprefix("source:")).first()
    user = User.objects.filter(pk=row.recipient.removeprefix("user:"), is_active=True).first()
    if source is None or user is None:
        raise Unwanted
    if not publishers_for(user).filter(pk=source.organisation_id).exists():
        raise Unwanted
    return source, user


def _letter(template: str, source: Source, user: User) -> EmailMultiAlternatives:
    language = language_among(user.language, source.organisation.municipality.language)
    with override(language):
        values: dict[str, Any] = {
            "calendar": source.name,
            "organisation": source.organisation,
            "why": says_in_words(source),
            "is_stopped": source.state == Source.State.STOPPED,
            "url": absolute(reverse("portal_subscriptions")),
        }
    if since := source.answers.get(SINCE):
        values["since"] = datetime.fromisoformat(since)
    letter = render_letter(template, values, language=language)
    return build_message(letter, to=user.email, language=language)
