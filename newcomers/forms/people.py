"""Forms for staff: type one person in, or correct one."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField, LanguageSelect
from core.forms import Form
from core.languages import language_choices
from newcomers.columns import CellError, read_email, read_month, read_name
from newcomers.models import INTERESTS, ForgottenAddress
from organisations.models import Municipality


class AddressForm(Form):
    """Where to reach a person, by the same rules as for a list."""

    email = EmailField(label=_("E-mail address"), max_length=254)

    def clean_email(self) -> str:
        return self._read(read_email, self.cleaned_data["email"])

    def _read(self, read, value):
        """So that one row and a hundred are judged alike."""
        try:
            return read(value)
        except CellError as error:
            raise forms.ValidationError(str(error)) from error


class NewcomerForm(AddressForm):
    """One person. Only the e-mail address is required."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=language_choices,
        widget=LanguageSelect,
        help_text=_("The language they want to read."),
    )
    arrived_month = forms.CharField(
        label=_("Month of arrival"),
        required=False,
        max_length=40,
        help_text=_("For example 2026-10. We keep the month, never the day."),
    )
    interests = forms.MultipleChoiceField(
        label=_("Interests"),
        choices=INTERESTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the person has told you themselves."),
    )

    def __init__(self, *args, today: date, municipality: Municipality, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        if self.is_bound and ForgottenAddress.objects.of(municipality, [self.data.get("email", "")]):
            self.fields["asked_again"] = forms.BooleanField(
                label=_("They have asked me now to be welcomed"),
                error_messages={
                    "required": _(
                        "Somebody with this address has asked to be forgotten here. Add them only if they "
                        "have asked for it since."
                    )
                },
            )

    def clean_name(self) -> str:
        return self._read(read_name, self.cleaned_data["name"])

    def clean_arrived_month(self) -> date | None:
        return self._read(lambda text: read_month(text, today=self.today), self.cleaned_data["arrived_month"])
