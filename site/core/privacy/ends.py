"""The words of the declaration: fields about people, their purpose, and what brings them to their end."""

from dataclasses import dataclass
from enum import StrEnum

from core.privacy.purposes import Purpose


class Ends(StrEnum):
    """What brings a field's content to its end. Each has a test."""

    ROW = "the row's own end: purge_expired, once a day"
    WITH_THE_ACCOUNT = "the row goes with the account: end_accounts, once a day"
    LINK_IS_CUT = "the account's end leaves no name behind it"
    WITH_THE_PERSON = "emptied, or deleted, when the newcomer's row ends"
    EDITED = "whoever edits the page takes it away; end_old_versions ends what stood there before"
    SESSION = "end_sessions, once an hour"
    UNFINISHED = "end_unfinished_work, once a day"
    WITH_THE_MESSAGE = "emptied when the message has ended; the row goes some days after: end_old, once a day"
    NOT_ASKED_ANY_LONGER = "the organiser or the volunteer takes it away; forget_responsible, once a day"
    NEVER_FILLED = "nothing here fills it"


@dataclass(frozen=True)
class Personal:
    """Fields of one model that are about people. `fields` are names, separated by spaces."""

    model: str
    purpose: Purpose
    ends: Ends
    fields: str
