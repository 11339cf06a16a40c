"""One organisation has the activity and answers for what people write when they sign up: the controller.

Others are shown beside it when they have said yes, and see how many come, never who.
"""

from datetime import datetime

import structlog
from django.db import transaction

from core.models import User
from core.searching.marking import mark
from events.dates.recording import lock_event
from events.dates.restating import restate_event
from events.discovery.searching_words import EVENT
from events.models import CoOrganiserRequest, Event
from events.partners.mails import tell_who_asked, tell_who_is_asked
from organisations.models import Organisation

logger = structlog.get_logger(__name__)
MOST = 20


class TooManyError(Exception):
    """More than anybody would read."""


@transaction.atomic
def ask(*, event: Event, organisation: Organisation, user: User, now: datetime) -> CoOrganiserRequest | None:
    """Ask `organisation` whether it arranges `event` too; a repeat returns what there is.

    None for one that does already, or whose activity it is.
    """
    lock_event(event.pk)
    if organisation.pk == event.organisation_id or event.co_organisers.filter(pk=organisation.pk).exists():
        return None
    if event.co_organisers.count() + event.co_organiser_requests.count() >= MOST:
        raise TooManyError
    request, is_new = CoOrganiserRequest.objects.get_or_create(
        event=event, organisation=organisation, defaults={"asked_at": now}
    )
    if is_new:
        tell_who_is_asked(request, by=user, now=now)
        logger.info("partner_asked", activity=event.pk, organisation=organisation.pk, user=user.pk)
    return request


@transaction.atomic
def answer(*, request: CoOrganiserRequest, yes: bool, user: User, now: datetime) -> bool:
    """Say yes or no. Returns whether the organisation is shown now; what was answered already stays."""
    event = lock_event(request.event_id)
    gone, _rows = CoOrganiserRequest.objects.filter(pk=request.pk).delete()
    if gone and yes:
        event.co_organisers.add(request.organisation_id)
        _say_so(event, now)
    if gone:
        tell_who_asked(request, yes=yes, now=now)
    logger.info(
        "partner_answered", activity=event.pk, organisation=request.organisation_id, yes=yes, user=user.pk
    )
    return event.co_organisers.filter(pk=request.organisation_id).exists()


@transaction.atomic
def part(*, event: Event, organisation: Organisation, user: User, now: datetime) -> None:
    """Together no longer: one leaves or is taken out, or is not asked any more. A repeat changes nothing."""
    locked = lock_event(event.pk)
    CoOrganiserRequest.objects.filter(event=locked, organisation=organisation).delete()
    if locked.co_organisers.filter(pk=organisation.pk).exists():
        locked.co_organisers.remove(organisation)
        _say_so(locked, now)
        logger.info("partner_parted", activity=event.pk, organisation=organisation.pk, user=user.pk)


def _say_so(event: Event, now: datetime) -> None:
    """Calendars and the search repeat who arranges it."""
    event = Event.objects.get(pk=event.pk)
    restate_event(event=event, now=now)
    mark(EVENT, [event.pk])
