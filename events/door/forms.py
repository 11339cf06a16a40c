"""What is counted at the door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from events.signups.forms import number_field

MAX_COUNT = 5000


class HeadcountForm(Form):
    """How many came. Numbers only: there are no names behind it."""

    adults = number_field(_("Adults"), limit=MAX_COUNT)
    children = number_field(_("Children"), limit=MAX_COUNT)
    volunteers = number_field(_("Volunteers"), limit=MAX_COUNT)
    first_timers = number_field(_("Here for the first time"), limit=MAX_COUNT)

    HINTS = {
        "children": _("Under 18 years"),
        "volunteers": _("Those who help; not counted as adults"),
        "first_timers": _("Among the adults and children above"),
    }

    @property
    def counts(self) -> list[tuple[forms.BoundField, object]]:
        return [(field, self.HINTS.get(field.name, "")) for field in self]

    def clean(self) -> dict[str, int]:
        super().clean()
        return {name: value or 0 for name, value in self.cleaned_data.items()}
