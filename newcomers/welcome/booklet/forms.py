"""Which booklets are made, and how they were given."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from newcomers.welcome.booklet.choices import How, LabelSheet
from newcomers.welcome.models import Delivery
from newcomers.welcome.models.sendings import DeliveryQuerySet


class ChosenForm(Form):
    """Some deliveries of those that one may choose from. What is another's is as if it were not there."""

    chosen = forms.ModelMultipleChoiceField(
        label=_("For whom"),
        queryset=Delivery.objects.none(),
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, *args: Any, deliveries: DeliveryQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["chosen"]).queryset = deliveries


class OrderForm(ChosenForm):
    sheet = forms.ChoiceField(label=_("Labels for the envelopes"), choices=LabelSheet.choices)
    first = forms.IntegerField(
        label=_("Labels of the first sheet that are used already"),
        min_value=0,
        max_value=23,
        initial=0,
        required=False,
    )


class GivenForm(ChosenForm):
    how = forms.ChoiceField(
        choices=How.choices, error_messages={"required": _("Choose how they were given.")}
    )
