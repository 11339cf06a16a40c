"""Which address a mail was sent to, without keeping it: a keyed hash that only this site can make."""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from core.mail.outbox.models import OutboxMessage


def mark_of(address: str) -> str:
    """The mark of `address`, written large or small."""
    return _mark(address.strip().lower(), settings.SECRET_KEY)


def was_sent_to(row: OutboxMessage, address: str) -> bool:
    """Whether `row` went to `address`; with a key of before, too. False where that is not known."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    written = address.strip().lower()
    return any(constant_time_compare(row.address_mark, _mark(written, key)) for key in keys)


def _mark(address: str, key: str) -> str:
    return salted_hmac("core.mail.outbox.addresses", address, secret=key, algorithm="sha256").hexdigest()
