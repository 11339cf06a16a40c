"""Organisations and venues in Wagtail's admin, each editor seeing their own municipality's."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
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

from organisations.models import Membership, Municipality, Organisation, Venue
from organisations.naming import slug
from organisations.services import add_member, remove_members
from organisations.tenancy.policies import EDITING_ROLES


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


class VenueForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = own_municipalities(self.for_user)


def own_municipalities(user) -> models.QuerySet:
    return Municipality.objects.with_role(user, EDITING_ROLES)


class MemberChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user} ({obj.user.email}), {obj.get_role_display()}"


class OrganisationForm(WagtailAdminModelForm):
    """An organisation with the people who publish for it. A person is added by address, never from a list."""

    remaining_members = MemberChoiceField(
        label=_("People who publish for it"),
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Take the tick away to remove a person."),
    )
    new_member = forms.EmailField(
        label=_("Add a person by e-mail address"),
        required=False,
        help_text=_("The person can log in at once: a code is sent to this address when they ask for it."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = own_municipalities(self.for_user)
        self.fields["active_in"].queryset = Municipality.objects.active()
        if self.instance.pk:
            members = self.instance.memberships.select_related("user").order_by("user__name", "pk")
            self.fields["remaining_members"].queryset = members
            self.initial["remaining_members"] = [member.pk for member in members]

    def save(self, commit: bool = True) -> Organisation:
        if not self.instance.slug:
            self.instance.slug = free_slug(self.instance)
        organisation = super().save(commit=commit)
        gone = set(self.fields["remaining_members"].queryset) - set(self.cleaned_data["remaining_members"])
        remove_members(organisation=organisation, members=gone)
        if self.cleaned_data["new_member"]:
            add_member(organisation=organisation, email=self.cleaned_data["new_member"])
        return organisation


def free_slug(organisation: Organisation) -> str:
    """An address for the organisation that no other one in its municipality has."""
    base = slug(organisation.name)[:70] or "organisation"
    taken = set(
        Organisation.objects.filter(
            municipality=organisation.municipality, slug__startswith=base
        ).values_list("slug", flat=True)
    )
    number = next(n for n in range(1, len(taken) + 2) if _numbered(base, n) not in taken)
    return _numbered(base, number)


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


class OrganisationViewSet(ScopedViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["name", "municipality", "kind", BooleanColumn("is_trusted", label=_("Trusted"))]
    list_filter = ["kind", "is_trusted"]
    search_fields = ["name", "orgnr"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("kind"), FieldPanel("orgnr"), FieldPanel("municipality")],
                heading=_("The organisation"),
            ),
            FieldPanel("is_trusted"),
            MultiFieldPanel([FieldPanel("remaining_members"), FieldPanel("new_member")], heading=_("People")),
            MultiFieldPanel(
                [FieldPanel("email"), FieldPanel("phone"), FieldPanel("website"), FieldPanel("active_in")],
                heading=_("Contact"),
            ),
        ],
        base_form_class=OrganisationForm,
    )


class VenueViewSet(ScopedViewSet):
    model = Venue
    icon = "site"
    menu_label = _("Venues")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["name", "municipality", "address_line", "step_free"]
    list_filter = ["step_free"]
    search_fields = ["name", "address"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("name"), FieldPanel("municipality")], heading=_("The place")),
            MultiFieldPanel(
                [
                    FieldPanel("address"),
                    FieldPanel("postcode"),
                    FieldPanel("place"),
                    FieldPanel("directions"),
                ],
                heading=_("Address"),
            ),
            MultiFieldPanel([FieldPanel("step_free"), FieldPanel("hearing_loop")], heading=_("Access")),
            MultiFieldPanel([FieldPanel("latitude"), FieldPanel("longitude")], heading=_("On the map")),
        ],
        base_form_class=VenueForm,
    )
