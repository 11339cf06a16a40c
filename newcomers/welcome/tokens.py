"""The link in a person's welcome mail. Whoever has it may read the package, stop the mails and erase the
person.

It holds the person's `public_id` and the package's key, signed with a salt of its own: a link made for
anything else does not open this, and there is nothing in it to count or to guess.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import override

from core.mail.letter import absolute
from newcomers.models import Newcomer
from newcomers.welcome.models import Delivery

SALT = "newcomers.welcome.page"
UUID_BYTES = 16


class ForgedToken(Exception):
    """Nobody here has made this link."""


class GoneToken(Exception):
    """The link was good, but the person is deleted: by themselves, by the host, or because the time is up."""


@dataclass(frozen=True)
class PersonalLink:
    """A link that was opened: whose it is, and the delivery that it came with."""

    token: str
    newcomer: Newcomer
    delivery: Delivery


def make_token(*, newcomer: Newcomer, package_key: UUID) -> str:
    payload = base64.urlsafe_b64encode(newcomer.public_id.bytes + package_key.bytes).decode().rstrip("=")
    return Signer(salt=SALT).sign(payload)


def read_token(token: str, *, now: datetime) -> PersonalLink:
    """Whose link it is. Raises `ForgedToken` or `GoneToken`."""
    try:
        payload = Signer(salt=SALT).unsign(token)
        raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        public_id, package_key = UUID(bytes=raw[:UUID_BYTES]), UUID(bytes=raw[UUID_BYTES:])
    except (BadSignature, binascii.Error, ValueError) as error:
        raise ForgedToken from error
    delivery = (
        Delivery.objects.select_related("newcomer__municipality", "campaign")
        .filter(newcomer__public_id=public_id, newcomer__expires_at__gt=now, package_key=package_key)
        .first()
    )
    if delivery is None or delivery.newcomer is None:
        raise GoneToken
    return PersonalLink(token, delivery.newcomer, delivery)


def personal_url(name: str, token: str, language: str) -> str:
    """The whole address of one of the person's pages (a URL name), in `language`."""
    with override(language):
        return absolute(reverse(name, args=[token]))
