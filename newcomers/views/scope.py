"""Which municipality a screen is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from organisations.models import Municipality
from organisations.roles import Capability


def welcoming_municipality(request: HttpRequest, kommunenummer: str) -> Municipality:
    """The municipality, if this user welcomes people there; otherwise it does not exist for them."""
    scope = Municipality.objects.where_user_may(request.user, Capability.WELCOME)
    return get_object_or_404(scope.select_related("county"), pk=kommunenummer)
