"""What a municipality says about its SMS."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form

# Some twenty thousand messages a month: more is a mistake.
MOST_KRONER = 10_000


class SmsBudgetForm(Form):
    """What SMS may cost in a month."""

    kroner = forms.IntegerField(
        label=_("Kroner a month"),
        min_value=0,
        max_value=MOST_KRONER,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )
