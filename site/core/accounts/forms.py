"""Log-in where allauth's form needs a little more, and a field for addresses that mail is sent to."""

import unicodedata

from allauth.account.forms import ConfirmLoginCodeForm
from django import forms

from core.mail.letter import validate_address


class EmailField(forms.EmailField):
    """Django's, which takes some addresses that no mail can be written to."""

    default_validators = [validate_address]


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
