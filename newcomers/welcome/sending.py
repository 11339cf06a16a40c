"""The outbox's kind of a package's mail: what is in it, whether it is still wanted, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import override

from core.links import personal_url
from core.mail.letter import absolute
from core.mail.outbox import kinds
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import CAME_BACK, Why
from core.mail.outbox.services import Outgoing, queue_many
from core.models import User
from newcomers.models import Newcomer
from newcomers.services import note_told, recipient_of
from newcomers.welcome.choices import Channel
from newcomers.welcome.content.mails import Personal, common_part
from newcomers.welcome.editions import frozen_content
from newcomers.welcome.links import mint
from newcomers.welcome.models import Campaign, Contact, Delivery, DeliveryQuerySet
from newcomers.welcome.models.links import LetterLink
from newcomers.welcome.steps.times import next_opening
from newcomers.welcome.steps.why import why_in_words
from organisations.models import Municipality, RoleAssignment
from organisations.roles import Capability, Role, roles_with

KIND = "welcome.package"
TEXT_KIND = "welcome.text"
# Which message carries a delivery; what is on paper has none.
KINDS = {Channel.EMAIL: KIND, Channel.SMS: TEXT_KIND}
# Longer than a mail server or our own settings are wrong before somebody has noticed, Easter and all.
WORTH = timedelta(days=7)
# A message of a sending that is paused is asked again then, unless the sending goes on before.
HELD_FOR = timedelta(days=365)


def register_package(**together: Any) -> None:
    """`together`: how many of them are made and recorded at once (`many`), and what follows a return."""
    kinds.register(
        kinds.Kind(
            name=KIND,
            priority=kinds.Priority.CAMPAIGN,
            worth=WORTH,
            make=make_message,
            wanted=is_wanted,
            recorded=recorded,
            only_mail=True,
            **together,
        )
    )


def outgoing(delivery: Delivery) -> Outgoing:
    """The outbox's message of `delivery`: another one each time that staff have it tried again."""
    return Outgoing(
        about=f"delivery:{delivery.pk}",
        recipient=recipient_of(delivery.newcomer_id),
        occasion=str(delivery.tries),
    )


def queue_deliveries(deliveries: Iterable[Delivery], *, now: datetime) -> int:
    """Have those leave that are messages. Returns how many. One statement per 500."""
    number = 0
    for channel, kind in KINDS.items():
        messages = [outgoing(delivery) for delivery in deliveries if delivery.channel == channel]
        queue_many(kind=kind, messages=messages, now=now)
        number += len(messages)
    return number


def delivery_of(row: OutboxMessage) -> int:
    """The delivery that is meant by what `outgoing` gave."""
    return int(row.about.removeprefix("delivery:"))


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Asked when its turn comes. False where staff have had it tried again since, or it has left."""
    delivery = (
        Delivery.objects.queued()
        .select_related("newcomer", "campaign", "step")
        .filter(pk=delivery_of(row), tries=row.occasion)
        .first()
    )
    if delivery is None:
        return False
    return may_leave(delivery, now)


def may_leave(delivery: Delivery, now: datetime) -> bool:
    """Whether a delivery that waits is still wanted, as `is_wanted` says it; its newcomer is loaded."""
    newcomer = delivery.newcomer
    if newcomer is None or newcomer.expires_at <= now:
        raise kinds.Unwanted(Why.GONE)
    if newcomer.unsubscribed_at:
        raise kinds.Unwanted(Why.UNSUBSCRIBED)
    if delivery.campaign.state == Campaign.State.CANCELLED:
        raise kinds.Unwanted
    if delivery.campaign.state == Campaign.State.PAUSED:
        raise kinds.NotYet(now + HELD_FOR)
    if delivery.channel == Channel.EMAIL and (not newcomer.email or newcomer.address_fault):
        raise kinds.Unwanted(Why.BAD_ADDRESS)
    if delivery.campaign.day and not delivery.tries:
        # What goes by itself leaves in its step's hours, however long it has waited.
        opens = next_opening(delivery.step, now)
        if opens > now:
            raise kinds.NotYet(opens)
    return True


def make_message(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives:
    """The frozen content, in the person's language as far as there is one."""
    deliveries = Delivery.objects.select_related(
        "newcomer__municipality__crest",
        "package",
        "campaign__created_by",
        "campaign__municipality__welcome_settings",
    )
    delivery = deliveries.get(pk=delivery_of(row))
    if delivery.newcomer is None:
        raise kinds.Unwanted(Why.GONE)
    return mail_of(delivery, delivery.newcomer, now)


