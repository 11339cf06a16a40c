"""What the welcome room adds to the first page of Wagtail's admin: the way back to the portal."""

from collections.abc import MutableMapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from core.sorting import FEW
from organisations.models import Municipality
from organisations.roles import Capability

# Below what waits for the person (Wagtail's own, 220), above what they did last (250).
ORDER = 230


class DeskPanel(Component):
    """Packages are written here; what waits, people and sendings are on the desk."""

    order = ORDER
    template_name = "welcome/admin_desk.html"

    def __init__(self, municipalities: list[Municipality] | None) -> None:
        """`municipalities` is None where there are too many to name: each is in the portal's list."""
        self.municipalities = municipalities

    def get_context_data(self, parent_context: MutableMapping[str, Any] | None = None) -> dict[str, Any]:
        return {"municipalities": self.municipalities}


def show_desk(request: HttpRequest, panels: list[Component]) -> None:
    own = Municipality.objects.where_user_may(request.user, Capability.WRITE_PACKAGES)
    welcomes = Municipality.objects.where_user_may(request.user, Capability.WELCOME)
    municipalities = own.annotate(welcomes=Exists(welcomes.filter(pk=OuterRef("pk")))).few(FEW)
    if municipalities != []:
        panels.append(DeskPanel(municipalities))
