"""Which place is the same as another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import NorwegianSelect
from core.forms import Form
from organisations.models import Venue


class VenueChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Venue) -> str:
        return f"{obj.name}, {obj.address_line}" if obj.address_line else obj.name


class MergeForm(Form):
    """Which place stays."""

    stays = VenueChoice(
        label=_("Which place is it the same as? That one stays."),
        queryset=Venue.objects.none(),
        widget=NorwegianSelect,
    )

    def __init__(self, data: Any = None, *, venue: Venue, user: Any) -> None:
        super().__init__(data)
        here = Venue.objects.edited_by(user).filter(municipality=venue.municipality_id)
        self.fields["stays"].queryset = here.exclude(pk=venue.pk).by_name()  # type: ignore[attr-defined]
