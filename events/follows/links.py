"""The link that manages a follow: who has it may see, confirm and end that one, until the row is deleted."""

from datetime import datetime

from core.links import LinkExpired, PersonalLinks, personal_url
from events.follows.models import Follow

LINKS = PersonalLinks(salt="events.follows.manage")


def token_for(follow: Follow) -> str:
    return LINKS.token(follow.public_id)


def follow_from(token: str, *, now: datetime) -> Follow:
    """The follow that `token` manages, with what its page shows. Raises `LinkForged` or `LinkExpired`."""
    (public_id,) = LINKS.read(token)
    follow = Follow.objects.with_date().filter(public_id=public_id, expires_at__gt=now).first()
    if follow is None:
        raise LinkExpired
    return follow


def manage_url(follow: Follow) -> str:
    """The full address for a message, in the person's language."""
    return personal_url("follow_manage", token_for(follow), language=follow.language)


def stop_url(follow: Follow) -> str:
    """Where a mail program ends it with one press (RFC 8058)."""
    return personal_url("follow_stop", token_for(follow), language=follow.language)
