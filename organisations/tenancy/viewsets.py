"""Views and choosers of Wagtail's that know only the rows of the user's own municipality."""

from django.db import models
from django.http import HttpRequest
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from core.sorting import NamedQuerySet, alphabetical


def rows_for(user, model: type[models.Model]) -> models.QuerySet:
    """The rows of `model` that `user` works with: what its policy says, by name where they have one."""
    rows = policy_registry.get_by_type(model).instances_user_has_permission_for(user, "view")
    return rows.by_name() if isinstance(rows, NamedQuerySet) else rows


class ScopedListing:
    """A chooser's list, cut to the user's own municipality."""

    request: HttpRequest
    model_class: type[models.Model]

    def get_object_list(self) -> models.QuerySet:
        return rows_for(self.request.user, self.model_class)


class ScopedChooseView(ScopedListing, ChooseView):
    pass


class ScopedChooseResultsView(ScopedListing, ChooseResultsView):
    pass


class ScopedChosenView(SnippetChosenView):
    def get_object(self, pk: str) -> models.Model:
        return rows_for(self.request.user, self.model_class).get(pk=pk)


class ScopedChosenMultipleView(SnippetChosenMultipleView):
    def get_objects(self, pks: list[str]) -> models.QuerySet:
        return rows_for(self.request.user, self.model_class).filter(pk__in=pks)


class ScopedChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ScopedChooseView
    choose_results_view_class = ScopedChooseResultsView
    chosen_view_class = ScopedChosenView
    chosen_multiple_view_class = ScopedChosenMultipleView


class ScopedIndexView(IndexView):
    @property
    def columns(self) -> list:
        """Without tick boxes: there is nothing here to do with many rows at once."""
        return super().columns[1:]

    def order_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        """Names in the order of the reader's alphabet, also when somebody presses the heading."""
        if self.ordering not in ("name", "-name"):
            return super().order_queryset(queryset)
        name = alphabetical("name")
        return queryset.order_by(name.desc() if self.ordering.startswith("-") else name, "pk")


class ScopedViewSet(SnippetViewSet):
    """Views of Wagtail's over one model. The guard answers 404 to everyone but the row's own editors."""

    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = ScopedIndexView
    chooser_viewset_class = ScopedChooserViewSet

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return rows_for(request.user, self.model)
