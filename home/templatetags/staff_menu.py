"""The menu of the portal's pages."""

from typing import Any

from django import template

from home.portal import Card, menu

register = template.Library()


@register.simple_tag(takes_context=True)
def staff_menu(context: dict[str, Any]) -> list[Card]:
    """What stands in the menu for this user; on the pages of a `municipality`, in that one."""
    return menu(context["request"].user, place=context.get("municipality"))
