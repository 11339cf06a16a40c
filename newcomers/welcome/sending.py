"""The outbox's kind of a package's mail: what is in it, whether it is still wanted, and what became of it."""

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.links import personal_url
from core.mail.letter import absolute, build_message, part_or_nothing, render_letter
from core.mail.outbox import kinds
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.mail.outbox.services import Outgoing
from newcomers.models import Newcomer
from newcomers.welcome.editions import frozen_package
from newcomers.welcome.link_models import LetterLink
from newcomers.welcome.links import mint
from newcomers.welcome.models import Delivery
from newcomers.welcome.next_events import next_events
from newcomers.welcome.rendering import render_mail_parts

KIND = "welcome.package"
# Longer than a mail server or our own settings are wrong before somebody has noticed, Easter and all.
WORTH = timedelta(days=7)


def register_package() -> None:
    kinds.register(
        kinds.Kind(
            name=KIND,
            priority=kinds.Priority.CAMPAIGN,
            worth=WORTH,
            make=make_message,
            wanted=is_wanted,
            recorded=recorded,
            only_mail=True,
        )
    )


def outgoing(delivery: Delivery) -> Outgoing:
    """The outbox's message of `delivery`: another one each time that staff have it tried again."""
    return Outgoing(
        about=f"delivery:{delivery.pk}",
        recipient=recipient_of(delivery.newcomer_id),
        occasion=str(delivery.tries),
    )


def recipient_of(newcomer_id: int | None) -> str:
    """Who it is to, as the outbox knows them."""
    return f"newcomer:{newcomer_id}"


def delivery_of(row: OutboxMessage) -> int:
    """The delivery that is meant by what `outgoing` gave."""
    return int(row.about.removeprefix("delivery:"))


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Asked when its turn comes. False where staff have had it tried again since, or it has left."""
    delivery = (
        Delivery.objects.queued()
        .select_related("newcomer")
        .filter(pk=delivery_of(row), tries=row.occasion)
        .first()
    )
    if delivery is None:
        return False
    newcomer = delivery.newcomer
    if newcomer is None or newcomer.expires_at <= now:
        raise kinds.Unwanted(Why.GONE)
    if newcomer.unsubscribed_at:
        raise kinds.Unwanted(Why.UNSUBSCRIBED)
    return True


def make_message(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """The frozen package, in the person's language as far as there is one."""
    delivery = Delivery.objects.select_related("newcomer__municipality").get(pk=delivery_of(row))
    if delivery.newcomer is None:
        raise kinds.Unwanted(Why.GONE)
    return _mail(delivery, delivery.newcomer, now)


def _mail(delivery: Delivery, newcomer: Newcomer, now: datetime) -> EmailMultiAlternatives:
    language = newcomer.page_language
    package = frozen_package(campaign_id=delivery.campaign_id, language=delivery.language)
    events = part_or_nothing(
        "next_events",
        lambda: next_events(
            municipality=newcomer.municipality, language=language, now=now, interests=newcomer.interests
        ),
    )
    mjml, text = render_mail_parts(package, events or [])
    token = mint(newcomer=newcomer, delivery=delivery, medium=LetterLink.Medium.MAIL, now=now)
    letter = render_letter(
        "welcome/mail/package",
        {
            "newcomer": newcomer,
            "package": package,
            "package_mjml": mjml,
            "package_text": text,
            "page_url": personal_url("package_page", token, language=language),
            "stop_url": personal_url("unsubscribe", token, language=language),
            "erase_url": personal_url("erase_me", token, language=language),
        },
        language=language,
    )
    headers = {
        # RFC 8058: mail programs show a button of their own, and POST to this address.
        "List-Unsubscribe": f"<{absolute(reverse('unsubscribe_one_click', args=[token]))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    content_language = language if package.language == language else f"{package.language}, {language}"
    return build_message(letter, to=newcomer.email, language=content_language, headers=headers)


def recorded(row: OutboxMessage, now: datetime) -> None:
    """The delivery says what the outbox says, in the same transaction.

    A message of before that turns out to have left counts, though staff have had another one made since: that
    one is then not wanted any longer.
    """
    unsettled = Q(state__in=[Delivery.State.QUEUED, Delivery.State.UNCONFIRMED])
    open_ones = Delivery.objects.filter(unsettled, pk=delivery_of(row))
    mine = open_ones.filter(tries=row.occasion)
    match row.state:
        case OutboxMessage.State.SENT:
            open_ones.update(
                state=Delivery.State.SENT,
                sent_at=now,
                message_id=row.message_id,
                reason="",
                reason_at=None,
                waits_since=None,
            )
        case OutboxMessage.State.QUEUED:
            since = Coalesce("waits_since", Value(now)) if row.reason else None
            mine.queued().update(reason=row.reason, reason_at=now, waits_since=since)
        case _:
            mine.update(
                state=row.state,
                reason=row.reason,
                reason_at=now,
                waits_since=None,
                message_id=row.message_id,
            )
