"""Forms of log-in where allauth's need a little more."""

import unicodedata

from allauth.account.forms import ConfirmLoginCodeForm


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
