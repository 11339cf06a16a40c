"""Where a page of the list ended."""

import base64
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
LARGEST_KEY = 2**62


class Key(NamedTuple):
    """The last row's start (UTC) and number."""

    starts_at: datetime
    pk: int

    def encode(self) -> str:
        microseconds = (self.starts_at - EPOCH) // timedelta(microseconds=1)
        return base64.urlsafe_b64encode(f"{microseconds}.{self.pk}".encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Key":
        """Raises `ValueError` for anything that `encode` did not make."""
        padded = text + "=" * (-len(text) % 4)
        microseconds, _dot, pk = base64.urlsafe_b64decode(padded).decode("ascii").partition(".")
        if not 0 <= int(microseconds) < 2**53 or not 0 < int(pk) < LARGEST_KEY:
            raise ValueError("not a place in the list")
        return cls(EPOCH + timedelta(microseconds=int(microseconds)), int(pk))
