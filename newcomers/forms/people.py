"""Forms for staff: type one person in, or correct one."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField, TelephoneField
from core.forms import Form
from core.isolation import filled
from core.mail.typos import meant
from newcomers.choices import Offer, Wish
from newcomers.forms.fields import (
    Children,
    LanguageField,
    MonthField,
    channel_field,
    interests_field,
    read_by,
    situations_field,
)
from newcomers.forms.folded import FoldedForm
from newcomers.models import ForgottenAddress, Newcomer, PostalAddress
from newcomers.person import Person, marks_of
from newcomers.reading.cells import read_email
from organisations.models import Municipality

MORE = ("situations", "children_0_5", "children_6_12", "youth_13_17", "interests", "channel")


class AddressForm(Form):
    """Where to reach a person, by the same rules as for a list."""

    email = EmailField(label=_("E-mail address"), max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["data-mailbox"] = True
        ask_what_was_meant(self)

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        return read_by(read_email, typed) if typed else ""


def ask_what_was_meant(form: forms.BaseForm, named: str = "email") -> None:
    """Where the address is almost a common one it is asked about once, with a box for "it is right"."""
    typed = form.data.get(named, "") if form.is_bound else ""
    probably = meant(typed)
    # What stands already has been asked about, or was in a list.
    if not probably or typed == form.get_initial_for_field(form.fields[named], named):
        return
    label = filled(_("%(address)s is right"), address=typed)
    message = filled(_("Did you mean %(address)s? Correct it, or tick that it is right."), address=probably)
    box = forms.BooleanField(label=label, error_messages={"required": message})
    fields = {}
    for name, field in form.fields.items():
        fields[name] = field
        if name == named:
            fields["address_is_right"] = box
    form.fields = fields


class PersonForm(FoldedForm, AddressForm):
    """One person. Only the language is required, and something to know them by."""

    more = MORE

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    phone = TelephoneField(label=_("Phone number"), required=False)
    email = EmailField(label=_("E-mail address"), max_length=254, required=False)
    language = LanguageField(
        label=_("Language"), help_text=_("Any language. They get the package in the nearest that there is.")
    )
    arrived_month = MonthField(label=_("Month of arrival"))
    situations = situations_field(help_text=_("Only what they have said themselves."))
    children_0_5 = Children(label=_("Children, 0–5 years"))
    children_6_12 = Children(label=_("Children, 6–12 years"))
    youth_13_17 = Children(label=_("Youth, 13–17 years"))
    interests = interests_field(help_text=_("Only what the person has told you themselves."))
    channel = channel_field(initial=Wish.BEST)

    field_order = ["name", "phone", "email", "language", "arrived_month"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in ("name", "email", "phone")):
            self.add_error("name", _("Write a name, a phone number or an e-mail address."))
        wish = cleaned.get("channel")
        if wish == Wish.EMAIL and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("channel", _("Write the e-mail address, or choose another way to hear from us."))
        if wish == Wish.SMS and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("channel", _("Write the phone number, or choose another way to hear from us."))
        return cleaned

    def person(self) -> Person:
        """What was written. The form must be valid."""
        said = {name: self.cleaned_data[name] for name in Person.__dataclass_fields__}
        said |= {name: tuple(said[name]) for name in ("interests", "situations")}
        return Person(**said)


class NewcomerForm(PersonForm):
    """Somebody new. Who has erased themselves here is added only if they have asked for it since."""

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self._are_forgotten(municipality):
            self.fields["asked_again"] = forms.BooleanField(
                label=_("They have asked me now to be welcomed"),
                error_messages={
                    "required": _(
                        "Somebody with this address has asked to be forgotten here. Add them only if they "
                        "have asked for it since."
                    )
                },
            )

    def _are_forgotten(self, municipality: Municipality) -> bool:
        email, phone = self.data.get("email", ""), self.data.get("phone", "")
        return bool(ForgottenAddress.objects.of(municipality, marks_of(email, phone, "", None)))


class CorrectForm(PersonForm):
    """Somebody who is on the list."""

    def __init__(self, *args: Any, newcomer: Newcomer, today: date, **kwargs: Any) -> None:
        said = {**newcomer.person.__dict__}
        said |= {"interests": list(newcomer.interests), "situations": list(newcomer.situations)}
        super().__init__(*args, initial=said, today=today, also=newcomer.arrived_month, **kwargs)


class OfferForm(Form):
    """What was offered, on which day: a choice and a day, and no words."""

    offer = forms.ChoiceField(label=_("What was offered"), choices=[("", _("Choose …")), *Offer.choices])
    on_day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on_day"].initial = today

    def clean_on_day(self) -> date:
        day = self.cleaned_data["on_day"]
        if day > self.today:
            raise forms.ValidationError(_("Choose today, or a day that has been."))
        return day


class PostalForm(Form):
    """Where a booklet is posted to."""

    street = forms.CharField(label=_("Street and number"), max_length=120)
    postcode = forms.CharField(label=_("Postcode"), max_length=12)
    place = forms.CharField(label=_("Town or village"), max_length=80)

    def __init__(self, *args: Any, address: PostalAddress | None = None, **kwargs: Any) -> None:
        names = ("street", "postcode", "place")
        initial = {name: getattr(address, name) for name in names} if address else None
        super().__init__(*args, initial=initial, **kwargs)