def mail_of(delivery: Delivery, newcomer: Newcomer, now: datetime) -> EmailMultiAlternatives:
    common = common_part(
        frozen_content(campaign_id=delivery.campaign_id, language=delivery.language),
        place=newcomer.municipality,
        language=newcomer.language,
        interests=newcomer.interests,
        reply_to=answers_go_to(delivery.campaign),
        now=now,
    )
    token = mint(newcomer=newcomer, delivery=delivery, medium=LetterLink.Medium.MAIL, now=now)
    return common.fill(
        personal_part(newcomer, token), to=newcomer.email, headers=headers_for(token, delivery)
    )


def answers_go_to(campaign: Campaign) -> str:
    """What the municipality has said, else the host who started the sending; where nobody did, or they are
    gone, whoever welcomes there, and at last a person to contact of the letters. "" where there is nobody."""
    chosen = getattr(campaign.municipality, "welcome_settings", None)
    if chosen is not None and chosen.reply_to:
        return chosen.reply_to
    starter, place = campaign.created_by, campaign.municipality_id
    if starter is not None and starter.is_active and _welcomes(starter, place):
        return starter.email
    return _somebody_who_welcomes(place)


def _welcomes(user: User, place: str) -> bool:
    """Still: what newcomers answer is not for somebody who has left, or stood in for some days."""
    places = Municipality.objects.where_user_may(user, Capability.WELCOME)
    return bool(user.email) and places.filter(pk=place).exists()


def _somebody_who_welcomes(place: str) -> str:
    """Hosts before the municipality's admins, and of those who has been it for longest."""
    held = RoleAssignment.objects.filter(
        municipality=place, role__in=roles_with(Capability.WELCOME), user__is_active=True
    ).exclude(user__email="")
    hosts_first = Case(When(role=Role.HOST, then=0), default=1)
    address = held.order_by(hosts_first, "pk").values_list("user__email", flat=True).first()
    contacts = Contact.objects.filter(municipality=place).exclude(email="").order_by("pk")
    return address or contacts.values_list("email", flat=True).first() or ""


def personal_part(newcomer: Newcomer, token: str) -> Personal:
    address = partial(_address, token=token, language=newcomer.page_language)
    with override(newcomer.page_language):
        why = why_in_words(newcomer)
    return Personal(
        why=why,
        name=newcomer.name,
        page_url=address("package_page"),
        stop_url=address("unsubscribe"),
        erase_url=address("erase_me"),
    )


# As long as a token, and none.
ANY_TOKEN = "-" * 22


def _address(name: str, *, token: str, language: str) -> str:
    return _any_address(name, language, settings.BASE_URL).replace(ANY_TOKEN, token)


@lru_cache(maxsize=200)
def _any_address(name: str, language: str, base: str) -> str:
    """The addresses of one page differ by nothing but the token, and making one takes a while."""
    if language:
        return personal_url(name, ANY_TOKEN, language=language)
    return absolute(reverse(name, args=[ANY_TOKEN]))


def headers_for(token: str, delivery: Delivery) -> dict[str, str]:
    """RFC 8058: mail programs show a button of their own, and POST to this address.

    Precedence keeps programs from answering, and Feedback-ID has large providers count complaints
    by sending. Neither says whom the mail is to.
    """
    return {
        "Precedence": "bulk",
        "Feedback-ID": f"{delivery.campaign_id}:{delivery.step_id}:welcome:moteplass",
        "List-Unsubscribe": f"<{_address('unsubscribe_one_click', token=token, language='')}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def people_of(deliveries: Sequence[int]) -> QuerySet[Delivery, int]:
    """Whose they are: numbers of newcomers, without those who are gone."""
    theirs = Delivery.objects.filter(pk__in=deliveries, newcomer__isnull=False)
    return cast("QuerySet[Delivery, int]", theirs.values_list("newcomer", flat=True))


def note_waiting(deliveries: DeliveryQuerySet, reason: str, now: datetime) -> None:
    """They wait on, for `reason` or for none."""
    since = Coalesce("waits_since", Value(now)) if reason else None
    deliveries.queued().update(reason=reason, reason_at=now, waits_since=since)


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
            note_told(newcomers=people_of([delivery_of(row)]), now=now)
        case OutboxMessage.State.QUEUED:
            note_waiting(mine, row.reason, now)
        case OutboxMessage.State.FAILED if row.reason in CAME_BACK:
            # It had left, and has not arrived after all.
            sent = Delivery.objects.filter(pk=delivery_of(row), tries=row.occasion)
            sent.had().update(state=Delivery.State.FAILED, reason=row.reason, reason_at=now)
        case _:
            mine.update(
                state=row.state,
                reason=row.reason,
                reason_at=now,
                waits_since=None,
                message_id=row.message_id,
            )
