"""One delivery: claimed, made, sent, recorded. Nobody gets it twice; what is unsure is shown and never sent
again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_noop

from core.links import personal_url
from core.mail.letter import absolute, build_message, render_letter
from core.mail.smtp import NotTaken, Reason, hand_over
from newcomers.models import Newcomer
from newcomers.welcome.editions import frozen_package
from newcomers.welcome.links import token_for
from newcomers.welcome.models import Delivery
from newcomers.welcome.next_events import next_events
from newcomers.welcome.rendering import render_mail_parts

logger = structlog.get_logger(__name__)

# How long to wait before each new try. Greylisting asks for minutes; a mail server that is down, for longer.
WAITS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=15)]

# A claim this old belongs to a dead worker; a row that waits this long has been lost by the queue.
STUCK_AFTER = timedelta(minutes=10)
FORGOTTEN_AFTER = timedelta(minutes=30)

# Reasons, as stored: English msgids that the staff screens translate.
GONE = gettext_noop("The person was deleted before the mail was sent.")
UNSUBSCRIBED = gettext_noop("The person asked for no more mail.")
NO_SUCH_ADDRESS = gettext_noop("The mail server says that the address does not take mail.")
REFUSED = gettext_noop("The mail server refused the mail.")
BAD_ADDRESS = gettext_noop("The address cannot be used for mail.")
UNREACHABLE = gettext_noop("The mail server could not be reached, and we have tried several times.")
BUSY = gettext_noop("The mail server asked us to wait, and we have tried several times.")
BROKEN_OFF = gettext_noop("The connection broke while the mail was being handed over. It may have been sent.")
NOT_MADE = gettext_noop("The mail could not be made. The people who run this site can see why in the log.")
WORKER_GONE = gettext_noop(
    "The sending was interrupted. The mail may have been sent, so it is not sent again."
)


# What staff read when the mail server did not take a mail.
WORDS = {
    Reason.UNREACHABLE: UNREACHABLE,
    Reason.OUR_SETTINGS: UNREACHABLE,
    Reason.BUSY: BUSY,
    Reason.NO_SUCH_ADDRESS: NO_SUCH_ADDRESS,
    Reason.REFUSED: REFUSED,
    Reason.SENDER_REFUSED: REFUSED,
    Reason.BAD_ADDRESS: BAD_ADDRESS,
    Reason.BROKEN_OFF: BROKEN_OFF,
}
FOR_NOW = {Reason.UNREACHABLE, Reason.OUR_SETTINGS, Reason.BUSY}


@dataclass(frozen=True)
class Outcome:
    """What became of the delivery; `retry_in` when it is worth another try."""

    state: str
    retry_in: timedelta | None = None


def send_delivery(*, delivery_id: int, now: datetime) -> Outcome | None:
    """Send one delivery. Returns None when it is not ours to send: somebody else has claimed it, or it is
    done."""
    message_id = make_msgid(idstring=f"welcome-{delivery_id}", domain=_mail_domain())
    claimed = (
        Delivery.objects.queued()
        .filter(pk=delivery_id)
        .update(
            state=Delivery.State.SENDING,
            claimed_at=now,
            attempts=F("attempts") + 1,
            message_id=message_id,
            error="",
        )
    )
    if not claimed:
        return None
    delivery = Delivery.objects.select_related("newcomer__municipality").get(pk=delivery_id)
    newcomer = delivery.newcomer
    if newcomer is None:
        return _record(delivery, Delivery.State.SKIPPED, GONE)
    if newcomer.unsubscribed_at:
        return _record(delivery, Delivery.State.SKIPPED, UNSUBSCRIBED)
    return _make_and_send(delivery, newcomer, now)


def _make_and_send(delivery: Delivery, newcomer: Newcomer, now: datetime) -> Outcome:
    try:
        message = make_message(delivery, newcomer, now=now)
    except Exception:
        # Nothing has left us: the row must not look as if something had. The error goes on to the log.
        _record(delivery, Delivery.State.FAILED, NOT_MADE)
        raise
    try:
        hand_over(message)
    except NotTaken as problem:
        return _not_taken(delivery, problem.reason, now)
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.SENT, sent_at=now)
    return Outcome(Delivery.State.SENT)


def _not_taken(delivery: Delivery, reason: Reason, now: datetime) -> Outcome:
    if reason in FOR_NOW:
        return _try_again(delivery, WORDS[reason], now)
    unsure = reason is Reason.BROKEN_OFF
    return _record(delivery, Delivery.State.UNCONFIRMED if unsure else Delivery.State.FAILED, WORDS[reason])


def _record(delivery: Delivery, state: str, reason: str) -> Outcome:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, error=reason)
    logger.info("delivery_not_sent", delivery=delivery.pk, state=state)
    return Outcome(state)


def _try_again(delivery: Delivery, reason: str, now: datetime) -> Outcome:
    if delivery.attempts > len(WAITS):
        return _record(delivery, Delivery.State.FAILED, reason)
    wait = WAITS[delivery.attempts - 1]
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.QUEUED, claimed_at=None, queued_at=now + wait
    )
    return Outcome(Delivery.State.QUEUED, retry_in=wait)


def make_message(delivery: Delivery, newcomer: Newcomer, *, now: datetime) -> EmailMultiAlternatives:
    """The mail of `delivery`: the frozen package, in the person's language as far as there is one."""
    language = newcomer.language
    package = frozen_package(campaign_id=delivery.campaign_id, language=delivery.language)
    events = next_events(
        municipality=newcomer.municipality, language=language, now=now, interests=newcomer.interests
    )
    mjml, text = render_mail_parts(package, events)
    token = token_for(newcomer=newcomer, package_key=delivery.package_key)
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
        "Message-ID": delivery.message_id,
        # RFC 8058: mail programs show a button of their own, and POST to this address.
        "List-Unsubscribe": f"<{absolute(reverse('unsubscribe_one_click', args=[token]))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    content_language = language if package.language == language else f"{package.language}, {language}"
    return build_message(letter, to=newcomer.email, language=content_language, headers=headers)


def _mail_domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")


def sweep_deliveries(*, now: datetime) -> list[int]:
    """Show what a dead worker left behind, and find what the queue has lost. Returns ids to put into the
    queue."""
    unsure = Delivery.objects.stuck(now - STUCK_AFTER).update(
        state=Delivery.State.UNCONFIRMED, error=WORKER_GONE
    )
    if unsure:
        logger.warning("deliveries_unconfirmed", count=unsure)
    forgotten = Delivery.objects.forgotten(now - FORGOTTEN_AFTER)
    ids = list(forgotten.values_list("pk", flat=True))
    Delivery.objects.queued().filter(pk__in=ids).update(queued_at=now)
    return ids
