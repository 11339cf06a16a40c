"""What a server that was given a message can say instead of yes, whichever way the message leaves."""

from enum import StrEnum


class NotTaken(Exception):
    """A server did not say yes to a message, because of `reason`, which is a code of the outbox's `Why`.

    `server_wide` says that it would say the same to the next message: it is about the server, or about us.
    `is_for_good` says that trying again is of no use, `may_have_left` that nobody knows whether it left, and
    `is_about_us` that the server takes nothing from this installation, which somebody mends. `no_mailbox`
    says that there is nobody at the address: whatever else is sent there is refused as well.
    """

    is_for_good = False
    may_have_left = False
    is_about_us = False

    def __init__(self, reason: StrEnum, *, server_wide: bool = False, no_mailbox: bool = False) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.server_wide = server_wide
        self.no_mailbox = no_mailbox
