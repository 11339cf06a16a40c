"""Which municipality a screen is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from newcomers.models import Newcomer
from organisations.models import Municipality
from organisations.roles import Capability


def welcoming_municipality(request: HttpRequest, kommunenummer: str) -> Municipality:
    """The municipality, if this user welcomes people there; otherwise it does not exist for them."""
    scope = Municipality.objects.where_user_may(request.user, Capability.WELCOME)
    return get_object_or_404(scope.select_related("county"), pk=kommunenummer)


def newcomer_of(request: HttpRequest, pk: int, *, for_update: bool = False) -> Newcomer:
    """One of the newcomers whom this user welcomes; for anybody else they do not exist."""
    people = Newcomer.objects.for_user(request.user).select_related("municipality__county")
    if for_update:
        people = people.select_for_update(of=("self",))
    return get_object_or_404(people, pk=pk)
