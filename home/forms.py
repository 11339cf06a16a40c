"""What a municipality says about its SMS."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField
from core.forms import Form
from organisations.models import Municipality

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


class OpeningForm(Form):
    """Which municipality takes part from now on, and who is its first admin."""

    municipality = forms.ModelChoiceField(label=_("Municipality"), queryset=Municipality.objects.none())
    email = EmailField(label=_("E-mail address of the municipality's first admin"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Municipality.objects.filter(is_active=False).select_related("county").by_name()
        field.label_from_instance = lambda obj: str(obj.full_name)  # type: ignore[method-assign]
