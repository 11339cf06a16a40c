"""What is counted at the door."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from events.door.numbers import MAX_COUNT
from events.signups.forms import number_field


def asked_field(label: Any) -> forms.IntegerField:
    """A number that is empty where nobody asked."""
    field = number_field(label, limit=MAX_COUNT)
    field.initial = None
    return field


class HeadcountForm(Form):
    """How many came. Numbers only: there are no names behind it."""

    adults = number_field(_("Adults"), limit=MAX_COUNT)
    children = number_field(_("Children"), limit=MAX_COUNT)
    volunteers = number_field(_("Volunteers"), limit=MAX_COUNT)
    first_timers = number_field(_("Here for the first time"), limit=MAX_COUNT)
    newcomers = asked_field(_("New in the municipality"))
    newcomers_first = asked_field(_("New in the municipality, and here for the first time"))

    # Empty says that nobody asked, which is not nought.
    ASKED = ("newcomers", "newcomers_first")
    HINTS = {
        "children": _("Under 18 years"),
        "volunteers": _("Those who help; not counted as adults"),
        "first_timers": _("Among the adults and children above"),
        "newcomers": _("Hands up: who has moved here in the last two years? Leave it empty if nobody asked."),
        "newcomers_first": _(
            "Those of them who keep their hand up when you ask who is here for the first time"
        ),
    }

    @property
    def counts(self) -> list[tuple[forms.BoundField, object]]:
        return [(field, self.HINTS.get(field.name, "")) for field in self]

    def clean(self) -> dict[str, Any]:
        super().clean()
        return {
            name: value if name in self.ASKED else value or 0 for name, value in self.cleaned_data.items()
        }


YES, NO = "yes", "no"
YES_OR_NO = [(YES, _("Yes")), (NO, _("No"))]


class HereForm(Form):
    """Asked once at the door. A yes becomes a number, and nobody's."""

    new = forms.ChoiceField(
        label=_("Are you new here? Have you moved to the municipality in the last two years?"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
    )
    first = forms.ChoiceField(
        label=_("Is it your first time at this activity?"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
    )

    @property
    def is_new(self) -> bool:
        return self.cleaned_data["new"] == YES

    @property
    def is_first(self) -> bool:
        return self.cleaned_data["first"] == YES
