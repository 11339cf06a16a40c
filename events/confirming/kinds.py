"""The names of the messages to volunteers, and whom and what each is about."""

from uuid import UUID

QUESTION = "confirming.question"
INTRO = "confirming.intro"
REPLY = "confirming.reply"
HIDDEN = "confirming.hidden"
CLOSED = "confirming.closed"


def about_batch(batch: object) -> str:
    """What a message with questions is about, as the outbox knows it."""
    return f"question:{batch}"


def batch_of(about: str) -> UUID:
    return UUID(about.removeprefix("question:"))


def recipient_of(responsible_id: int) -> str:
    """Who it is to, as the outbox knows them."""
    return f"responsible:{responsible_id}"


def responsible_of(recipient: str) -> int:
    """The volunteer who is meant by what `recipient_of` gave."""
    return int(recipient.removeprefix("responsible:"))


def about_date(occurrence_id: int) -> str:
    """What a message about one date is about, as the outbox knows it."""
    return f"occurrence:{occurrence_id}"


def date_of(about: str) -> int:
    """The date that is meant by what `about_date` gave."""
    return int(about.removeprefix("occurrence:"))


def recipient_user(user_id: int) -> str:
    return f"user:{user_id}"


def about_silence(sign_of_life_id: int) -> str:
    """What a message about a silent series is about."""
    return f"silence:{sign_of_life_id}"


def silence_of(about: str) -> int:
    return int(about.removeprefix("silence:"))


def user_of(recipient: str) -> int:
    return int(recipient.removeprefix("user:"))
