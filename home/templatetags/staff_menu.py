"""The menu of the portal's pages, and the way back from a page."""

from typing import Any

from django import template

from home.portal import Card, menu

register = template.Library()
ASKED = "_staff_menu"


@register.simple_tag(takes_context=True)
def staff_menu(context: dict[str, Any]) -> list[Card]:
    """What stands in the menu for this user; on the pages of a `municipality`, in that one."""
    request = context["request"]
    if not hasattr(request, ASKED):
        setattr(request, ASKED, menu(request.user, place=context.get("municipality")))
    return getattr(request, ASKED)


@register.simple_tag(takes_context=True)
def desk_crumbs(context: dict[str, Any]) -> list[tuple[str, str]]:
    """The way back to the desk: (label, address) from the top, without the page itself."""
    here = ("desk", context.get("here"))
    path = context["request"].path
    return [(card.title, card.url) for card in staff_menu(context) if card.key in here and card.url != path]
