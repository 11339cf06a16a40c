"""Whose activities are shown without anybody's yes.

Libraries and volunteer centres are trusted once the municipality has taken them in; others are offered it to
the editor when so many of their activities were approved without a word.
"""

from datetime import datetime

from django.db.models import Count

from core.models import User
from events.models import Event, LogEntry
from organisations.models import Organisation
from organisations.services import set_trust

# So many different activities approved, and the editor is asked.
OFFERED_AFTER = 3


def approved_activities(organisation: Organisation) -> int:
    """How many activities in its own municipality an editor has said yes to."""
    approved = LogEntry.objects.filter(
        what=LogEntry.What.APPROVED,
        event__organisation=organisation,
        event__municipality=organisation.municipality_id,
    )
    return approved.aggregate(number=Count("event", distinct=True))["number"]


def is_offered_trust(event: Event) -> bool:
    """Whether the editor who decides about `event` is asked to trust its organisation."""
    organisation = event.organisation
    if organisation.is_trusted or organisation.municipality_id != event.municipality_id:
        return False
    return approved_activities(organisation) >= OFFERED_AFTER


def trust(*, organisation: Organisation, user: User, now: datetime) -> bool:
    """Let `organisation` publish without waiting. False when it could already."""
    return set_trust(organisation=organisation, is_trusted=True, by=user, now=now)
