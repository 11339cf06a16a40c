"""Views and choosers of Wagtail's that know only the rows of the user's own municipality."""

from collections.abc import Callable
from functools import wraps

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from organisations.models import Organisation, Venue


def rows_for(user, model: type[models.Model]) -> models.QuerySet:
    """The rows of `model` that `user` works with: what its permission policy says."""
    return policy_registry.get_by_type(model).instances_user_has_permission_for(user, "view")


class ScopedListing:
    """A chooser's list, cut to the user's own municipality."""

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


class ScopedViewSet(SnippetViewSet):
    """Views of Wagtail's that answer 404 to everyone but the row's own editors, whatever the view."""

    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = ScopedIndexView
    chooser_viewset_class = ScopedChooserViewSet

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return rows_for(request.user, self.model)

    def construct_view(self, view_class: type, **kwargs) -> Callable[..., HttpResponse]:
        """Wagtail's view behind the scope: not every one of them asks the policy about the row itself."""
        view = super().construct_view(view_class, **kwargs)
        needed = kwargs.get("permission_required", getattr(view_class, "permission_required", None))

        @wraps(view)
        def scoped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if "pk" in kwargs:
                self._check_row(request, kwargs["pk"], needed)
            return view(request, *args, **kwargs)

        return scoped

    def _check_row(self, request: HttpRequest, quoted_pk: object, needed: str | None) -> None:
        """Wagtail asks whether the user may do this to any row; one may have a greater role elsewhere."""
        if not self._is_in_scope(request, quoted_pk):
            raise Http404
        policy = policy_registry.get_by_type(self.model)
        row = self.model._default_manager.get(pk=unquote(str(quoted_pk)))
        if needed and not policy.user_has_permission_for_instance(request.user, needed, row):
            raise PermissionDenied

    def _is_in_scope(self, request: HttpRequest, quoted_pk: object) -> bool:
        pk = unquote(str(quoted_pk))
        # One of Wagtail's addresses takes anything as the key.
        return pk.isdecimal() and rows_for(request.user, self.model).filter(pk=pk).exists()


class ScopedDeleteBulkAction(DeleteBulkAction):
    """Wagtail's confirmation names the rows that one may not delete: here they do not exist."""

    models = [Organisation, Venue]

    def get_actionable_objects(self) -> tuple[list, dict]:
        objects, _without_access = super().get_actionable_objects()
        if not objects:
            raise Http404
        return objects, {"items_with_no_access": []}
