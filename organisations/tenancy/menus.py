"""The admin's menu: what it leads to is open, by the same table as the guard's."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from wagtail.admin.menu import MenuItem, SubmenuMenuItem

from organisations.tenancy.guard import name_of
from organisations.tenancy.policies import places_where
from organisations.tenancy.routes import ROUTES


def is_open(user, address: str) -> bool:
    """Whether the guard lets `user` through to a page that is about no row."""
    try:
        rule = ROUTES.get(name_of(resolve(address)))
    except Resolver404:
        return False
    return rule is not None and bool(places_where(user, rule.needs))


def close_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Takes away what leads to a 404, and Wagtail's sub-menus: settings, reports, help with Wagtail."""
    if request.user.is_superuser:
        return
    menu_items[:] = [
        _without_api(item)
        for item in menu_items
        if not isinstance(item, SubmenuMenuItem) and is_open(request.user, item.url)
    ]


def _without_api(item: MenuItem) -> MenuItem:
    """Wagtail's page tree in the menu asks its admin API, which is closed: a plain link leads there too."""
    if item.name != "explorer":
        return item
    return MenuItem(item.label, item.url, name=item.name, icon_name=item.icon_name, order=item.order)
