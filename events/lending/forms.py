"""What an organiser types about things that are lent."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.form_fields import date_field
from core.forms import Form
from core.names import clean_name
from core.text import clean_line
from events.lending.choices import Kind
from events.lending.models import Thing
from events.lending.services import LONGEST, MOST_AT_ONCE

SIZE_LENGTH = 20


class ThingForm(Form):
    """What one thing is."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=[("", _("Choose …")), *Kind.choices])
    size = forms.CharField(
        label=_("Size"),
        required=False,
        max_length=SIZE_LENGTH,
        help_text=_("As it stands on it, for example 38, M or 160 cm."),
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=80,
        help_text=_(
            "So that you know which one it is, for example: blue, number 4. Where you chose “Something else”,"
            " everyone reads it."
        ),
    )

    def __init__(self, data: Any = None, *, thing: Thing | None = None) -> None:
        facts = {name: getattr(thing, name) for name in ("kind", "size", "words")} if thing else {}
        super().__init__(data, initial=facts)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("kind") == Kind.OTHER and not values.get("words"):
            self.add_error("words", _("Write what it is."))
        return values

    @property
    def values(self) -> dict[str, str]:
        return {name: clean_line(self.cleaned_data[name]).strip() for name in ("kind", "size", "words")}


class NewThingsForm(ThingForm):
    """One thing, or many of them: a size for each line is what makes a list quick to write."""

    size = forms.CharField(
        label=_("Sizes"),
        required=False,
        max_length=600,
        help_text=_("One or several, with a comma between them, for example: 36, 37, 38."),
    )
    number = forms.IntegerField(
        label=_("How many of each?"),
        initial=1,
        min_value=1,
        max_value=MOST_AT_ONCE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def clean_size(self) -> list[str]:
        sizes = [clean_line(size).strip() for size in self.cleaned_data["size"].split(",")]
        sizes = list(dict.fromkeys(size for size in sizes if size))
        if any(len(size) > SIZE_LENGTH for size in sizes):
            raise ValidationError(_("This size is too long. Put a comma between two sizes."))
        if len(sizes) > MOST_AT_ONCE:
            raise ValidationError(
                _("These are too many at once. Write some of them now, and the rest after.")
            )
        return sizes or [""]

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "sizes": data["size"],
            "words": clean_line(data["words"]).strip(),
            "number": data["number"],
        }


class HandOutForm(Form):
    """Who takes it, where nobody has asked for it with a sign-up, and until when."""

    borrower = forms.CharField(
        label=_("Who takes it?"),
        max_length=120,
        help_text=_("The name is deleted as soon as it is back."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name.")},
    )
    until = date_field(_("When should it be back?"))

    def __init__(
        self, data: Any = None, *, today: date, borrower: str = "", until: date | None = None
    ) -> None:
        super().__init__(data, initial={"borrower": borrower, "until": until or today})
        self.today = today

    def clean_borrower(self) -> str:
        return clean_name(self.cleaned_data["borrower"])

    def clean_until(self) -> date:
        until = self.cleaned_data["until"]
        if until < self.today:
            raise ValidationError(_("This day has passed. Choose today or a later day."))
        if until > self.today + LONGEST:
            raise ValidationError(_("This is more than a year away. Choose an earlier day."))
        return until
