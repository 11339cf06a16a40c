"""Personal links: who has one may do what it is for, without an account.

A link holds random ids of rows and a signature. Nothing in it can be counted or guessed, and a link made for
one purpose opens nothing else. It lives as long as what it leads to, or as long as its `max_age`; after the
key is changed it lives on as long as the old key stands in `SECRET_KEY_FALLBACKS`.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, SignatureExpired, Signer, TimestampSigner
from django.urls import reverse
from django.utils.translation import override

from core.mail.letter import absolute

UUID_BYTES = 16
# A dot: it is in no address's way, and mail programs do not end a link at one that letters follow.
SEPARATOR = "."


class LinkForged(Exception):
    """Nobody was ever given this link."""


class LinkExpired(Exception):
    """The link was right once; its time is over, or what it led to has been deleted."""


@dataclass(frozen=True)
class PersonalLinks:
    """The links of one purpose, which `salt` names. Each holds as many ids as `ids` says."""

    salt: str
    ids: int = 1
    max_age: timedelta | None = None

    def token(self, *ids: UUID) -> str:
        """What stands in the address."""
        if len(ids) != self.ids:
            raise ValueError(f"a link of {self.salt} holds {self.ids} ids, not {len(ids)}")
        raw = b"".join(each.bytes for each in ids)
        return self._signer().sign(base64.urlsafe_b64encode(raw).decode().rstrip("="))

    def read(self, token: str) -> tuple[UUID, ...]:
        """The ids in `token`. Raises `LinkForged`, or `LinkExpired` when it is older than `max_age`."""
        try:
            payload = self._unsigned(token)
            raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        except SignatureExpired:
            raise LinkExpired from None
        except (BadSignature, binascii.Error, ValueError):
            raise LinkForged from None
        if len(raw) != self.ids * UUID_BYTES:
            raise LinkForged
        return tuple(UUID(bytes=raw[start : start + UUID_BYTES]) for start in range(0, len(raw), UUID_BYTES))

    def _signer(self) -> Signer:
        return (TimestampSigner if self.max_age else Signer)(sep=SEPARATOR, salt=self.salt)

    def _unsigned(self, token: str) -> str:
        signer = self._signer()
        if isinstance(signer, TimestampSigner):
            return signer.unsign(token, max_age=self.max_age)
        return signer.unsign(token)


def personal_url(name: str, token: str, *, language: str) -> str:
    """The whole address of the personal page `name` (a URL name), in `language`, for a mail."""
    with override(language):
        return absolute(reverse(name, args=[token]))
