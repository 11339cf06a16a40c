"""The link that manages a sign-up: who has it may see and cancel that one, until the row is deleted."""

from datetime import datetime

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


def manage_url(signup: Signup) -> str:
    """The full address for a mail, in the person's language."""
    return personal_url("signup_manage", token_for(signup), language=signup.language)
