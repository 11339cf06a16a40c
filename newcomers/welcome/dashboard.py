"""What the welcome room adds to the first page of Wagtail's admin: the way back to the portal."""

from collections.abc import MutableMapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from core.sorting import alphabetical
from newcomers.welcome.models import PackageStep
from newcomers.welcome.viewsets import PackageStepViewSet
from organisations.models import Municipality
from organisations.roles import Capability

# Below what waits for the person (Wagtail's own, 220), above what they did last (250).
ORDER = 230


class PackagesPanel(Component):
    """The steps of the packages of the municipalities that the user writes for."""

    order = ORDER
    template_name = "welcome/admin_packages.html"

    def __init__(self, municipalities: list[Municipality]) -> None:
        self.municipalities = municipalities

    def get_context_data(self, parent_context: MutableMapping[str, Any] | None = None) -> dict[str, Any]:
        steps = PackageStep.objects.filter(package__municipality__in=self.municipalities)
        by_name = alphabetical("package__municipality__name")
        return {
            "steps": steps.select_related("package__municipality")
            .in_order()
            .order_by(by_name, "package", "pk"),
            "edit": PackageStepViewSet().get_url_name("edit"),
            "municipalities": self.municipalities,
        }


def show_packages(request: HttpRequest, panels: list[Component]) -> None:
    municipalities = list(Municipality.objects.where_user_may(request.user, Capability.WRITE_PACKAGES))
    if municipalities:
        panels.append(PackagesPanel(municipalities))
