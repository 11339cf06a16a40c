"""How much waits for somebody: all that the front page says a number of, counted in one statement."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from core.counting import numbers
from events.choices import State
from events.models import Event
from events.organiser.answering import unanswered
from events.partners.views import requests_to
from events.signups.models import SignupAccess
from events.standing.choices import State as PlaceState
from events.standing.models import StandingPlace
from home.portal.reader import Reader
from organisations.joining import yearly
from organisations.joining.models import Application
from organisations.models import Invitation, Organisation, StaffInvitation, Venue
from organisations.roles import Capability

Questions = Mapping[str, QuerySet[Any]]


def how_much_waits(reader: Reader) -> Counter[str]:
    """By the names below; 0 for what is not this reader's. One query."""
    return numbers({**_own(reader), **_of_organisations(reader), **_of_municipalities(reader)})


def _own(reader: Reader) -> Questions:
    return {
        "invitations": Invitation.objects.answered_by(reader.user).standing(reader.now),
        "staff_invitations": StaffInvitation.objects.answered_by(reader.user).standing(reader.now),
    }


def _of_organisations(reader: Reader) -> Questions:
    if not reader.organisations:
        return {}
    own = Event.objects.filter(organisation__in=reader.organisations)
    coming = own.filter(live=True).with_next_date(reader.now).filter(next_date__isnull=False)
    return {
        "asked_together": requests_to(reader.user),
        "lent_signups": SignupAccess.objects.answered_by(reader.user).waiting(reader.now),
        "sent_back": own.filter(state=State.CHANGES),
        "unanswered": unanswered(own.with_next_date(reader.now)),
        "outdated": coming.with_translations_behind(),
        "together": Event.objects.filter(co_organisers__in=reader.organisations, live=True),
        "venues": Venue.objects.standing().filter(managed_by__in=reader.organisations),
    }


def _of_municipalities(reader: Reader) -> Questions:
    found: dict[str, QuerySet[Any]] = {}
    if reader.reaches(Capability.DECIDE_LATE) or reader.may(Capability.MODERATE):
        found["to_approve"] = Event.objects.waiting().decided_by(reader.user, now=reader.now)
    if reader.may(Capability.MODERATE):
        places = StandingPlace.objects.moderated_by(reader.user)
        found["places_to_approve"] = places.filter(state=PlaceState.WAITING)
    if reader.may(Capability.EDIT_DIRECTORY):
        looked_after = Organisation.objects.edited_by(reader.user)
        found["joining"] = Application.objects.edited_by(reader.user).waiting()
        found["silent"] = yearly.silent(looked_after, now=reader.now)
        found["without_owner"] = looked_after.without_active_owner(reader.now)
    return found
