"""What a person types to sign up, and what an organiser types for them."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.form_fields import EmailField, LanguageSelect, TelephoneField
from core.forms import Form
from core.isolation import filled
from core.languages import language_choices
from core.names import clean_name
from core.sms.messages import is_offered
from events.signups.models import MAX_PARTY, PARTY


def large_party() -> str:
    words = ngettext(
        "One sign-up can be for %(limit)s person. Are you more? Write to the organiser.",
        "One sign-up can be for at most %(limit)s people. Are you more? Write to the organiser.",
        MAX_PARTY,
    )
    return filled(words, limit=MAX_PARTY)


def number_field(label, *, initial: int = 0, limit: int, messages=None, **options) -> forms.IntegerField:
    """A small number that a phone shows its number keys for."""
    return forms.IntegerField(
        label=label,
        initial=initial,
        min_value=0,
        max_value=limit,
        required=False,
        error_messages=messages,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", **options}),
    )


def party_field(label, *, initial: int = 0) -> forms.IntegerField:
    """Too many in one field are told what too many in all are."""
    too_many = lazy(large_party, str)()
    return number_field(label, initial=initial, limit=MAX_PARTY, messages={"max_value": too_many})


class PartyForm(Form):
    """How many places: everyone takes one, whatever their age."""

    adults = party_field(_("Adults"), initial=1)
    youth_13_17 = party_field(_("Young people, 13–17 years"))
    children_6_12 = party_field(_("Children, 6–12 years"))
    children_0_5 = party_field(_("Children, 0–5 years"))

    @property
    def number_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in PARTY]

    def clean(self):
        super().clean()
        values = self.cleaned_data
        if any(name in self.errors for name in PARTY):
            return values
        for name in PARTY:
            values[name] = values.get(name) or 0
        if not any(values[name] for name in PARTY):
            self.add_error("adults", _("Type how many people are coming."))
        elif not values["adults"] and not values["youth_13_17"]:
            self.add_error("adults", _("Children come with somebody: say how many adults or young people."))
        elif sum(values[name] for name in PARTY) > MAX_PARTY:
            raise ValidationError(large_party(), code="large_party")
        return values

    def party(self) -> dict[str, Any]:
        """The numbers, by field name."""
        return {name: self.cleaned_data[name] for name in PARTY}


# A text that is translated late has a type in the stubs alone.
def phone_field(label: Any, **attrs: str) -> TelephoneField:
    widget = forms.TextInput(attrs={"type": "tel", "dir": "ltr", **attrs})
    return TelephoneField(label=label, required=False, widget=widget)


class ReachableForm(PartyForm):
    """Somebody with a name, and an address or a number to reach them by."""

    # Which field the error stands at when there is neither.
    first_way = "email"
    # A text that is translated late has a type in the stubs alone.
    unreachable: Any

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean(self):
        values = super().clean()
        typed = [name for name in ("phone", "email") if values.get(name) or name in self.errors]
        if not typed:
            self.add_error(self.first_way, self.unreachable)
        return values


class SignUpForm(ReachableForm):
    """A person signs up themselves and their party."""

    field_order = ("name", "email", "phone", *PARTY)
    unreachable = _("Type your e-mail address, or your phone number if you have none.")

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    email = EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("We send you an e-mail with a link. Use it to confirm your places, or to give them up."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    phone = phone_field(_("Phone number"), autocomplete="tel")
    # The other dates that one signs up for at the same time.
    dates = forms.MultipleChoiceField(
        label=_("More dates"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, dates: Sequence[tuple[str, str]] = ()) -> None:
        """`dates` are the others that one may choose: the public id of each, and its words."""
        super().__init__(data)
        if dates:
            cast(forms.MultipleChoiceField, self.fields["dates"]).choices = list(dates)
        else:
            del self.fields["dates"]
        self.fields["phone"].help_text = (
            _("A mobile number is enough. You get a text message with a link, to confirm your places.")
            if is_offered()
            else _(
                "Only if you have no e-mail address. You have your places when the organiser has said yes."
            )
        )

    def clean(self):
        values = super().clean()
        if values.get("email"):
            # One way to reach somebody is enough.
            values["phone"] = ""
        return values


class PhonedForm(ReachableForm):
    """An organiser signs up somebody who phoned or asked at the desk."""

    field_order = ("name", "phone", "email", "language", *PARTY)
    first_way = "phone"
    unreachable = _("Type a phone number or an e-mail address, so that you can reach them.")

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = phone_field(_("Phone number"), autocomplete="off")
    email = EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("With an address they get the e-mail with the link, and a reminder."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the e-mail"), choices=language_choices, widget=LanguageSelect
    )


class AccessForm(Form):
    """Why somebody of the municipality asks to read who has signed up."""

    why = forms.CharField(
        label=_("Why do you need to read it?"),
        max_length=300,
        help_text=_("The organisation reads this before it answers."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
