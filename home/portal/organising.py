"""What there is to do for those who publish: who waits, what is to be put right, and their activities."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import labelled, when
from core.isolation import filled
from core.sorting import FEW
from events.confirming.closed import reported
from events.lending.models import Thing
from events.models import Occurrence
from events.signups.models import Signup
from home.portal.card import Card
from home.portal.reader import Reader
from organisations.models import Organisation

# A volunteer centre has a handful of dates a day; beyond that the front page is the wrong place for a list.
MOST_DATES = 12


def requests(reader: Reader) -> list[Card]:
    """Dates that somebody has asked to come to by telephone: they have no places before a yes."""
    if not reader.organisations:
        return []
    waiting = Signup.objects.requested()
    own = Occurrence.objects.filter(organisation__in=reader.organisations).public().scheduled()
    asked = own.upcoming(reader.now).filter(Exists(waiting.filter(occurrence=OuterRef("pk"))))
    dates = list(asked.with_cards().order_by("starts_at", "pk")[:MOST_DATES])
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


def closed(reader: Reader) -> list[Card]:
    """Dates of the user's organisations that somebody found closed of late."""
    if not reader.organisations:
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
        for each in reported(reader.organisations, now=reader.now, most=FEW)
    ]


def _waiting(number: int) -> str:
    text = ngettext("%(number)d person waits for an answer.", "%(number)d people wait for an answer.", number)
    return filled(text, number=number)


def unanswered_activities(waits: Counter[str]) -> list[Card]:
    """Activities of which nobody is asked whether they are on."""
    number = waits["unanswered"]
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


def sent_back(waits: Counter[str]) -> list[Card]:
    """Activities that the municipality has asked for changes of."""
    number = waits["sent_back"]
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


def outdated(waits: Counter[str]) -> list[Card]:
    """Activities to come whose words were changed after people had translated them."""
    number = waits["outdated"]
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


def activities(reader: Reader) -> list[Card]:
    """For members of organisations: their activities, and their opening hours."""
    if not reader.organisations:
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


def own_figures(reader: Reader) -> list[Card]:
    """Who took part in what their organisations offer."""
    group = _("Your organisation")
    return [
        Card(
            group=group,
            title=labelled(_("Who takes part"), organisation.name),
            text=_("Your own numbers, and the year on paper for an application."),
            url=reverse("organisation_figures", args=[organisation.pk]),
            icon="chart",
        )
        for organisation in reader.few_organisations
    ]


def lending(reader: Reader) -> list[Card]:
    """What their organisations lend, of those that lend anything."""
    if not reader.organisations:
        return []
    lent = Thing.objects.filter(organisation__in=reader.organisations)
    own = Organisation.objects.filter(pk__in=lent.values("organisation"))
    return [
        Card(
            group=_("Your organisation"),
            title=labelled(_("Equipment to borrow"), organisation.name),
            text=_("What somebody has asked for, what is out, and what should be back."),
            url=reverse("portal_lending", args=[organisation.pk]),
            icon="bag",
        )
        for organisation in own.few() or []
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


def own_organisations(reader: Reader) -> Own | None:
    """None for somebody who publishes for nobody."""
    few = reader.first_organisations
    if not few:
        return None
    if len(few) == 1:
        return Own(few, 1, reverse("portal_event_start", args=[few[0].pk]))
    return Own(few[:FEW], len(reader.organisations), reverse("portal_organisations"))
