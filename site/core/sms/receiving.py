"""What becomes of what somebody sends us: STOP first, then the rooms that read answers, then an example.

Nothing of a message is kept. All that follows from one is one transaction: what fails leaves nothing behind,
and the provider brings it again.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Subquery
from django.utils.crypto import salted_hmac

from core import limits
from core.sms import stops
from core.sms.answers import EXAMPLE, STARTED, STOPPED, answer
from core.sms.incoming import Incoming, readers, stopped
from core.sms.models import NumberMark
from core.sms.providers import Received
from core.sms.words import language_of, start_language, stop_language
from core.text import clean

logger = structlog.get_logger(__name__)

# More than ten parts are no answer to a question of ours.
LONGEST = 1600
# So long the same words of one number are one message that the provider brings again, if nothing came since.
SAME_FOR = timedelta(minutes=3)
# What it did not hear our yes to it brings again after 5 seconds, also where something else came meanwhile.
# Nobody takes an answer back, and that back again, so fast.
BROUGHT_AGAIN = timedelta(seconds=12)
HELPED_FOR = timedelta(days=1)
# A family with one telephone answers for three activities, and puts an answer right.
FROM_ONE = limits.Limit("sms_from_one", 20, 10 * limits.MINUTE)


def receive(message: Received, *, now: datetime) -> str:
    """Do what `message` asks. Returns in one word what it was; `now` is UTC.

    What a room raises while it reads goes through: nothing was done then.
    """
    text = clean(message.text.replace("\0", ""))[:LONGEST]
    with transaction.atomic():
        if not _is_new(message, now):
            return "again"
        return _stop_or_start(message.number, text, now) or _read(message.number, text, now)


def _stop_or_start(number: str, text: str, now: datetime) -> str:
    language = stop_language(text)
    if language:
        if stops.stop(number, now=now):
            answer(STOPPED, number=number, language=language, now=now)
        stopped.send(sender=None, number=number, now=now)
        return "stop"
    language = start_language(text)
    if language and stops.start(number):
        answer(STARTED, number=number, language=language, now=now)
        return "start"
    return ""


def _read(number: str, text: str, now: datetime) -> str:
    try:
        limits.count(FROM_ONE, number)
    except limits.TooMany:
        return "too_many"
    incoming = Incoming(number=number, text=text, received_at=now)
    if any(reader(incoming) for reader in readers()):
        return "read"
    if _helped_before(number, now):
        return "not_understood"
    answer(EXAMPLE, number=number, language=language_of(text), now=now)
    return "example"


def _is_new(message: Received, now: datetime) -> bool:
    """Whether the provider has not brought it before. Of two at the same moment one waits for the other.

    JA, NEI and JA again are three messages of somebody who changes their mind; but for a moment the last of
    them is the first one, which is brought again.
    """
    whose = _keyed(message.number)[:24]
    digest = whose + _keyed(f"{message.number}\n{message.provider_id}\n{message.text}")[:40]
    heard = NumberMark.objects.filter(what=NumberMark.What.HEARD, digest__startswith=whose)
    heard.filter(noted_at__lte=now - SAME_FOR).exclude(digest=digest).delete()
    since = NumberMark.objects.filter(what=NumberMark.What.HEARD, digest=digest).values("noted_at")
    came_since = heard.filter(noted_at__gte=Subquery(since)).exclude(digest=digest).exists()
    return _marked(NumberMark.What.HEARD, digest, now, BROUGHT_AGAIN if came_since else SAME_FOR)


def _keyed(text: str) -> str:
    return salted_hmac("core.sms.heard", text, algorithm="sha256").hexdigest()


def _helped_before(number: str, now: datetime) -> bool:
    return not _marked(NumberMark.What.HELPED, stops.digests_of(number)[0], now, HELPED_FOR)


def _marked(what: str, digest: str, now: datetime, lasts: timedelta) -> bool:
    """Note it now. False where it was noted so shortly before."""
    fields = {"noted_at": now, "expires_at": now + max(lasts, timedelta(days=1))}
    row, is_new = NumberMark.objects.get_or_create(what=what, digest=digest, defaults=fields)
    if is_new:
        return True
    row = NumberMark.objects.select_for_update().get(pk=row.pk)
    if now - row.noted_at < lasts:
        return False
    NumberMark.objects.filter(pk=row.pk).update(**fields)
    return True
