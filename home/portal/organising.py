"""What there is to do for those who publish: today's doors, who waits, and their activities."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import local_day
from core.formats import when
from core.isolation import filled
from core.models import User
from core.sorting import FEW
from events.confirming.closed import reported
from events.models import Event, Occurrence
from events.organiser.answering import unanswered
from events.signups.models import Signup
from home.portal.card import Card
from organisations.models import Invitation, Organisation

# A volunteer centre has a handful of dates a day; beyond that the front page is the wrong place for a list.
MOST_DOORS = 12
MOST_ORGANISATIONS = 50


def doors(user: User, now: datetime) -> list[Card]:
    """Today's dates of the user's organisations, each leading to its head count."""
    today = local_day(now)
    dates = Occurrence.objects.for_user(user).public().scheduled().with_cards()
    dates = dates.on_days(today, today, now=now).order_by("starts_at", "pk")
    return [
        Card(
            group=_("Today at the door"),
            title=date.event.title,
            text=when(date.starts_at, date.ends_at),
            url=reverse("portal_door", args=[date.public_id]),
            icon="door",
        )
        for date in dates[:MOST_DOORS]
    ]


def requests(user: User, now: datetime) -> list[Card]:
    """Dates that somebody has asked to come to by telephone: they have no places before a yes."""
    waiting = Signup.objects.requested().for_user(user)
    dates = Occurrence.objects.public().scheduled().upcoming(now).with_cards()
    dates = dates.filter(pk__in=waiting.values("occurrence")).order_by("starts_at", "pk")[:MOST_DOORS]
    numbers = waiting.filter(occurrence__in=[date.pk for date in dates]).numbers_by_date()
    return [
        Card(
            group=_("They wait for your answer"),
            title=date.event.title,
            text=f"{when(date.starts_at, date.ends_at)}. {_waiting(numbers[date.pk])}",
            url=reverse("portal_signups", args=[date.public_id]),
            icon="people",
        )
        for date in dates
    ]


def closed(user: User, now: datetime) -> list[Card]:
    """Dates of the user's organisations that somebody found closed of late."""
    own = list(Organisation.objects.with_member(user).values_list("pk", flat=True)[:MOST_ORGANISATIONS])
    if not own:
        return []
    return [
        Card(
            group=_("Somebody came, and it was closed"),
            title=each.occurrence.event.title,
            text=when(each.occurrence.starts_at, each.occurrence.ends_at),
            url=reverse("portal_date", args=[each.occurrence.public_id]),
            icon="warning",
        )
        for each in reported(own, now=now, most=FEW)
    ]


def _waiting(number: int) -> str:
    text = ngettext("%(number)d person waits for an answer.", "%(number)d people wait for an answer.", number)
    return filled(text, number=number)


def invitations(user: User) -> list[Card]:
    """Somebody waits for this user's yes or no."""
    waiting = Invitation.objects.answered_by(user).count()
    if not waiting:
        return []
    return [
        Card(
            group=_("Your organisation"),
            title=_("Who publishes for an organisation"),
            text=_waiting(waiting),
            url=reverse("portal_invitations"),
            icon="people",
        )
    ]


def unanswered_activities(user: User, now: datetime) -> list[Card]:
    """Activities of which nobody is asked whether they are on."""
    if Organisation.objects.with_member(user).few() == []:
        return []
    number = unanswered(Event.objects.for_user(user).with_next_date(now)).count()
    if not number:
        return []
    text = ngettext(
        "%(number)d of your activities has nobody who is asked.",
        "%(number)d of your activities have nobody who is asked.",
        number,
    )
    return [
        Card(
            group=_("Your organisation"),
            title=_("Say who answers whether it is on"),
            text=filled(text, number=number),
            url=reverse("portal_events") + "?unanswered=1",
            icon="help",
        )
    ]


def activities(user: User) -> list[Card]:
    """For members of organisations: their activities, and a new one."""
    organisations = Organisation.objects.with_member(user).few()
    if organisations == []:
        return []
    group = _("Your organisation")
    overview = Card(
        group=group,
        title=_("Your activities"),
        text=_("What is coming, who is coming, and what waits for approval."),
        url=reverse("portal_events"),
        icon="calendar",
        key="events",
    )
    hours = Card(
        group=group,
        title=_("Your opening hours"),
        text=_("Places where people can just come. Closed tomorrow? Say it here."),
        url=reverse("portal_standing"),
        icon="clock",
        key="standing",
    )
    if organisations is None:
        text = _("Choose for which of your organisations.")
        return [
            overview,
            Card(group, _("Publish an activity"), text, reverse("portal_organisations"), "plus"),
            hours,
        ]
    return [
        overview,
        *(
            Card(
                group, _("Publish an activity"), one.name, reverse("portal_event_new", args=[one.pk]), "plus"
            )
            for one in organisations
        ),
        hours,
    ]
