"""Numbers that have said STOP: nothing leaves for them by SMS, whoever asks, until they say START.

A number stands here as a keyed hash (HMAC-SHA256 under `SECRET_KEY`): it can be recognised and not read. The
same hash stands on the list of erasures, so that no backup that is put back writes to somebody who said STOP
since it was taken.
"""

from datetime import datetime

import structlog
from dateutil.relativedelta import relativedelta
from django.conf import settings

from core.privacy import erasures
from core.sms.models import NumberMark

logger = structlog.get_logger(__name__)

WORD = "sms_stop"


def digests_of(number: str) -> list[str]:
    """The keyed hash of `number` (E.164): with today's key first, then with those of before."""
    return erasures.hashes_of(WORD, number)


def is_stopped(number: str) -> bool:
    """Whether `number` has said STOP. One query."""
    return NumberMark.objects.filter(what=NumberMark.What.STOPPED, digest__in=digests_of(number)).exists()


def stop(number: str, *, now: datetime) -> bool:
    """Note it; False where it was noted before. It ends after some time: numbers get new holders."""
    try:
        erasures.remember(WORD, [number])
    except OSError as error:
        # It is heard all the same; only a backup does not know of it.
        logger.error("sms_stop_not_on_the_list", error=type(error).__name__)
    return _note(digests_of(number)[0], now)


def _note(digest: str, now: datetime) -> bool:
    ends = now + relativedelta(months=settings.FORGOTTEN_RETENTION_MONTHS)
    _row, is_new = NumberMark.objects.update_or_create(
        what=NumberMark.What.STOPPED,
        digest=digest,
        defaults={"noted_at": now, "expires_at": ends},
    )
    return is_new


def after_a_restore(sender: object, *, taken_at: datetime, now: datetime, **kwargs: object) -> None:
    """A backup was put back: who has said STOP since it was taken has said it."""
    for digest in erasures.listed_since(WORD, taken_at):
        _note(digest, now)


def start(number: str) -> bool:
    """The number wants messages again; False where it had not said STOP."""
    stopped = NumberMark.objects.filter(what=NumberMark.What.STOPPED, digest__in=digests_of(number))
    if not stopped.delete()[0]:
        return False
    erasures.take_back(WORD, [number])
    return True
