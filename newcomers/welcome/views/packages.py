"""The municipality's packages, and each step as the people who get it see it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from newcomers.welcome.content import starting
from newcomers.welcome.content.grid import grids
from newcomers.welcome.models import WelcomePackage
from organisations.models import Municipality
from organisations.roles import Capability

EDIT = "wagtailsnippets_welcome_packagestep:edit"


def may_send(request: HttpRequest, municipality_id: str) -> bool:
    return (
        Municipality.objects.where_user_may(request.user, Capability.WELCOME)
        .filter(pk=municipality_id)
        .exists()
    )


def own_municipality(request: HttpRequest, kommunenummer: str) -> Municipality:
    """Where the user writes packages; a 404 elsewhere."""
    scope = Municipality.objects.where_user_may(request.user, Capability.WRITE_PACKAGES)
    return get_object_or_404(scope.select_related("county"), pk=kommunenummer)


@login_required
@require_GET
def package_list(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Each package with its steps and languages."""
    municipality = own_municipality(request, kommunenummer)
    packages = WelcomePackage.objects.filter(municipality=municipality).order_by("pk")
    return render(
        request,
        "welcome/package_list.html",
        {
            "municipality": municipality,
            "here": "packages",
            "grids": grids(packages),
            "may_send": may_send(request, municipality.pk),
            "edit": EDIT,
            "explainers": starting.EXPLAINERS,
        },
    )
