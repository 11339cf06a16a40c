"""The three messages that we send of our own accord: STOP is confirmed, START too, and one example is given.

To whom is in no table: the number lies sealed in the message's row of the outbox until it has left.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext, override

from core.mail.outbox import kinds
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.sealing import unseal
from core.mail.outbox.services import queue
from core.sms.messages import TextMessage
from core.sms.stops import digests_of, is_stopped

STOPPED, STARTED, EXAMPLE = "sms.stopped", "sms.started", "sms.example"
# Later than this nobody knows any longer what it answers.
WORTH = timedelta(hours=6)


def _stopped() -> str:
    return gettext("Møteplass: You get no more SMS from us. If you change your mind, answer START.")


def _started() -> str:
    return gettext("Møteplass: You get SMS from us again. To stop them, answer STOP.")


def _example() -> str:
    return gettext(
        "Møteplass: We did not understand your SMS. Answer for example JA, NEI or JA 12. "
        "For no more SMS, answer STOP."
    )


def answer(kind: str, *, number: str, language: str, now: datetime) -> None:
    """Send one of the three to `number`, in `language`. The installation pays."""
    key = f"sms:{digests_of(number)[0][:40]}"
    queue(
        kind=kind,
        about=key,
        recipient=key,
        occasion=now.isoformat(),
        secret={"number": number, "language": language},
        now=now,
    )


def _maker(words: Callable[[], str]) -> Callable[[OutboxMessage, datetime], TextMessage]:
    def make(row: OutboxMessage, now: datetime) -> TextMessage:
        if row.secret is None:
            raise kinds.Unwanted
        values = unseal(row.secret)
        language = str(values["language"])
        with override(language):
            return TextMessage(to=str(values["number"]), text=words(), language=language)

    return make


def _is_still_so(row: OutboxMessage, now: datetime) -> bool:
    """Who has changed their mind since is told only what holds."""
    if row.secret is None:
        return False
    number = str(unseal(row.secret)["number"])
    return row.kind == EXAMPLE or is_stopped(number) == (row.kind == STOPPED)


def register_kinds() -> None:
    for name, words in ((STOPPED, _stopped), (STARTED, _started), (EXAMPLE, _example)):
        kinds.register(
            kinds.Kind(
                name=name,
                priority=kinds.Priority.ANSWER,
                worth=WORTH,
                make=_maker(words),
                wanted=_is_still_so,
                # Who says STOP is told once that it was heard.
                heeds_stop=name != STOPPED,
            )
        )
