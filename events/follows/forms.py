"""What a person types to be told of a date: one way to reach them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField
from core.forms import Form
from core.mail.letter import LONGEST_ADDRESS
from core.sms.messages import is_offered
from core.telephone import is_mobile, read_telephone

THIS_DATE, EVERY_DATE = "date", "every"


class FollowForm(Form):
    """`repeats`: there are more dates to come, so that one can follow every date."""

    reach = EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": _("Type your e-mail address.")},
    )
    which = forms.ChoiceField(
        label=_("Which dates?"),
        choices=[(THIS_DATE, _("Only this date")), (EVERY_DATE, _("Every date of this activity"))],
        initial=THIS_DATE,
        required=False,
        widget=forms.RadioSelect,
    )
    reminds = forms.BooleanField(label=_("Remind me the day before"), required=False)

    def __init__(self, *args: Any, repeats: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_offered():
            self.fields["reach"] = forms.CharField(
                label=_("E-mail address or mobile number"),
                max_length=LONGEST_ADDRESS,
                widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email", "dir": "ltr"}),
                error_messages={"required": _("Type your e-mail address or your mobile number.")},
            )
        if not repeats:
            del self.fields["which"]

    def clean_reach(self) -> str:
        """An address with its @, or a number that a message can be sent to."""
        typed = self.cleaned_data["reach"]
        if not isinstance(self.fields["reach"], EmailField) and "@" not in typed:
            if not any(char.isdecimal() for char in typed):
                raise ValidationError(
                    _("Type your whole e-mail address, for example name@example.com, or your mobile number.")
                )
            number = read_telephone(typed)
            # A landline gets no message, and a service number costs what it likes.
            if not is_mobile(number):
                raise ValidationError(_("A message cannot be sent to this number. Type a mobile number."))
            return number
        return EmailField(max_length=LONGEST_ADDRESS).clean(typed)

    @property
    def email(self) -> str:
        return self.cleaned_data["reach"] if "@" in self.cleaned_data["reach"] else ""

    @property
    def phone(self) -> str:
        return "" if self.email else self.cleaned_data["reach"]

    @property
    def every_date(self) -> bool:
        return self.cleaned_data.get("which") == EVERY_DATE
