"""How somebody who signs up is written to: by e-mail, by text message, or not at all."""

from core.sms.messages import is_offered
from core.telephone import is_mobile
from events.signups.models import Signup


def takes_texts(phone: str) -> bool:
    """Whether a text message can be sent to `phone`, as `same_telephone` wrote it."""
    return bool(phone) and is_offered() and is_mobile(phone)


def is_texted(signup: Signup) -> bool:
    """Whether `signup` has its messages by SMS: who has an address gets e-mail."""
    return not signup.email and takes_texts(signup.phone)


def can_be_told(signup: Signup) -> bool:
    """Whether anything can be sent to whoever it is; otherwise somebody has to call them."""
    return bool(signup.email) or takes_texts(signup.phone)
