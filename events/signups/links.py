"""The link that manages a sign-up: who has it may see and cancel that one, until the row is deleted."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from core.links import LinkExpired, PersonalLinks, personal_url
from events.signups.models import Signup

LINKS = PersonalLinks(salt="events.signups.manage")


def token_for(signup: Signup) -> str:
    return LINKS.token(signup.public_id)


def signup_from(token: str, *, now: datetime) -> Signup:
    """The sign-up that `token` manages, with what its page shows. Raises `LinkForged` or `LinkExpired`."""
    (public_id,) = LINKS.read(token)
    signup = Signup.objects.with_date().filter(public_id=public_id, expires_at__gt=now).first()
    if signup is None:
        raise LinkExpired
    return signup


def manage_url(signup: Signup, *, party: Mapping[str, int] | None = None) -> str:
    """The full address for a message, in the person's language.

    With `party` the page's form to change who comes is filled with it: nothing is changed before its button.
    """
    url = personal_url("signup_manage", token_for(signup), language=signup.language)
    return f"{url}?{urlencode(party)}#party" if party else url


def coming_url(signup: Signup) -> str:
    """Where one says with one button that one still comes."""
    return personal_url("signup_coming", token_for(signup), language=signup.language)
