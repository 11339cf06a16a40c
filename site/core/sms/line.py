"""Handing text messages to the provider, for as many as one run has."""

from core.sms.messages import TextMessage
from core.sms.providers import NotTaken, Provider, Reason, Taken, provider


class Line:
    """Asks first whether the provider answers: while it does not, no message is *perhaps* sent."""

    def __init__(self) -> None:
        self.provider: Provider | None = None

    def open(self) -> None:
        """Raises `NotTaken`: the provider is not to be had."""
        if self.provider is not None:
            return
        try:
            found = provider()
        except LookupError:
            # No message leaves, and each says that SMS is off.
            return
        try:
            found.check()
        except NotTaken as problem:
            # Nothing was handed over, however the answer broke off.
            if problem.may_have_left:
                raise NotTaken(Reason.UNREACHABLE) from problem
            raise
        self.provider = found

    def hand_over(self, message: TextMessage, *, reference: str) -> Taken:
        """Outside any transaction. Raises `NotTaken`."""
        self.open()
        if self.provider is None:
            raise NotTaken(Reason.OUR_SETTINGS)
        return self.provider.send(to=message.to, text=message.text, reference=reference)

    def close(self) -> None:
        self.provider = None
