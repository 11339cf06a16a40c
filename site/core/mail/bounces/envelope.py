"""To whom a mail server sends what comes back: an address that says which of our mails it was (VERP).

The number in it is the mail's own and signed: who has not seen that one mail cannot make it up.
"""

import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import constant_time_compare, salted_hmac

SIGNED = 12
PART = re.compile(rf"([0-9a-f]{{32}})([0-9a-f]{{{SIGNED}}})", re.IGNORECASE)
PLAIN = re.compile(r"[0-9a-f]{32}")
OURS = re.compile(r"<([0-9a-f]{32})@[^<>\s]{1,200}>")


# What a provider is given of a mail besides its Message-ID, which some replace by one of their own.
NUMBER = "moteplass"


def message_id_of(number: str) -> str:
    """The Message-ID of our mail `number`: 32 letters and figures that nobody can guess."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return f"<{number}@{domain}>"


def mark_envelope(message: EmailMultiAlternatives) -> None:
    """What comes back of `message`, which has its Message-ID, goes to the mailbox for that.

    Django takes the From that people see from the headers, and the envelope's from `from_email`.
    """
    number = OURS.fullmatch(message.extra_headers["Message-ID"])
    # A provider says it again (django-anymail); a mail server is not told.
    message.metadata = {NUMBER: number[1]} if number else {}  # type: ignore[attr-defined]  # anymail's
    if not settings.BOUNCES_ADDRESS or settings.MAIL_PROVIDER_SENDS:
        return
    message.extra_headers.setdefault("From", message.from_email)
    message.from_email = return_address(message.extra_headers["Message-ID"])


def return_address(message_id: str) -> str:
    """`BOUNCES_ADDRESS` with the signed number of our mail where its star is."""
    number = OURS.fullmatch(message_id)
    signed = number[1] + _signature(number[1], settings.SECRET_KEY) if number else "0"
    return settings.BOUNCES_ADDRESS.replace("*", signed)


def number_in(address: str) -> str:
    """The number of our mail in an address to which something came back; "" where it is none of ours."""
    found = PART.search(address)
    if found is None:
        return ""
    number, signature = found[1].lower(), found[2].lower()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return number if any(constant_time_compare(signature, _signature(number, key)) for key in keys) else ""


def _signature(number: str, key: str) -> str:
    return salted_hmac("core.mail.bounces.envelope", number, secret=key, algorithm="sha256").hexdigest()[
        :SIGNED
    ]
