"""What there is to do for those who publish: who waits, what is to be put right, and their activities."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import labelled, when
from core.isolation import filled
from core.models import User
from core.sorting import FEW
from events.choices import State
from events.confirming.closed import reported
from events.lending.models import Thing
from events.models import Event, Occurrence
from events.organiser.answering import unanswered
from events.signups.models import Signup
from home.portal.card import Card
from organisations.models import Organisation

# A volunteer centre has a handful of dates a day; beyond that the front page is the wrong place for a list.
MOST_DATES = 12
MOST_ORGANISATIONS = 50


def requests(user: User, now: datetime) -> list[Card]:
    """Dates that somebody has asked to come to by telephone: they have no places before a yes."""
    own = Occurrence.objects.filter(organisation__in=Organisation.objects.with_member(user).values("pk"))
    waiting = Signup.objects.requested().filter(occurrence__in=own.values("pk"))
    dates = Occurrence.objects.public().scheduled().upcoming(now).with_cards()
    dates = dates.filter(pk__in=waiting.values("occurrence")).order_by("starts_at", "pk")[:MOST_DATES]
    numbers = waiting.filter(occurrence__in=[date.pk for date in dates]).numbers_by_date()
    return [
        Card(
            group=_("They wait for your answer"),
            title=date.event.title,
            text=f"{when(date.starts_at, date.ends_at)}. {_waiting(numbers[date.pk])}",
            url=reverse("portal_signups", args=[date.public_id]),
            icon="people",
            is_first=True,
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
            group=_("Your organisation"),
            title=labelled(_("Somebody came, and it was closed"), each.occurrence.event.title),
            text=when(each.occurrence.starts_at, each.occurrence.ends_at),
            url=reverse("portal_date", args=[each.occurrence.public_id]),
            icon="warning",
            is_first=True,
        )
        for each in reported(own, now=now, most=FEW)
    ]


def _waiting(number: int) -> str:
    text = ngettext("%(number)d person waits for an answer.", "%(number)d people wait for an answer.", number)
    return filled(text, number=number)


def unanswered_activities(user: User, now: datetime) -> list[Card]:
    """Activities of which nobody is asked whether they are on."""
    own = Event.objects.filter(organisation__in=Organisation.objects.with_member(user).values("pk"))
    number = unanswered(own.with_next_date(now)).count()
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
            is_first=True,
        )
    ]


def sent_back(user: User) -> list[Card]:
    """Activities that the municipality has asked for changes of."""
    own = Organisation.objects.with_member(user).values("pk")
    number = Event.objects.filter(organisation__in=own, state=State.CHANGES).count()
    if not number:
        return []
    text = ngettext("%(number)d activity waits for you.", "%(number)d activities wait for you.", number)
    return [
        Card(
            group=_("Your organisation"),
            title=_("Changes asked for"),
            text=filled(text, number=number),
            url=reverse("portal_events"),
            icon="edit",
            is_first=True,
        )
    ]


def outdated(user: User, now: datetime) -> list[Card]:
    """Activities to come whose words were changed after people had translated them."""
    own = Organisation.objects.with_member(user).values("pk")
    coming = Event.objects.filter(organisation__in=own, live=True).with_next_date(now)
    number = coming.filter(next_date__isnull=False).with_translations_behind().count()
    if not number:
        return []
    text = ngettext(
        "%(number)d activity was changed after it was translated.",
        "%(number)d activities were changed after they were translated.",
        number,
    )
    return [
        Card(
            group=_("Your organisation"),
            title=_("A translation is behind"),
            text=filled(text, number=number),
            url=reverse("portal_events") + "?outdated=1",
            icon="globe",
            is_first=True,
        )
    ]


def activities(user: User) -> list[Card]:
    """For members of organisations: their activities, and their opening hours."""
    if not Organisation.objects.with_member(user).exists():
        return []
    group = _("Your organisation")
    return [
        Card(
            group=group,
            title=_("Your activities"),
            text=_("What is coming, who is coming, and what waits for approval."),
            url=reverse("portal_events"),
            icon="calendar",
            key="events",
        ),
        Card(
            group=group,
            title=_("Your opening hours"),
            text=_("Places where people can just come. Closed tomorrow? Say it here."),
            url=reverse("portal_standing"),
            icon="clock",
            key="standing",
        ),
    ]


def own_figures(user: User) -> list[Card]:
    """Who took part in what their organisations offer."""
    group = _("Your organisation")
    few = Organisation.objects.with_member(user).by_name().few(FEW) or []
    return [
        Card(
            group=group,
            title=labelled(_("Who takes part"), organisation.name),
            text=_("Your own numbers, and the year on paper for an application."),
            url=reverse("organisation_figures", args=[organisation.pk]),
            icon="chart",
        )
        for organisation in few
    ]


def lending(user: User) -> list[Card]:
    """What their organisations lend, of those that lend anything."""
    own = Organisation.objects.with_member(user).filter(pk__in=Thing.objects.values("organisation"))
    return [
        Card(
            group=_("Your organisation"),
            title=labelled(_("Equipment to borrow"), organisation.name),
            text=_("What somebody has asked for, what is out, and what should be back."),
            url=reverse("portal_lending", args=[organisation.pk]),
            icon="bag",
        )
        for organisation in own.by_name().few(FEW) or []
    ]


@dataclass(frozen=True)
class Own:
    """The organisations of a user: `few` of them by name, out of `number`. `publish_url` leads to the form.

    Where there are several, it asks first which one publishes.
    """

    few: list[Organisation]
    number: int
    publish_url: str

    @property
    def are_more(self) -> bool:
        return self.number > len(self.few)


def own_organisations(user: User) -> Own | None:
    """None for somebody who publishes for nobody."""
    rows = Organisation.objects.with_member(user)
    few = list(rows.select_related("municipality").by_name()[: FEW + 1])
    if not few:
        return None
    if len(few) == 1:
        return Own(few, 1, reverse("portal_event_start", args=[few[0].pk]))
    number = len(few) if len(few) <= FEW else rows.count()
    return Own(few[:FEW], number, reverse("portal_organisations"))
