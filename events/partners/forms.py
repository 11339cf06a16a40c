"""Whom to ask to arrange something together."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.form_fields import NorwegianSelect
from core.forms import Form
from events.models import Event
from organisations.models import Organisation, OrganisationQuerySet


def possible_partners(event: Event) -> OrganisationQuerySet:
    """Those at home or active where the activity is, which are not asked and not with it yet."""
    here = Q(municipality=event.municipality_id) | Q(active_in=event.municipality_id)
    there = [
        event.organisation_id,
        *event.co_organisers.values_list("pk", flat=True),
        *event.co_organiser_requests.values_list("organisation", flat=True),
    ]
    return Organisation.objects.listed().filter(here).exclude(pk__in=there).distinct().by_name()


class OrganisationChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Organisation) -> str:
        return obj.name


class PartnerForm(Form):
    """Whom to ask."""

    organisation = OrganisationChoice(
        label=_("Which organisation?"),
        queryset=Organisation.objects.none(),
        widget=NorwegianSelect,
    )

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data)
        self.fields["organisation"].queryset = possible_partners(event)  # type: ignore[attr-defined]
