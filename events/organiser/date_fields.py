"""Fields for days and times, which people write in many ways."""

import re
from datetime import date

from django import forms

# As people here write them; the first is what a browser's own time field sends.
TIME_FORMATS = ["%H:%M", "%H.%M", "%H%M"]
# Midnight at the end of a day, as posters and many people write it.
TWENTY_FOUR = re.compile(r"\s*24[:.]?00\s*")


class EndTimeField(forms.TimeField):
    """Django's, which does not know that 24:00 is a time: the day ends then, and another begins at 00:00."""

    def to_python(self, value):
        if isinstance(value, str) and TWENTY_FOUR.fullmatch(value):
            value = "00:00"
        return super().to_python(value)


def time_field(label, *, kind: type[forms.TimeField] = forms.TimeField, **kwargs) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format=TIME_FORMATS[0])
    return kind(label=label, input_formats=TIME_FORMATS, widget=widget, **kwargs)


class DaysField(forms.Field):
    """Days that the page itself sends back, each as 2027-05-17. Anything else is nothing."""

    widget = forms.MultipleHiddenInput

    def has_changed(self, initial: object, data: object) -> bool:
        """What the page says of its own list is nothing that a person wrote."""
        return False

    def to_python(self, value: object) -> frozenset[date]:
        days = set()
        for text in value if isinstance(value, list) else []:
            try:
                days.add(date.fromisoformat(text))
            except ValueError:
                continue
        return frozenset(days)
