"""One field for how somebody is reached: the page asks once, and what is typed shows itself what it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.mail.letter import LONGEST_ADDRESS, validate_address
from core.sms.messages import is_offered
from core.telephone import read_mobile
from core.text import clean_address


class ReachField(forms.CharField):
    """An e-mail address, or where there is SMS a mobile number: one field, and what it is shows itself."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email", "dir": "ltr"})
        super().__init__(**{"widget": widget, "max_length": LONGEST_ADDRESS, **kwargs})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if is_offered() and "@" not in typed and any(char.isdecimal() for char in typed):
            return read_mobile(typed)
        address = clean_address(typed)
        try:
            validate_address(address)
        except forms.ValidationError:
            message = _("An e-mail address looks like this: name@example.com")
            raise forms.ValidationError(message, code="invalid") from None
        return address
