"""Form fields for days, addresses and numbers: what is not seen is taken out before it is judged."""

from typing import Any

from django import forms
from django.utils.translation import get_language

from core.formats import NO_BREAK_SPACE, telephone
from core.languages import direction
from core.mail.letter import validate_address
from core.telephone import STORED, read_mobile, read_telephone
from core.text import clean_address

# As people here write days; the first is what a browser's own field sends.
DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, however it is written."""
    widget = forms.DateInput(attrs={"type": "date"}, format=DATE_FORMATS[0])
    return forms.DateField(label=label, input_formats=DATE_FORMATS, widget=widget, **kwargs)


class EmailField(forms.EmailField):
    """Django's, which takes some addresses that no mail can be written to, and some with what nobody sees."""

    default_validators = [validate_address]

    def to_python(self, value: Any) -> Any:
        return super().to_python(_cleaned(value))


class URLField(forms.URLField):
    """Django's, for what was copied out of a text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})

    def to_python(self, value: Any) -> Any:
        return super().to_python(_cleaned(value))


class TelephoneField(forms.CharField):
    """A telephone number, however it is typed or pasted: what comes out is one text for one number."""

    # Brackets, spaces and words of a page come along; what is kept is short.
    LONGEST = 60

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "dir": "ltr"})
        super().__init__(**{"widget": widget, **kwargs, "max_length": self.LONGEST})

    # What reads it. Raises `ValidationError`.
    reader = staticmethod(read_telephone)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return type(self).reader(text) if text else ""

    def prepare_value(self, value: Any) -> Any:
        """A stored number is shown as people write it; what was typed stays as it was typed."""
        stored = isinstance(value, str) and STORED.fullmatch(value)
        return telephone(value).replace(NO_BREAK_SPACE, " ") if stored else value


class MobileField(TelephoneField):
    """A number that a text message can reach."""

    reader = staticmethod(read_mobile)


class LanguageSelect(forms.Select):
    """Languages by their own names, each marked as being in that language."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        option["attrs"] |= _marks(self.language_of(str(value or "")))
        return option

    def language_of(self, value: str) -> str:
        return value


class NorwegianSelect(LanguageSelect):
    """Names of places and municipalities: Norwegian, whatever language the page is in."""

    def language_of(self, value: str) -> str:
        return "nb" if value else ""


def _marks(language: str) -> dict[str, str]:
    is_known = language and language != get_language()
    return {"lang": language, "dir": direction(language)} if is_known else {}


def _cleaned(value: Any) -> Any:
    """A null character is left for the validator: no keyboard writes it."""
    return clean_address(value) if isinstance(value, str) and "\0" not in value else value
