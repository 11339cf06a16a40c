"""allauth's forms: in our words, within our limits, and for every keyboard."""

import unicodedata
from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePhoneForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    VerifyPhoneForm,
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

from core.form_fields import EmailField, MobileField
from core.forms import Explained, Form
from core.limits import TooMany, check_mail, check_text, hold
from core.sms.messages import is_offered
from core.telephone import read_mobile


class AnyEmailField(EmailField):
    """As wide as allauth's: what no mail can be written to gets the answer of an unknown address."""

    default_validators = forms.EmailField.default_validators


class AddressOrNumberField(forms.CharField):
    """An e-mail address or a mobile number: what comes out is either, as it is stored."""

    default_error_messages = {
        "required": _("Type your e-mail address or your mobile number."),
        "invalid": _("Type your whole e-mail address, for example name@example.com, or your mobile number."),
    }

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        super().__init__(**{"widget": forms.TextInput(attrs=attrs), **kwargs})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        if "@" in text:
            return AnyEmailField().clean(text)
        if any(char.isalpha() for char in text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return read_mobile(text)


class SendsToSomebody(Form):
    """A form of allauth's that has a message sent to its `address_field`, within the limits or not at all."""

    address_field = "email"

    def clean(self) -> dict[str, object]:
        values: dict[str, object] = super().clean() or self.cleaned_data
        to = self.cleaned_data.get(self.address_field) or self.cleaned_data.get("phone")
        if to and not self.errors:
            check = check_mail if "@" in to else check_text
            try:
                check(context.request, to=to)
            except TooMany as too_many:
                hold(context.request, too_many)
                self.add_error(self.address_field, str(too_many))
        return values


class MailsSomebody(SendsToSomebody):
    """One that mails."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.fields[self.address_field]
        # allauth repeats the label as a placeholder, in other words: read twice, and taken for an answer.
        given.widget.attrs.pop("placeholder", None)
        self.fields[self.address_field] = address_field(required=given.required)


class AsksWhere(SendsToSomebody):
    """One that sends the code for logging in: by mail, or, where there is SMS, to the mobile number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # allauth's second field beside it: here one takes both.
        self.fields.pop("phone", None)
        self.fields[self.address_field] = (
            AddressOrNumberField(label=_("E-mail address or mobile number"))
            if is_offered()
            else address_field(required=True)
        )


def address_field(*, required: bool) -> AnyEmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    return AnyEmailField(label=_("E-mail address"), required=required, widget=widget)


class AskForCodeForm(AsksWhere, LoginForm):
    address_field = "login"


class RequestCodeForm(AsksWhere, RequestLoginCodeForm):
    def clean_email(self) -> str:
        """allauth looks for the user of either; a number goes on under its own name."""
        given = self.cleaned_data["email"]
        if "@" in given:
            return super().clean_email()
        self.cleaned_data["phone"] = given
        super().clean_phone()
        return ""


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


class TelephoneCodeForm(AsksForFigures, VerifyPhoneForm):
    pass


class NewTelephoneForm(SendsToSomebody, ChangePhoneForm):
    """The number that one wants to log in with. Whose it is already, only who gets its code is told."""

    address_field = "phone"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"] = MobileField(
            label=_("Mobile number"),
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
            error_messages={"required": _("Type your mobile number.")},
        )


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
