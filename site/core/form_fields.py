"""Form fields for addresses: what is not seen in them is taken out before they are judged (`core.text`)."""

from typing import Any

from django import forms

from core.mail.letter import validate_address
from core.text import clean_address


class EmailField(forms.EmailField):
    """Django's, which takes some addresses that no mail can be written to, and some with what nobody sees."""

    default_validators = [validate_address]

    def to_python(self, value: Any) -> str:
        return super().to_python(_cleaned(value))


class URLField(forms.URLField):
    """Django's, for what was copied out of a text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})

    def to_python(self, value: Any) -> str:
        return super().to_python(_cleaned(value))


def _cleaned(value: Any) -> Any:
    """A null character is left for the validator: no keyboard writes it."""
    return clean_address(value) if isinstance(value, str) and "\0" not in value else value
