"""One thing to do, on the portal's front page, in its menu or in a list."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Card:
    """One thing to do.

    `group` is the heading that it stands under, `icon` a name in the sprite. What has a `key` is in the menu
    too, and open where a page's `here` is that key. `place` is the kommunenummer of what is about one. What
    `is_first` waits for this user now: it stands above everything else, without its group.
    """

    group: str
    title: str
    text: str
    url: str
    icon: str
    key: str = ""
    place: str = ""
    is_first: bool = False


def content_group() -> str:
    """The heading over what a municipality's staff look after."""
    return _("The municipality's content")
