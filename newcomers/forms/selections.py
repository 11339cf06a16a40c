"""Whom something is for: the choices of a selection, also where a sending asks for them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.formats import month
from core.forms import Form
from core.sorting import alphabetical_key
from core.world_languages import language_name_in
from newcomers.choices import INTERESTS, Situation, WayInKind
from newcomers.criteria import Criteria
from newcomers.forms.fields import choices_field, first_of
from newcomers.models import NewcomerQuerySet, Selection
from newcomers.models.newcomer import months_of
from organisations.models import Municipality


class CriteriaForm(Form):
    """Nothing chosen is everyone. What can be chosen is what there is among `people`, and what was chosen."""

    months = choices_field(_("Month of arrival"), ())
    languages = choices_field(_("Language"), ())
    # Families are asked about by themselves: also who has only told how many children there are is one.
    situations = choices_field(
        _("Situation"), [each for each in Situation.choices if each[0] != Situation.FAMILY]
    )
    families = forms.BooleanField(label=_("Families with children"), required=False)
    interests = choices_field(_("Interests"), INTERESTS)

    def __init__(
        self, *args: Any, people: NewcomerQuerySet, chosen: Criteria | None = None, **kwargs: Any
    ) -> None:
        chosen = chosen or Criteria()
        kwargs["initial"] = chosen.as_json() | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.offer("months", self._months(people, chosen))
        self.offer("languages", self._languages(people, chosen))

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(choices)

    @staticmethod
    def _months(people: NewcomerQuerySet, chosen: Criteria) -> list[tuple[str, str]]:
        months = sorted({*months_of(people), *chosen.months}, reverse=True)
        return [(f"{each:%Y-%m}", month(each)) for each in months]

    @staticmethod
    def _languages(people: NewcomerQuerySet, chosen: Criteria) -> list[tuple[str, str]]:
        codes = {*people.order_by().values_list("language", flat=True).distinct(), *chosen.languages}
        named = [(code, capfirst(language_name_in(code))) for code in codes]
        return sorted(named, key=lambda pair: alphabetical_key(pair[1]))

    def criteria(self) -> Criteria:
        """What was chosen. The form must be valid."""
        cleaned = self.cleaned_data
        return Criteria(
            months=tuple(sorted(first_of(text) for text in cleaned["months"])),
            languages=tuple(sorted(cleaned["languages"])),
            situations=tuple(sorted(cleaned["situations"])),
            interests=tuple(sorted(cleaned["interests"])),
            families=cleaned["families"],
        )


class SelectionForm(CriteriaForm):
    """A selection with its name, which no other of the municipality has."""

    name = forms.CharField(
        label=_("Name of the selection"),
        max_length=80,
        help_text=_("For colleagues, for example: Families who came this autumn."),
    )

    field_order = ["name"]

    def __init__(
        self, *args: Any, municipality: Municipality, selection: Selection | None = None, **kwargs: Any
    ) -> None:
        chosen = selection.criteria if selection else None
        initial = {"name": selection.name} if selection else {}
        super().__init__(*args, chosen=chosen, initial=initial, **kwargs)
        self.others = Selection.objects.filter(municipality=municipality)
        if selection:
            self.others = self.others.exclude(pk=selection.pk)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self.others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is a selection with this name. Choose another one."))
        return name


class WayInForm(Form):
    """Who hands out a link."""

    kind = forms.ChoiceField(label=_("Who hands it out?"), choices=[("", _("Choose …")), *WayInKind.choices])
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("The name of the employer or of the library. Everybody who opens it sees it."),
    )
