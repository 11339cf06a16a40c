"""Choosers of Wagtail's for the parts of a step: each lists what the user's own municipalities have."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from core.models import User
from organisations.models import Municipality, where_user_may
from organisations.roles import Capability


def own_rows(user: User | AnonymousUser, model: type[models.Model]) -> models.QuerySet:
    """The rows of `model` that somebody who writes packages may put into them."""
    rows = model._default_manager.all()
    if model._meta.label == "welcome.SharedSection":
        own = where_user_may(Municipality.objects.all(), "pk", user, Capability.WRITE_PACKAGES)
        return rows.filter(is_on=True, county__in=own.values("county"))
    if model._meta.label == "standing.StandingPlace":
        rows = rows.filter(is_public=True)
    elif model._meta.label == "organisations.Venue":
        rows = rows.filter(merged_into=None)
    return where_user_may(rows, "municipality", user, Capability.WRITE_PACKAGES)


class OwnRows:
    """A list that is cut to the user's own municipalities."""

    request: HttpRequest
    model_class: type[models.Model]

    def get_object_list(self) -> models.QuerySet:
        return own_rows(self.request.user, self.model_class).order_by("pk")


class OwnChooseView(OwnRows, chooser.ChooseView):
    pass


class OwnChooseResultsView(OwnRows, chooser.ChooseResultsView):
    pass


class OwnChosenView(chooser.ChosenView):
    def get_object(self, pk: str) -> models.Model:
        return own_rows(self.request.user, self.model_class).get(pk=pk)


class OwnChosenMultipleView(chooser.ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> models.QuerySet:
        return own_rows(self.request.user, self.model_class).filter(pk__in=pks)


class OwnChooserViewSet(ChooserViewSet):
    choose_view_class = OwnChooseView
    choose_results_view_class = OwnChooseResultsView
    chosen_view_class = OwnChosenView
    chosen_multiple_view_class = OwnChosenMultipleView
    register_widget = False


CONTACTS = OwnChooserViewSet(
    "package_contacts",
    model="welcome.Contact",
    icon="user",
    choose_one_text=_("Choose a person to contact"),
    choose_another_text=_("Choose somebody else"),
)
VENUES = OwnChooserViewSet(
    "package_venues",
    model="organisations.Venue",
    icon="site",
    choose_one_text=_("Choose a meeting place"),
    choose_another_text=_("Choose another meeting place"),
)
STANDING_PLACES = OwnChooserViewSet(
    "package_places",
    model="standing.StandingPlace",
    icon="site",
    choose_one_text=_("Choose a place with opening hours"),
    choose_another_text=_("Choose another place"),
)
SHARED_SECTIONS = OwnChooserViewSet(
    "package_sections",
    model="welcome.SharedSection",
    icon="copy",
    choose_one_text=_("Choose a section from the county"),
    choose_another_text=_("Choose another section"),
)
ALL = (CONTACTS, VENUES, STANDING_PLACES, SHARED_SECTIONS)
