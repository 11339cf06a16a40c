"""Numbers that have said STOP: nothing leaves for them by SMS, whoever asks, until they say START.

A number stands here as a keyed hash (HMAC-SHA256 under `SECRET_KEY`): it can be recognised and not read.
"""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils.crypto import salted_hmac

from core.sms.models import NumberMark

SALT = "core.sms.number"


def digests_of(number: str) -> list[str]:
    """The keyed hash of `number` (E.164): with today's key first, then with those of before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(SALT, number, secret=key, algorithm="sha256").hexdigest() for key in keys]


def is_stopped(number: str) -> bool:
    """Whether `number` has said STOP. One query."""
    return NumberMark.objects.filter(what=NumberMark.What.STOPPED, digest__in=digests_of(number)).exists()


def stop(number: str, *, now: datetime) -> bool:
    """Note it; False where it was noted before. It ends after some time: numbers get new holders."""
    _row, is_new = NumberMark.objects.update_or_create(
        what=NumberMark.What.STOPPED,
        digest=digests_of(number)[0],
        defaults={
            "noted_at": now,
            "expires_at": now + relativedelta(months=settings.FORGOTTEN_RETENTION_MONTHS),
        },
    )
    return is_new


def start(number: str) -> bool:
    """The number wants messages again; False where it had not said STOP."""
    stopped = NumberMark.objects.filter(what=NumberMark.What.STOPPED, digest__in=digests_of(number))
    return bool(stopped.delete()[0])
