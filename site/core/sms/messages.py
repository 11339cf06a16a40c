"""What is sent to a telephone."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class TextMessage:
    """A text message to one person, made by a room when its turn comes.

    `to` is E.164 ("+4790123456"). `payer` is the kommunenummer of the municipality whose budget pays for it;
    "" is the installation. `language` is the text's own.
    """

    to: str
    text: str
    payer: str = ""
    language: str = "nb"


def is_offered() -> bool:
    """Whether this installation has an SMS provider: without one no page speaks of SMS."""
    return bool(settings.SMS)


def is_answerable() -> bool:
    """Whether people can answer by SMS: nobody can write to a sender that is a name."""
    return is_offered() and sender().isdigit()


def sender() -> str:
    """Whom a telephone shows as the sender: a name of at most eleven letters, or a number. "" without SMS."""
    return str(settings.SMS.get("sender", ""))
