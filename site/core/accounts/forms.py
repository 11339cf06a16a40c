"""allauth's forms: in our words, within our limits, and for every keyboard."""

import unicodedata
from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
)
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField
from core.forms import Explained, Form
from core.limits import TooMany, check_mail, hold


class AnyEmailField(EmailField):
    """As wide as allauth's: what no mail can be written to gets the answer of an unknown address."""

    default_validators = forms.EmailField.default_validators


class MailsSomebody(Form):
    """A form of allauth's that has a mail sent to its `address_field`, within the limits or not at all."""

    address_field = "email"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.fields[self.address_field]
        # allauth repeats the label as a placeholder, in other words: read twice, and taken for an answer.
        given.widget.attrs.pop("placeholder", None)
        self.fields[self.address_field] = AnyEmailField(
            label=_("E-mail address"), required=given.required, widget=given.widget
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


class AsksForCode(Form):
    """A form of allauth's with a `code`, also when a keyboard writes Arabic or Persian figures."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs.pop("placeholder", None)

    def clean_code(self) -> str:
        self.cleaned_data["code"] = western_figures(self.cleaned_data["code"])
        # allauth's, which the form is mixed with.
        return super().clean_code()  # type: ignore[misc]


class AsksForFigures(AsksForCode):
    """A phone shows its number keys: no letter is in the code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class LoginCodeForm(AsksForFigures, ConfirmLoginCodeForm):
    pass


class AddressCodeForm(AsksForCode, ConfirmEmailVerificationCodeForm):
    pass


class AppOrRecoveryCodeForm(AsksForCode, AuthenticateForm):
    pass


class AppOrRecoveryCodeAgainForm(AsksForCode, ReauthenticateForm):
    pass


class FirstAppCodeForm(AsksForFigures, ActivateTOTPForm):
    pass


class WithoutAppForm(Explained, DeactivateTOTPForm):
    pass


class NewRecoveryCodesForm(Explained, GenerateRecoveryCodesForm):
    pass


class PasskeyLoginForm(Explained, LoginWebAuthnForm):
    pass


class PasskeyAgainForm(Explained, ReauthenticateWebAuthnForm):
    pass


class NamesPasskey(Form):
    """A form of allauth's with a `name` for a passkey; it gives the field no label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("So that you know it again, for example: My phone.")


class NewPasskeyForm(NamesPasskey, AddWebAuthnForm):
    pass


class RenamedPasskeyForm(NamesPasskey, EditWebAuthnForm):
    pass


def western_figures(text: str) -> str:
    """`text` with every decimal digit of any script as 0–9, and without what is copied along unseen."""
    seen = (char for char in text if unicodedata.category(char) != "Cf")
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in seen)
