"""What is sent to a telephone."""

from dataclasses import dataclass


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
    return False
