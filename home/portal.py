"""The portal's front page and the menu of its pages. What stands on them, and in which order, is said here.

A user with a few organisations or municipalities finds each of them on the front page. With more there is one
card, which leads to a list that can be searched: the page is as long for a county as for a club.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import local_day
from core.formats import kroner, number, when
from core.isolation import filled
from core.models import User
from core.sms.messages import is_offered
from core.sorting import FEW, NamedQuerySet
from events.confirming.closed import reported
from events.confirming.overview import Share, next_dates
from events.models import Event, Occurrence
from events.organiser.answering import unanswered
from events.signups.models import Signup
from events.standing.choices import State
from events.standing.models import StandingPlace
from home.texting import Standing, standings
from organisations.models import Invitation, Municipality, Organisation
from organisations.roles import Capability

# A volunteer centre has a handful of dates a day; beyond that the front page is the wrong place for a list.
MOST_DOORS = 12
MOST_ORGANISATIONS = 50


@dataclass(frozen=True)
class Card:
    """One thing to do.

    `group` is the heading that it stands under, `icon` a name in the sprite. What has a `key` is in the menu
    too, and open where a page's `here` is that key. `place` is the kommunenummer of what is about one.
    """

    group: str
    title: str
    text: str
    url: str
    icon: str
    key: str = ""
    place: str = ""


def front_page(user: User, *, now: datetime) -> list[Card]:
    """What this user has a use for, in order."""
    return [
        *_doors(user, now),
        *_requests(user, now),
        *_closed(user, now),
        *_invitations(user),
        *_unanswered(user, now),
        *_activities(user),
        *_content(user, now),
        *_welcome(user, welcoming_places(user), most=FEW, now=now),
        *_figures(user),
        *_running(user),
    ]


def menu(user: User | AnonymousUser, *, place: Municipality | None = None) -> list[Card]:
    """The menu of every page of the portal. On the pages of a municipality, `place`, it stays there."""
    if not user.is_authenticated:
        return []
    places = welcoming_places(user)
    here = places.filter(pk=place.pk) if place else places
    # With several, a menu would say the same thing several times.
    cards = [*_activities(user), *_welcome(user, here, most=1), *_figures(user)]
    return [card for card in cards if card.key]


def welcoming_places(user: User) -> NamedQuerySet:
    """Where the user `welcomes` people or `writes` what they are sent; who `moderates` writes, too."""
    may = {
        name: Exists(Municipality.objects.where_user_may(user, capability).filter(pk=OuterRef("pk")))
        for name, capability in (
            ("welcomes", Capability.WELCOME),
            ("writes", Capability.WRITE_PACKAGES),
            ("moderates", Capability.MODERATE),
        )
    }
    return Municipality.objects.annotate(**may).filter(Q(welcomes=True) | Q(writes=True))


def welcome_cards(place: Municipality, *, now: datetime | None = None) -> list[Card]:
    """What there is to do in one of the `welcoming_places`; with its figures at the moment `now`."""
    cards = []
    if place.welcomes:  # type: ignore[attr-defined]  # annotated
        cards.append(_newcomers(place))
    if place.writes:  # type: ignore[attr-defined]  # annotated
        cards.append(_packages(place))
    if place.moderates:  # type: ignore[attr-defined]  # annotated
        cards.append(_is_it_on(place, now))
    return cards


def _doors(user: User, now: datetime) -> list[Card]:
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


def _requests(user: User, now: datetime) -> list[Card]:
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


def _closed(user: User, now: datetime) -> list[Card]:
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


def _is_it_on(place: Municipality, now: datetime | None) -> Card:
    """How much of what the calendar says is confirmed: in figures at the moment `now`, where it is given."""
    words = _("What is confirmed, what nobody answers for, and what was found closed.")
    return Card(
        group=place.name,
        title=_("Is it on?"),
        text=_confirmed(next_dates(place, now=now)) if now else words,
        url=reverse("portal_is_it_on", args=[place.pk]),
        icon="check",
        key="is_it_on",
        place=place.pk,
    )


def _confirmed(share: Share) -> str:
    if not share.total:
        return _("Nothing is planned in the next 48 hours.")
    text = _("Confirmed in the next 48 hours: %(number)s of %(total)s dates.")
    return filled(text, number=number(share.confirmed), total=number(share.total))


def _waiting(number: int) -> str:
    text = ngettext("%(number)d person waits for an answer.", "%(number)d people wait for an answer.", number)
    return filled(text, number=number)


def _invitations(user: User) -> list[Card]:
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


def _unanswered(user: User, now: datetime) -> list[Card]:
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


def _activities(user: User) -> list[Card]:
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
            hours,
            Card(group, _("Publish an activity"), text, reverse("portal_organisations"), "plus"),
        ]
    return [
        overview,
        hours,
        *(
            Card(
                group, _("Publish an activity"), one.name, reverse("portal_event_new", args=[one.pk]), "plus"
            )
            for one in organisations
        ),
    ]


def _content(user: User, now: datetime) -> list[Card]:
    """For editors: what waits for them, and the way into Wagtail's admin."""
    group = _content_group()
    cards = []
    if Municipality.objects.where_user_may(user, Capability.MODERATE).exists():
        waiting = Event.objects.moderated_by(user).waiting().count()
        text = ngettext("%(number)d activity waits.", "%(number)d activities wait.", waiting)
        text = filled(text, number=waiting) if waiting else _("Nothing waits for you.")
        cards.append(Card(group, _("Approve activities"), text, reverse("wagtailadmin_home"), "check"))
        places = StandingPlace.objects.moderated_by(user)
        waiting = places.filter(state=State.WAITING).count()
        text = ngettext("%(number)d place waits.", "%(number)d places wait.", waiting)
        text = filled(text, number=waiting) if waiting else _("Nothing waits for you.")
        url = reverse("portal_standing_to_approve")
        cards.append(Card(group, _("Approve opening hours"), text, url, "clock"))
    if Municipality.objects.where_user_may(user, Capability.ADD_PAGES).exists():
        text = _("The municipality's page and what is under it.")
        cards.append(Card(group, _("Edit pages"), text, reverse("wagtailadmin_explore_root"), "edit"))
    if Municipality.objects.where_user_may(user, Capability.EDIT_DIRECTORY).exists():
        cards += [
            Card(
                group=group,
                title=_("Organisations and the people in them"),
                text=_("Say who may publish activities, and who you trust to publish without waiting."),
                url=reverse("wagtailsnippets_organisations_organisation:list"),
                icon="people",
            ),
            Card(
                group=group,
                title=_("Places to meet"),
                text=_("The places where people meet, and how to get in."),
                url=reverse("wagtailsnippets_organisations_venue:list"),
                icon="pin",
            ),
            Card(
                group=group,
                title=_("School holidays"),
                text=_(
                    "Organisers are asked whether they pause then. Once a year, from the school calendar."
                ),
                url=reverse("wagtailsnippets_events_schoolholiday:list"),
                icon="calendar",
            ),
        ]
    return [*cards, *_sms(user, now)]


