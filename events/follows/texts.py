"""What those who follow by telephone are sent: short, with who writes first and how to end it last."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from core.formats import beginning
from core.isolation import filled, isolated
from core.sms.messages import TextMessage, is_answerable
from events.dates.changes import What
from events.follows.links import manage_url
from events.follows.models import Follow
from events.models import Occurrence

if TYPE_CHECKING:
    from events.follows.news import Item

# A title is cut there: 160 signs hold who writes, what happened, when, and how to end it.
LONGEST_TITLE = 40
# Spaces that a text message of one part has no sign for.
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})

WHAT_HAPPENED: dict[What, str | Promise] = {
    What.CANCELLED: gettext_lazy("%(site)s: CANCELLED: %(title)s, %(when)s."),
    What.POSTPONED: gettext_lazy("%(site)s: Postponed, new day not known yet: %(title)s, %(when)s."),
    What.TAKEN_DOWN: gettext_lazy(
        "%(site)s: No longer announced: %(title)s, %(when)s. Ask the organiser before you go."
    ),
    What.BACK: gettext_lazy("%(site)s: It takes place after all: %(title)s, %(when)s."),
    What.MOVED: gettext_lazy("%(site)s: Moved to %(when)s: %(title)s."),
    What.CHANGED_LENGTH: gettext_lazy("%(site)s: Ends at another time: %(title)s, %(when)s."),
    What.MEETING: gettext_lazy("%(site)s: New meeting point: %(title)s, %(when)s."),
    What.LINK: gettext_lazy("%(site)s: New link to take part online: %(title)s, %(when)s."),
    What.PLACE: gettext_lazy("%(site)s: New place, %(place)s: %(title)s, %(when)s."),
}


def first(follow: Follow, date: Occurrence) -> TextMessage:
    """What happens now."""
    with override(follow.language):
        if follow.is_of_every_date:
            text = _("%(site)s: You are told if %(title)s is cancelled or moved.")
        else:
            text = _("%(site)s: You are told if %(title)s, %(when)s, is cancelled or moved.")
        return _message(follow, date, _said(text, follow, date), _stop(follow))


def changed(items: Sequence["Item"], *, to: Follow) -> TextMessage:
    """What happened to the first of the dates, and of how many more."""
    item = items[0]
    with override(to.language):
        # Of what is put off or cancelled people know the day that it was to be.
        said = _said(WHAT_HAPPENED[item.what], to, item.date)
        return _message(to, item.date, said, _more(len(items) - 1), _stop(to))


def reminder(follow: Follow, date: Occurrence) -> TextMessage:
    with override(follow.language):
        text = _("%(site)s: Remember %(title)s, %(when)s, %(place)s.")
        return _message(follow, date, _said(text, follow, date), _stop(follow))


def still(follow: Follow, date: Occurrence) -> TextMessage:
    with override(follow.language):
        text = _("%(site)s: Do you still want to know when %(title)s is cancelled? Then press here:")
        end = _("Otherwise we stop by ourselves.")
        return _message(follow, date, _said(text, follow, date), manage_url(follow), end)


def written(follow: Follow, date: Occurrence, *, words: str) -> TextMessage:
    """What the organiser has written, whole."""
    with override(follow.language):
        text = _("%(site)s: The organiser of %(title)s, %(when)s, writes:")
        return _message(
            follow, date, _said(text, follow, date), isolated(" ".join(words.split())), _stop(follow)
        )


def _said(sentence: str | Promise, follow: Follow, date: Occurrence) -> str:
    text = date.event.text_for(follow.language)
    title = " ".join((text.title if text else date.event.title).split())
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 3].rstrip()}..."
    return filled(
        sentence,
        site=settings.WAGTAIL_SITE_NAME,
        title=title,
        when=beginning(date.starts_at, date.ends_at),
        place=date.venue.name if date.venue else _("Online"),
    )


def _more(number: int) -> str:
    if number < 1:
        return ""
    return filled(ngettext("And %(count)s more date.", "And %(count)s more dates.", number), count=number)


def _stop(follow: Follow) -> str:
    """How to end it; nobody can answer a sender that is a name."""
    if is_answerable():
        return _("Reply STOPP to end this.")
    return " ".join((_("To end this:"), manage_url(follow)))


def _message(follow: Follow, date: Occurrence, *parts: str) -> TextMessage:
    text = " ".join(part for part in parts if part).translate(SPACES)
    return TextMessage(to=follow.phone, text=text, payer=date.municipality_id, language=follow.language)
