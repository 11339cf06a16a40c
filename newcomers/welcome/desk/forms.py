"""How a municipality welcomes, on one page."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField
from core.forms import Form
from newcomers.models import WelcomeSettings
from newcomers.welcome.package_forms import language_choices


def hours() -> list[tuple[int, str]]:
    return [(hour, f"{hour:02}:00") for hour in range(25)]


class WelcomeSettingsForm(Form):
    """Each has a safe default: as it is before anybody has been here."""

    languages = forms.MultipleChoiceField(
        label=_("Languages of new packages"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Without a choice: the languages of this site."),
    )
    reply_to = EmailField(
        label=_("E-mail address for newcomers’ answers"),
        required=False,
        help_text=_("Without one, answers go to whoever started the mailing, or to the newcomer host."),
    )
    from_hour = forms.TypedChoiceField(label=_("Send from"), choices=hours, coerce=int)
    to_hour = forms.TypedChoiceField(label=_("Send until"), choices=hours, coerce=int)
    can_be_asked_for = forms.BooleanField(
        label=_("People can ask for the package on the municipality’s page"), required=False
    )
    goes_by_itself = forms.BooleanField(
        label=_("New people get the package by themselves"),
        required=False,
        help_text=_("Otherwise nothing leaves before you press the button."),
    )

    # The long list last.
    field_order = ("reply_to", "from_hour", "to_hour", "can_be_asked_for", "goes_by_itself", "languages")

    def __init__(self, *args: Any, stored: WelcomeSettings, **kwargs: Any) -> None:
        initial = {name: getattr(stored, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        field = self.fields["languages"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = language_choices()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_hour"), cleaned.get("to_hour")
        if first is not None and last is not None and first >= last:
            self.add_error("to_hour", gettext("The last hour is after the first one."))
        return cleaned
