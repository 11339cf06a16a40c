"""Which figures to show."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import NorwegianSelect
from core.forms import Form
from newcomers.participation.areas import choices
from newcomers.participation.periods import Period, latest, period_of, usual
from newcomers.tallies.choices import Span
from organisations.models import Municipality

GROUPS = ((Span.QUARTER, _("Quarters")), (Span.MONTH, _("Months")), (Span.YEAR, _("Years")))


class FiguresForm(Form):
    """A period and, for those who see several, of which area."""

    area = forms.ChoiceField(label=_("Figures for"), widget=NorwegianSelect)
    period = forms.ChoiceField(label=_("Period"))

    def __init__(
        self, query: Any, *, area: str, municipalities: list[Municipality] | None, now: datetime
    ) -> None:
        wanted = query.get("period") or usual(now).key
        super().__init__({"area": area, "period": wanted})
        there = list(latest(now))
        asked = period_of(wanted)
        # An address that somebody has kept goes on saying what it said.
        if asked is not None and asked not in there and asked.start <= now.date():
            there.append(asked)
        cast(forms.ChoiceField, self.fields["period"]).choices = [
            (str(label), [(each.key, each.name) for each in there if each.span == span])
            for span, label in GROUPS
        ]
        if municipalities is None:
            del self.fields["area"]
        else:
            cast(forms.ChoiceField, self.fields["area"]).choices = choices(municipalities)

    @property
    def chosen(self) -> Period:
        found = period_of(self.cleaned_data["period"])
        assert found is not None, "the form has chosen among periods"
        return found
