"""What is asked about people: whom to invite, what they may do, who takes over."""

from collections.abc import Collection
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField, date_field
from core.formats import labelled
from core.forms import Form
from core.models import User
from organisations.models import Membership, Organisation, RoleAssignment
from organisations.people.staff import Place, roles_in
from organisations.roles import Role
from organisations.tenancy.substitutes import LONGEST

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


class WelcomingTakerForm(Form):
    """Who welcomes newcomers in the place of a host who leaves."""

    taker = forms.ModelChoiceField(
        label=_("Who takes over?"),
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args, takers, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["taker"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = takers


class SubstituteForm(Form):
    """Who stands in for a host, and from when to when: a colleague, or somebody by their address."""

    colleague = forms.ModelChoiceField(
        label=_("Who stands in for you?"),
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        required=False,
        # Without it a choice by radio buttons has no empty one.
        blank=True,
        empty_label=_("Somebody else, by e-mail address"),
    )
    email = EmailField(label=_("E-mail address of somebody else"), required=False)
    is_right = forms.BooleanField(
        label=_("I have checked the address: whoever has it sees the newcomers."), required=False
    )
    first_day = date_field(_("First day"))
    last_day = date_field(_("Last day"))

    def __init__(self, *args, colleagues, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["colleague"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = colleagues
        if not colleagues:
            del self.fields["colleague"]
            self.fields["email"].label = _("E-mail address of who stands in for you")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("colleague") and "email" not in self.errors:
            if not cleaned.get("email"):
                self.add_error("email", gettext("Choose a colleague, or write an e-mail address."))
            elif not cleaned.get("is_right"):
                self.add_error("is_right", gettext("Read the address once more, and tick here."))
        self._check_days(cleaned.get("first_day"), cleaned.get("last_day"))
        return cleaned

    def _check_days(self, first: date | None, last: date | None) -> None:
        if last is not None and last < self.today:
            self.add_error("last_day", gettext("This day is over. Choose today or a later day."))
        elif first is not None and last is not None and last < first:
            self.add_error("last_day", gettext("The last day is before the first one."))
        elif first is not None and last is not None and last - first > LONGEST:
            text = gettext("Three months is the most. For longer, ask an admin to give them the role.")
            self.add_error("last_day", text)

    @property
    def address(self) -> str:
        """Of who was chosen."""
        colleague = self.cleaned_data.get("colleague")
        return colleague.email if colleague else self.cleaned_data["email"]


class LetGoForm(Form):
    """Who takes over from a leaver who welcomes newcomers; and where else their right to publish ends."""

    taker = forms.ChoiceField(label=_("Who takes over welcoming newcomers?"), widget=forms.RadioSelect)
    memberships = forms.ModelMultipleChoiceField(
        label=_("Publishes for the municipality's own services. End this too:"),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, rows, takers: Collection[User] | None, **kwargs) -> None:
        """`takers` is None where there is nothing to take over."""
        super().__init__(*args, **kwargs)
        self.takers = {str(user.pk): user for user in takers or ()}
        if takers is None:
            del self.fields["taker"]
        else:
            names = [(key, str(user)) for key, user in self.takers.items()]
            cast(forms.ChoiceField, self.fields["taker"]).choices = [*names, ("nobody", _("Nobody for now"))]
        field = self.fields["memberships"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = rows
        field.label_from_instance = lambda obj: str(obj.organisation.name)  # type: ignore[method-assign]
        self.initial.setdefault("memberships", [member.pk for member in rows])
        if not self.initial["memberships"]:
            del self.fields["memberships"]

    @property
    def chosen_taker(self) -> User | None:
        return self.takers.get(self.cleaned_data.get("taker", ""))
