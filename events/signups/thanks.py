"""What the thank-you page says: what was asked for, in a signed address, and nothing about who asked.

Everybody who asks for the same sees the same, also who was signed up already. The signature keeps somebody
from handing around an address that says that one has a place.
"""

from dataclasses import asdict, dataclass

from django.core.signing import BadSignature, Signer

SALT = "events.signups.thanks"


@dataclass(frozen=True)
class Thanks:
    """`by` is "mail", "sms" or "phone" (somebody calls); `number` is 0 for places at once."""

    by: str = "mail"
    number: int = 0
    persons: int = 0
    dates: int = 1

    @property
    def query(self) -> str:
        # No time in it: two who ask for the same are led to the same.
        return Signer(salt=SALT).sign_object(asdict(self), compress=True)


def thanks_of(query: str) -> Thanks:
    """What `Thanks.query` gave; the plain page for what nobody here has signed."""
    try:
        return Thanks(**Signer(salt=SALT).unsign_object(query))
    except (BadSignature, TypeError, ValueError):
        return Thanks()
