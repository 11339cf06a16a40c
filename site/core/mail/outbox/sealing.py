"""What must lie in a row for some minutes and be read by nobody else: sealed, with a key from SECRET_KEY."""

import base64
import json

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def seal(values: dict[str, object]) -> bytes:
    """`values`, which JSON can write, so that only this installation can read them."""
    return _fernet().encrypt(json.dumps(values).encode())


def unseal(sealed: bytes | memoryview) -> dict[str, object]:
    """What was sealed, also with a key of before. Raises `cryptography.fernet.InvalidToken`."""
    values: dict[str, object] = json.loads(_fernet().decrypt(bytes(sealed)))
    return values


def _fernet() -> MultiFernet:
    # Made anew each time: a key that has been changed is one that is not used any longer.
    return MultiFernet(
        [Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret: str) -> bytes:
    digest = salted_hmac("core.mail.outbox.sealing", "key", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