def sms_places(user: User) -> NamedQuerySet:
    """The municipalities whose SMS the user sees."""
    return Municipality.objects.where_user_may(user, Capability.SEE_SMS)


def _sms(user: User, now: datetime) -> list[Card]:
    """What SMS cost, where they are sent: in each of a few municipalities, or with more of them in a list."""
    if not is_offered():
        return []
    few = sms_places(user).few()
    if few is None:
        text = _("What they cost in each municipality.")
        return [Card(_content_group(), "SMS", text, reverse("portal_sms_list"), "phone")]
    return [sms_card(place, standing) for place, standing in standings(few, now=now)]


def sms_card(place: Municipality, standing: Standing) -> Card:
    """How one municipality's SMS stand against its budget, and a warning when that comes to its end."""
    values = {"place": place.name, "used": kroner(standing.used.ore), "budget": kroner(standing.budget)}
    if standing.is_used_up:
        text = _("%(place)s: this month's budget of %(budget)s kr is used up. People get e-mail instead.")
    elif standing.is_nearly:
        text = _("%(place)s: %(used)s of %(budget)s kr are used. This month's budget is nearly used up.")
    else:
        text = _("%(place)s: %(used)s of %(budget)s kr are used this month.")
    return Card(
        group=_content_group(),
        title="SMS",
        text=filled(text, **values),
        url=reverse("portal_sms", args=[place.pk]),
        icon="warning" if standing.is_used_up or standing.is_nearly else "phone",
    )


def sms_link(place: Municipality, standing: Standing) -> Card:
    """The same in a list, where the place stands before it and nothing after."""
    values = {"used": kroner(standing.used.ore), "budget": kroner(standing.budget)}
    return replace(sms_card(place, standing), title=filled(_("%(used)s of %(budget)s kr"), **values))


def _content_group() -> str:
    return _("The municipality's content")


def _welcome(user: User, places: NamedQuerySet, *, most: int, now: datetime | None = None) -> list[Card]:
    """For those who welcome people: in each of `places`, or with more than `most` in a list."""
    few = places.few(most)
    if few is not None:
        return [card for place in few for card in welcome_cards(place, now=now)]
    return [
        Card(
            group=_("Newcomers and welcome packages"),
            title=_("Your municipalities"),
            text=_("Choose where you want to welcome people, or to write to them."),
            url=reverse("portal_municipalities"),
            icon="gift",
            key="municipalities",
        )
    ]


def _newcomers(place: Municipality) -> Card:
    return Card(
        group=place.name,
        title=_("Newcomers"),
        text=_("Who has moved here: upload a list or add one person."),
        url=reverse("newcomer_list", args=[place.pk]),
        icon="people",
        key="newcomers",
        place=place.pk,
    )


def _packages(place: Municipality) -> Card:
    return Card(
        group=place.name,
        title=_("Welcome packages"),
        text=_("Write them, see them in each language, and send them."),
        url=reverse("package_list", args=[place.pk]),
        icon="gift",
        key="packages",
        place=place.pk,
    )


def _figures(user: User) -> list[Card]:
    if not Municipality.objects.with_figures_for(user).exists():
        return []
    return [
        Card(
            group=_("Figures"),
            title=_("Who takes part"),
            text=_("Meetings, participants and welcome packages, month by month. Download them for Excel."),
            url=reverse("figures"),
            icon="chart",
            key="figures",
        )
    ]


def _running(user: User) -> list[Card]:
    """For whoever runs the site."""
    if not user.is_superuser:
        return []
    return [
        Card(
            group=_("The whole site"),
            title=_("How the site is running"),
            text=_("Database, queue, e-mail and jobs: what is away, and what to do about it."),
            url=reverse("running"),
            icon="chart",
        )
    ]
