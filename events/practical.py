"""What an organiser says in words of their own beside the text: where one meets, what to bring, the price.

They are in the language that the activity was written in, each under a label in the reader's.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from events.models import Event


@dataclass(frozen=True)
class Said:
    """`icon` is a name in icons.svg. `kind` is the field."""

    kind: str
    icon: str
    label: str
    words: str


def said_of(event: Event) -> list[Said]:
    """In the order in which one asks; what nobody has written is left out. Asks the database nothing."""
    all_of_it = (
        Said("meeting_point", "pin", gettext("Where you meet"), event.meeting_point),
        Said("bring", "bag", gettext("Bring this"), event.bring),
        Said("cost_note", "price", gettext("About the price"), event.cost_note),
    )
    return [said for said in all_of_it if said.words]


@dataclass(frozen=True)
class MeetingPoint:
    """Where one meets, for the addresses of maps (`discovery.ways`)."""

    name: str
    latitude: Decimal | None
    longitude: Decimal | None
    address_line: str = ""


def meeting_point_of(event: Event) -> MeetingPoint | None:
    """The position in which one meets; None where nobody has given one."""
    if event.meeting_latitude is None or event.meeting_longitude is None:
        return None
    return MeetingPoint(event.meeting_point, event.meeting_latitude, event.meeting_longitude)
