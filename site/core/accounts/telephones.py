"""The mobile number of an account: a second way to get the code for logging in, where there is SMS.

One number is one account's, and only a number that has been proved stands in a row. STOP does not reach these
codes: who says it wants nothing that comes by itself, and a code comes to whoever has just typed the number
and waits for it. It sells nothing (markedsføringsloven § 15 is about what does), it is needed for what they
asked for (GDPR article 6 (1) b), and without it they would stand outside with no word of why. Strangers who
type a number bring it three codes in ten minutes and ten a day at the most (`core.limits`).
"""

from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, ngettext, override

from core.accounts.letters import render_account_letter
from core.isolation import filled
from core.languages import language_among
from core.mail.letter import build_message
from core.mail.outbox import services as outbox
from core.mail.outbox.kinds import Kind, Priority, Unwanted, always, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.sealing import unseal
from core.models import User
from core.sms.messages import TextMessage

logger = structlog.get_logger(__name__)

ACCOUNT_TEXT = "accounts.text"
# What a code is for.
LOG_IN, PROOF = "log_in", "proof"


class NumberTaken(Exception):
    """The number belongs to another account."""


def user_of(number: str) -> User | None:
    """Who logs in with `number` (E.164), if their account is open."""
    return User.objects.filter(telephone=number, is_active=True).first()


def give_number(*, user: User, number: str) -> None:
    """`user` has proved that `number` (E.164) is theirs. Raises `NumberTaken`, also when two do at once."""
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(telephone=number)
    except IntegrityError:
        raise NumberTaken from None
    user.telephone = number
    logger.info("account_number_proved", user=user.pk)


def take_number_away(*, user: User) -> None:
    """Nobody logs in with it any longer, and no code that waits is sent to it."""
    User.objects.filter(pk=user.pk).update(telephone=None)
    user.telephone = None
    outbox.withdraw(kind=ACCOUNT_TEXT, recipient=f"user:{user.pk}")
    logger.info("account_number_removed", user=user.pk)


def queue_code(*, user: User | None, number: str, code: str, now: datetime) -> None:
    """Have `code` sent to `number`, instead of one that still waits. `now` is UTC.

    Without a user the same is done, and nothing is sent when its turn comes: an answer takes as long whether
    a number has an account or not, and no stranger's telephone rings.
    """
    digest = salted_hmac("core.accounts.telephones", number, algorithm="sha256").hexdigest()[:32]
    recipient = f"user:{user.pk}" if user else f"telephone:{digest}"
    # Who asks again waits for the newest code: an older one is of no use.
    about = PROOF if user and user.telephone != number else LOG_IN
    outbox.withdraw(kind=ACCOUNT_TEXT, about=about, recipient=recipient)
    outbox.queue(
        kind=ACCOUNT_TEXT,
        about=about,
        recipient=recipient,
        occasion=uuid4().hex,
        wanted_until=now + _worth(),
        secret={
            "number": number,
            "code": code,
            "language": language_among(user.language if user else "", get_language()),
        },
        now=now,
    )


def make(row: OutboxMessage, now: datetime) -> TextMessage:
    if row.secret is None:
        raise Unwanted
    secret = unseal(row.secret)
    number, code, language = (str(secret[name]) for name in ("number", "code", "language"))
    if not code:
        raise Unwanted
    with override(language):
        return TextMessage(to=number, text=code_text(code), language=language)


def make_mail(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | None:
    """The code for logging in, where it cannot leave by SMS; what proves a number comes to that alone."""
    if row.about != LOG_IN or row.secret is None:
        return None
    secret = unseal(row.secret)
    user = User.objects.filter(pk=row.recipient.removeprefix("user:")).first() if secret["code"] else None
    if user is None:
        return None
    language = str(secret["language"])
    with override(language):
        letter = render_account_letter(
            "account/email/login_code", {"code": secret["code"], "email": user.email, "user": user}, language
        )
    return build_message(letter, to=user.email, language=language)


def code_text(code: str) -> str:
    """The message with `code`, in the active language: the code first, where a lock screen shows it."""
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    words = ngettext(
        "%(code)s is your code for Møteplass. It works for %(minutes)s minute. Never give it to anyone.",
        "%(code)s is your code for Møteplass. It works for %(minutes)s minutes. Never give it to anyone.",
        minutes,
    )
    return filled(words, code=code, minutes=minutes)


def _worth() -> timedelta:
    return timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)


def register_account_texts() -> None:
    """Called while the app gets ready."""
    register(
        Kind(
            ACCOUNT_TEXT,
            priority=Priority.CODE,
            worth=timedelta(minutes=10),
            make=make,
            instead=make_mail,
            # Somebody stands before the door.
            urgent=always,
            heeds_stop=False,
        )
    )
