"""Organisations and venues in Wagtail's admin, each editor seeing their own municipality's."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn

from core.sorting import alphabetical
from organisations.models import Membership, Municipality, Organisation, Venue
from organisations.naming import slug
from organisations.roles import Capability
from organisations.services import add_member, remove_members
from organisations.tenancy.viewsets import ScopedViewSet


class VenueForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = edited_municipalities(self.for_user)


def edited_municipalities(user) -> models.QuerySet:
    return Municipality.objects.where_user_may(user, Capability.EDIT_DIRECTORY).by_name()


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
        self.fields["municipality"].queryset = edited_municipalities(self.for_user)
        self.fields["active_in"].queryset = Municipality.objects.active().by_name()
        if self.instance.pk:
            members = self.instance.memberships.select_related("user").order_by(
                alphabetical("user__name"), "pk"
            )
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
