"""The link that manages a sign-up: who has it may see and cancel that one, until the row is deleted."""

import uuid
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import override

from core.mail.letter import absolute
from events.signups.models import Signup

SALT = "events.signups.manage"


class LinkForged(Exception):
    """Nobody was ever given this link."""


class LinkExpired(Exception):
    """The link was right once; what it led to has been deleted."""


def _signer() -> Signer:
    # A dot: it is in no address's way, and mail programs do not end a link at one that letters follow.
    return Signer(sep=".", salt=SALT)


def token_for(signup: Signup) -> str:
    return _signer().sign(signup.public_id.hex)


def signup_from(token: str, *, now: datetime) -> Signup:
    """The sign-up that `token` manages, with what its page shows. Raises `LinkForged` or `LinkExpired`."""
    try:
        public_id = uuid.UUID(_signer().unsign(token))
    except (BadSignature, ValueError):
        raise LinkForged from None
    rows = Signup.objects.with_date().filter(public_id=public_id, expires_at__gt=now)
    signup = rows.first()
    if signup is None:
        raise LinkExpired
    return signup


def manage_url(signup: Signup) -> str:
    """The full address for a mail, in the person's language."""
    with override(signup.language):
        return absolute(reverse("signup_manage", args=[token_for(signup)]))
