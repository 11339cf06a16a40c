"""Which figures to show."""

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import formats
from core.form_fields import NorwegianSelect
from core.forms import Form
from newcomers.participation.periods import latest_months, usual_period
from organisations.models import Municipality

MONTH_FORMAT = "%Y-%m"


def as_month(value: str) -> date:
    """The first of the month that "2026-11" names."""
    return date.fromisoformat(f"{value}-01")


class FiguresForm(Form):
    """A period of whole months and, for those who see several municipalities, which one."""

    start = forms.TypedChoiceField(label=pgettext_lazy("period", "From"), coerce=as_month)
    end = forms.TypedChoiceField(label=pgettext_lazy("period", "To"), coerce=as_month)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False, widget=NorwegianSelect)

    def __init__(self, query: Any, *, municipalities: list[Municipality], now: datetime) -> None:
        first, last = usual_period(now)
        usual = {
            "start": first.strftime(MONTH_FORMAT),
            "end": last.strftime(MONTH_FORMAT),
            "municipality": "",
        }
        super().__init__({name: query.get(name) or value for name, value in usual.items()})
        months = [(month.strftime(MONTH_FORMAT), formats.month(month)) for month in latest_months(now)]
        for name in ("start", "end"):
            cast(forms.ChoiceField, self.fields[name]).choices = months
        if len(municipalities) == 1:
            del self.fields["municipality"]
        else:
            cast(forms.ChoiceField, self.fields["municipality"]).choices = [
                ("", _("All municipalities")),
                *((place.pk, place.name) for place in municipalities),
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "start" in cleaned and "end" in cleaned and cleaned["start"] > cleaned["end"]:
            self.add_error("end", _("The period ends before it starts. Choose a later month here."))
        return cleaned
