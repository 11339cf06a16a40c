"""Log-in where allauth's form needs a little more."""

import unicodedata
from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
)
from allauth.core import context
from django import forms

from core.form_fields import EmailField
from core.limits import TooMany, check_mail, hold


class AnyEmailField(EmailField):
    """As wide as allauth's: what no mail can be written to gets the answer of an unknown address."""

    default_validators = forms.EmailField.default_validators


class MailsSomebody(forms.Form):
    """A form of allauth's that has a mail sent to its `address_field`, within the limits or not at all."""

    address_field = "email"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.fields[self.address_field]
        self.fields[self.address_field] = AnyEmailField(
            label=given.label, required=given.required, widget=given.widget, help_text=given.help_text
        )

    def clean(self) -> dict[str, object]:
        values: dict[str, object] = super().clean() or self.cleaned_data
        address = self.cleaned_data.get(self.address_field)
        if address and not self.errors:
            try:
                check_mail(context.request, to=address)
            except TooMany as too_many:
                hold(context.request, too_many)
                self.add_error(self.address_field, str(too_many))
        return values


class AskForCodeForm(MailsSomebody, LoginForm):
    address_field = "login"


class RequestCodeForm(MailsSomebody, RequestLoginCodeForm):
    pass


class ResetForm(MailsSomebody, ResetPasswordForm):
    pass


class NewAddressForm(MailsSomebody, AddEmailForm):
    pass


class LoginCodeForm(ConfirmLoginCodeForm):
    """The code from the mail, also when a keyboard writes Arabic or Persian figures."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        self.cleaned_data["code"] = western_figures(self.cleaned_data["code"])
        return super().clean_code()


def western_figures(text: str) -> str:
    """`text` with every decimal digit of any script as 0–9."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
