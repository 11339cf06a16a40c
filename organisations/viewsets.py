"""Organisations and venues in Wagtail's admin, each editor seeing their own municipality's."""

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from core.form_fields import EmailField
from organisations.models import (
    Membership,
    Municipality,
    MunicipalityQuerySet,
    Organisation,
    RoleAssignment,
    Venue,
)
from organisations.naming import slug
from organisations.roles import Capability
from organisations.services import invite_member, remove_members
from organisations.tenancy.forms import OwnChoicesForm
from organisations.tenancy.viewsets import ScopedViewSet


class VenueForm(OwnChoicesForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = edited_municipalities(self.for_user)


def edited_municipalities(user) -> MunicipalityQuerySet:
    return Municipality.objects.where_user_may(user, Capability.EDIT_DIRECTORY).by_name()


class MemberChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        # The address that somebody typed, and no name: who it belongs to is that person's to say.
        return f"{obj.user.email}, {obj.get_role_display()}"


class OrganisationForm(OwnChoicesForm):
    """An organisation with the people who publish for it.

    A person is proposed by address, never from a list, and belongs to it when the organisation says yes: who
    publishes for it also reads who signed up. The municipality cannot empty it and begin anew.
    """

    remaining_members = MemberChoiceField(
        label=_("People who publish for it"),
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Untick a person to remove them."),
    )
    new_member = EmailField(
        label=_("Add a person by e-mail address"),
        required=False,
        help_text=_(
            "The organisation says yes or no on its own pages. Where nobody publishes for it yet, the person "
            "does, after logging in with a code that is sent to this address."
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = edited_municipalities(self.for_user)
        # Where an organisation is active is for that municipality to say.
        self.fields["active_in"].queryset = edited_municipalities(self.for_user).active()
        if self.instance.pk:
            members = self.instance.memberships.select_related("user").order_by("user__email", "pk")
            self.fields["remaining_members"].queryset = members
            self.initial["remaining_members"] = [member.pk for member in members]

    def clean_active_in(self) -> models.QuerySet:
        """What other municipalities have said stays as it is."""
        chosen = set(self.cleaned_data["active_in"].values_list("pk", flat=True))
        if self.instance.pk:
            own = set(self.fields["active_in"].queryset.values_list("pk", flat=True))
            chosen |= set(self.instance.active_in.values_list("pk", flat=True)) - own
        return Municipality.objects.filter(pk__in=chosen)

    def clean_remaining_members(self) -> models.QuerySet:
        remaining = self.cleaned_data["remaining_members"]
        if not remaining and self.fields["remaining_members"].queryset.exists():
            raise forms.ValidationError(
                gettext("Somebody must remain: without anybody the organisation cannot say yes to the next.")
            )
        return remaining

    def clean_new_member(self) -> str:
        email = self.cleaned_data["new_member"]
        place = self.instance.municipality_id or self.data.get("municipality")
        nobody = not self.fields["remaining_members"].queryset.exists()
        works_there = RoleAssignment.objects.filter(user__email__iexact=email, municipality=place)
        if email and nobody and works_there.exists():
            raise forms.ValidationError(
                gettext(
                    "This person works for the municipality. Propose somebody from the organisation first: "
                    "they can then say yes to others."
                )
            )
        return email

    def save(self, commit: bool = True) -> Organisation:
        if not self.instance.slug:
            self.instance.slug = free_slug(self.instance)
        organisation = super().save(commit=commit)
        gone = set(self.fields["remaining_members"].queryset) - set(self.cleaned_data["remaining_members"])
        remove_members(organisation=organisation, members=gone, by=self.for_user)
        if self.cleaned_data["new_member"]:
            invite_member(
                organisation=organisation,
                email=self.cleaned_data["new_member"],
                now=timezone.now(),
                by=self.for_user,
            )
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
    list_display = [
        "name",
        "municipality",
        "kind",
        BooleanColumn("is_trusted", label=_("Publishes without approval")),
    ]
    list_filter = ["kind", "is_trusted"]
    inspect_view_fields = [
        "name",
        "kind",
        "orgnr",
        "municipality",
        "active_in",
        "is_trusted",
        "email",
        "phone",
        "website",
    ]
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
            FieldPanel("about"),
            InlinePanel("texts", heading=_("In more languages"), label=_("Translation")),
        ],
        base_form_class=OrganisationForm,
    )


class VenueViewSet(ScopedViewSet):
    model = Venue
    icon = "site"
    menu_label = _("Places to meet")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["name", "municipality", Column("address_line", label=_("Address")), "step_free"]
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
            FieldPanel("about"),
            InlinePanel("texts", heading=_("In more languages"), label=_("Translation")),
        ],
        base_form_class=VenueForm,
    )
