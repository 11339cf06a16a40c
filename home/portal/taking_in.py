"""Lists and calendars of activities that are written elsewhere."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.isolation import filled
from core.sorting import FEW
from events.exchange.models import Source, publishers_for
from events.exchange.taking_in.telling import says_in_words
from home.portal.card import Card, content_group
from home.portal.reader import Reader
from organisations.roles import Capability


def _publishes(reader: Reader) -> bool:
    """For an organisation of their own, or perhaps for one that they look after."""
    return bool(reader.organisations) or reader.may(Capability.EDIT_DIRECTORY)


def taking_in(reader: Reader) -> list[Card]:
    """For who publishes for an organisation, or looks after some."""
    own = bool(reader.organisations)
    if not own and not (_publishes(reader) and publishers_for(reader.user).exists()):
        return []
    return [
        Card(
            # An editor without an organisation of their own does it for those of the municipality.
            group=_("Your organisation") if own else content_group(),
            title=_("Take in activities"),
            text=_("From a table, a calendar or a page that you have already."),
            url=reverse("portal_taking_in"),
            icon="upload",
        )
    ]


def calendars(reader: Reader) -> list[Card]:
    """Calendars that are subscribed to and wait for this user: away, with a question, or with news.

    One query, or two where there are many.
    """
    if not _publishes(reader):
        return []
    waiting = Source.objects.to_look_at(reader.user)
    few = list(waiting[: FEW + 1])
    if len(few) <= FEW:
        return [
            _card(each.name, _what_waits(each), "warning" if _is_away(each) else "calendar") for each in few
        ]
    number = waiting.count()
    text = ngettext(
        "%(number)s of your calendars waits for you.", "%(number)s of your calendars wait for you.", number
    )
    return [_card(_("Calendars you subscribe to"), filled(text, number=number), "calendar")]


def _card(title: str, text: str, icon: str) -> Card:
    return Card(
        group=_("Calendars you subscribe to"),
        title=title,
        text=text,
        url=reverse("portal_subscriptions"),
        icon=icon,
        is_first=True,
    )


def _is_away(source: Source) -> bool:
    return source.state != Source.State.ACTIVE and "told" in source.answers


def _what_waits(source: Source) -> str:
    if _is_away(source):
        return " ".join((_("We cannot read this calendar."), says_in_words(source))).strip()
    if source.answers.get("asks_zone"):
        return _("We do not know which time zone it means. Say which one.")
    number = sum(source.answers["news"][kind] for kind in ("new", "changed", "gone"))
    text = ngettext(
        "There is %(number)s new thing to look at.", "There are %(number)s new things to look at.", number
    )
    return filled(text, number=number)
