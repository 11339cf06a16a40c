"""An organisation number in a form: who asks to join writes it, and who looks after the directory."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.registers.numbers import read_orgnr


class OrgnrField(forms.CharField):
    """The nine figures, however people write them; empty where there are none."""

    default_error_messages = {
        "no_number": _(
            "This is not an organisation number. It has nine figures: look once more for a typing error."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"})
        options: dict[str, Any] = {"max_length": 40, "widget": widget}
        super().__init__(**options | kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return read_orgnr(typed) if typed else ""
        except ValueError:
            raise ValidationError(self.error_messages["no_number"], code="no_number") from None
