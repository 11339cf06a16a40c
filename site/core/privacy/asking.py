"""A link to all that is kept with one address, for who has lost every other link.

It is sent to the address, whether anything is kept with it or not, and so shows whose the address is. Nothing
is written down about who asked: the link holds the address itself, sealed, and ends after some days.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from cryptography.fernet import InvalidToken
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.isolation import OwnWords, filled
from core.languages import language_among
from core.links import LinkExpired, LinkForged, personal_url
from core.mail.letter import build_message, render_letter
from core.mail.outbox import services as outbox
from core.mail.outbox.kinds import Kind, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.sealing import seal, unseal
from core.privacy.held import Shown
from core.sms.messages import TextMessage, is_offered
from core.telephone import same_telephone
from core.text import same_address

KIND = "privacy.my_data"
# How long the link opens, and how long the message is worth sending.
OPENS_FOR = timedelta(days=3)
PURPOSE = "my data"


def same_reach(text: str) -> str:
    """One spelling of an address or a number."""
    return same_address(text) if "@" in text else same_telephone(text)


def send_link(*, to: str, language: str, now: datetime) -> None:
    """Have the link sent to the address or number `to`, instead of one that still waits. `now` is UTC."""
    digest = salted_hmac(KIND, same_reach(to), algorithm="sha256").hexdigest()[:32]
    recipient = f"address:{digest}"
    outbox.withdraw(kind=KIND, about="", recipient=recipient)
    outbox.queue(
        kind=KIND,
        about="",
        recipient=recipient,
        occasion=uuid4().hex,
        secret={"to": same_reach(to), "language": language_among(language)},
        now=now,
    )


def token_for(address: str, *, now: datetime) -> str:
    """What stands in the address of the page: whose it is, sealed, and until when."""
    values: dict[str, object] = {"for": PURPOSE, "address": same_reach(address)}
    return seal(values | {"until": (now + OPENS_FOR).isoformat()}).decode().rstrip("=")


def token_with_name(token: str, name: str, *, now: datetime) -> str:
    """The same with what they say that they are called, until the same moment. Raises as `shown_by` does."""
    return seal(_read(token, now=now) | {"name": name}).decode().rstrip("=")


def shown_by(token: str, *, now: datetime) -> Shown:
    """Raises `LinkForged` or `LinkExpired`."""
    values = _read(token, now=now)
    return Shown(addresses=(str(values["address"]),), name=str(values.get("name", "")))


def _read(token: str, *, now: datetime) -> dict[str, object]:
    try:
        values = unseal((token + "=" * (-len(token) % 4)).encode("ascii"))
    except (InvalidToken, ValueError):
        raise LinkForged from None
    if values.get("for") != PURPOSE:
        raise LinkForged
    if datetime.fromisoformat(str(values["until"])) <= now:
        raise LinkExpired
    return values


def make(row: OutboxMessage, now: datetime) -> EmailMultiAlternatives | TextMessage:
    """One link and what it is for."""
    if row.secret is None:
        raise Unwanted
    secret = unseal(row.secret)
    to, language = str(secret["to"]), str(secret["language"])
    url = personal_url("my_data_page", token_for(to, now=now), language=language)
    if "@" in to:
        letter = render_letter("privacy/mail/my_data", {"url": url}, language=language)
        return build_message(letter, to=to, language=language)
    if not is_offered():
        raise Unwanted
    with override(language):
        text = filled(_("What Møteplass keeps about you: %(link)s"), link=OwnWords(url))
    return TextMessage(to=to, text=text, language=language)


def register_my_data() -> None:
    """Called while the app gets ready."""
    register(Kind(KIND, priority=Priority.ANSWER, worth=OPENS_FOR, make=make))
