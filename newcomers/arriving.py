"""A file that is too large to be read while somebody waits: it lies sealed in the cache until a worker has
read it.

It is not in the database, so that no backup and no row ever holds what may never be kept. A cache that has
lost it has lost what its owner still has: the page says so.
"""

import base64
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext_noop as _

from core.mail.outbox.sealing import seal, unseal
from core.spreadsheets.kinds import UnreadableFile, is_workbook, parts_of

# So much text, or workbook when it is unpacked, is read in less than half a second.
LONG_TEXT, LONG_WORKBOOK = 200_000, 1_500_000
KEPT_SECONDS = 30 * 60


def is_long(data: bytes) -> bool:
    """Whether reading the file `data` takes longer than anybody should wait.

    Raises `UnreadableFile` for what is no list at all.
    """
    if not is_workbook(data):
        return len(data) > LONG_TEXT
    return sum(part.file_size for part in parts_of(data)) > LONG_WORKBOOK


def leave(public_id: UUID, data: bytes) -> bool:
    """Leave the file for a worker. False where the cache is away, or does not take it."""
    cache.set(_key(public_id), seal({"file": base64.b64encode(data).decode()}), KEPT_SECONDS)
    return cache.has_key(_key(public_id))


def fetched(public_id: UUID) -> bytes:
    """The file that was left. Raises `UnreadableFile` when it is not there any longer."""
    sealed = cache.get(_key(public_id))
    if sealed is None:
        raise UnreadableFile(_("The file was lost before it was read. Upload it again."))
    return base64.b64decode(str(unseal(sealed)["file"]))


def forget(public_id: UUID) -> None:
    """It is read."""
    cache.delete(_key(public_id))


def _key(public_id: UUID) -> str:
    return f"people-file-{public_id}"
