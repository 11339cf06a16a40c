"""What the welcome room adds to the first page of Wagtail's admin."""

from collections.abc import MutableMapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from core.languages import language_codes
from core.sorting import alphabetical
from newcomers.welcome.editions import grouped
from newcomers.welcome.models import WelcomePackage
from newcomers.welcome.viewsets import WelcomePackageViewSet
from organisations.models import Municipality
from organisations.roles import Capability

# Below what waits for the person (Wagtail's own, 220), above what they did last (250).
ORDER = 230


class PackagesPanel(Component):
    """The packages of the municipalities that the user writes for: in how many languages each is out."""

    order = ORDER
    template_name = "welcome/admin_packages.html"

    def __init__(self, municipalities: list[Municipality]) -> None:
        self.municipalities = municipalities

    def get_context_data(self, parent_context: MutableMapping[str, Any] | None = None) -> dict[str, Any]:
        packages = (
            WelcomePackage.objects.filter(municipality__in=self.municipalities)
            .select_related("locale", "municipality")
            .order_by(alphabetical("municipality__name"), "pk")
        )
        # By the viewset's own name: the address has the model's, which is Wagtail's affair.
        edit = WelcomePackageViewSet().get_url_name("edit")
        return {
            "groups": [(group, reverse(edit, args=[group.main.pk])) for group in grouped(packages)],
            "language_count": len(language_codes()),
            "municipalities": self.municipalities,
            "add_url": reverse(WelcomePackageViewSet().get_url_name("add")),
        }


def show_packages(request: HttpRequest, panels: list[Component]) -> None:
    municipalities = list(Municipality.objects.where_user_may(request.user, Capability.WRITE_PACKAGES))
    if municipalities:
        panels.append(PackagesPanel(municipalities))
