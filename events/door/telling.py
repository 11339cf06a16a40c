"""What a phone is told of a date's count: as values for the script, and as words for the person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

from core.formats import in_words
from core.models import User
from events.door import phones, services, ticks
from events.door.forms import HeadcountForm
from events.door.models import PhoneCount
from events.door.numbers import NAMES, Numbers, read
from events.models import Occurrence
from events.signups.wording import party_lines


@dataclass(frozen=True)
class Waiting:
    """A phone that waits for somebody's word: what it shows, what stands, and what both are together."""

    phone: PhoneCount
    shows: list[tuple[str, int]]
    both: int
    version: str

    @property
    def people(self) -> int:
        return (self.phone.shown["adults"] or 0) + (self.phone.shown["children"] or 0)


def waiting_of(stands: phones.Stands) -> list[Waiting]:
    """Those that wait, with what the page says of each."""
    return [
        Waiting(
            phone=phone,
            shows=_in_words(read(phone.shown)),
            both=_people(phones.together(phone, stands.headcount)),
            version=phones.version_of(phone, stands.headcount),
        )
        for phone in stands.waiting
    ]


def _in_words(numbers: Numbers) -> list[tuple[str, int]]:
    """Label and number, of all that somebody has counted."""
    fields = HeadcountForm.base_fields
    return [(str(fields[name].label), number) for name in NAMES if (number := numbers[name]) is not None]


def _people(numbers: Numbers) -> int:
    return (numbers["adults"] or 0) + (numbers["children"] or 0)


def names_of(names: list[ticks.Name]) -> list[dict[str, Any]]:
    """The names to tick, for the script and for the page."""
    return [
        {
            "id": str(name.signup.public_id),
            "name": name.signup.name,
            "party": in_words(party_lines(name.signup)),
            "adults": ticks.party_of(name.signup)["adults"],
            "children": ticks.party_of(name.signup)["children"],
            "ticked": name.is_ticked,
        }
        for name in names
    ]


def who(user: User | AnonymousUser) -> str:
    """Whose phone it is, for the phone alone: another who logs in on it finds nothing of theirs."""
    return salted_hmac("events.door", str(user.pk), algorithm="sha256").hexdigest()[:16]


def told(request: HttpRequest, occurrence: Occurrence, *, device: Any, now: datetime) -> dict[str, Any]:
    """What the script on the phone goes on from."""
    stands = phones.standing(occurrence, device)
    return {
        "who": who(request.user),
        "token": get_token(request),
        "total": stands.total,
        "mine": stands.mine,
        "others": stands.others,
        "sequence": stands.sequence,
        "corrections": stands.corrections,
        "seen": [str(each) for each in stands.devices],
        "waiting": stands.is_waiting,
        "open": services.can_count(occurrence=occurrence, now=now),
        "names": names_of(ticks.names_at(occurrence, now=now)),
        # Until when names may stay on a phone that hears nothing, in milliseconds as its clock has them.
        "until": int(ticks.ends_at(occurrence).timestamp() * 1000),
        "html": render_to_string("door/_waiting.html", page_part(occurrence, stands), request=request),
    }


def page_part(occurrence: Occurrence, stands: phones.Stands) -> dict[str, Any]:
    """What the part of the page about several phones shows."""
    return {
        "occurrence": occurrence,
        "headcount": stands.headcount,
        "people": _people(stands.total),
        "waiting": waiting_of(stands),
    }
