"""What is asked about people: whom to invite, what they may do, who takes over."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField
from core.formats import labelled
from core.forms import Form
from organisations.models import Membership, Organisation, RoleAssignment
from organisations.people.staff import Place, roles_in
from organisations.roles import Role

MAY: dict[str, str | Promise] = {
    Membership.MemberRole.ORGANISER: _("Publishes activities, and reads who has signed up."),
    Membership.MemberRole.OWNER: _("The same, and decides who else may."),
    Role.ADMIN: _("Everything here, and decides who else may."),
    Role.EDITOR: _("Approves activities. Looks after organisations, places and pages."),
    Role.HOST: _("Welcomes newcomers, and sees figures."),
    Role.TRANSLATOR: _("Translates pages and welcome packages."),
    Role.DEPUTY: _("Decides what has waited for more than three days."),
    Role.COUNTY_ADVISER: _("Sees figures for the whole county, and nobody's name."),
    Role.COUNTY_EDITOR: _(
        "Writes texts that all municipalities can begin from. "
        "Decides what has waited for more than three days."
    ),
}


def member_choices() -> list[tuple[str, str]]:
    roles = (Membership.MemberRole.ORGANISER, Membership.MemberRole.OWNER)
    return [(role.value, labelled(str(role.label), MAY[role])) for role in roles]


def role_choices(place: Place) -> list[tuple[str, str]]:
    return [(role, labelled(str(Role(role).label), MAY[role])) for role in roles_in(place)]


class MemberRoleForm(Form):
    """What somebody is in an organisation."""

    role = forms.ChoiceField(
        label=_("What they may do"), choices=member_choices, widget=forms.RadioSelect, initial="organiser"
    )


class InviteForm(MemberRoleForm):
    """Whom an owner invites."""

    email = EmailField(label=_("E-mail address"))
    field_order = ("email", "role")


class ProposeForm(Form):
    """Whom the municipality proposes: the organisation says yes or no."""

    email = EmailField(label=_("E-mail address"))

    def __init__(self, *args, organisation: Organisation, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        works_there = RoleAssignment.objects.filter(
            user__email__iexact=email, municipality=self.organisation.municipality_id
        )
        if not self.organisation.memberships.exists() and works_there.exists():
            raise forms.ValidationError(
                gettext(
                    "This person works for the municipality. Propose somebody from the organisation first: "
                    "they can then say yes to others."
                )
            )
        return email


class HandOverForm(Form):
    """Who takes over from an owner."""

    taker = forms.ModelChoiceField(
        label=_("Who takes over?"),
        queryset=Membership.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args, giver: Membership, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = Membership.objects.filter(organisation=giver.organisation_id).exclude(pk=giver.pk)
        field = self.fields["taker"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = others.filter(user__is_active=True).with_people()
        field.label_from_instance = lambda obj: str(obj.user)  # type: ignore[method-assign]


class RolesForm(Form):
    """What somebody may do in a municipality or a county."""

    roles = forms.MultipleChoiceField(label=_("What they may do"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, place: Place, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = role_choices(place)


class ColleagueForm(RolesForm):
    """Whom a municipality invites."""

    email = EmailField(label=_("E-mail address"))
    field_order = ("email", "roles")


class LetGoForm(Form):
    """In which of the municipality's own services a leaver's right to publish ends too."""

    memberships = forms.ModelMultipleChoiceField(
        label=_("Publishes for the municipality's own services. End this too:"),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, rows, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["memberships"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = rows
        field.label_from_instance = lambda obj: str(obj.organisation.name)  # type: ignore[method-assign]
        self.initial.setdefault("memberships", [member.pk for member in rows])
        if not self.initial["memberships"]:
            del self.fields["memberships"]
