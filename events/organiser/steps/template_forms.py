"""What a municipality's or a county's editor writes for others to begin from: words, and choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.form_fields import LanguageSelect, NorwegianSelect
from core.forms import Form
from core.isolation import filled
from core.languages import direction, language_choices
from core.models import User
from core.versions import Difference, differences, is_stale, version_of
from events.models import Event, SharedTemplate, givers
from events.organiser.fields import FACTS, FactsForm
from events.organiser.forms import Parts
from events.organiser.steps.sources import NOT_SHARED, facts_from_json
from organisations.models import Municipality, Region

# What was sent; None while the page is only shown.
Data = Mapping[str, Any] | None
ASKED = ("category", *(name for name in FACTS if name not in NOT_SHARED))


class GiverForm(Form):
    """Whose the template is, where somebody writes for several: a kommunenummer, or a county's number."""

    giver = forms.ChoiceField(
        label=_("Who gives it?"),
        widget=NorwegianSelect,
        help_text=_("Organisations there see it, under this name."),
    )

    def __init__(self, data: Data = None, *, user: User) -> None:
        super().__init__(data)
        places, counties = givers(user)
        found = [*counties.order_by("name"), *places.by_name()]
        self.givers: dict[str, Municipality | Region] = {_number(giver): giver for giver in found}
        field = cast(forms.ChoiceField, self.fields["giver"])
        field.choices = [(number, giver.name) for number, giver in self.givers.items()]
        if len(self.givers) == 1:
            del self.fields["giver"]

    @property
    def giver_field(self) -> forms.BoundField | None:
        return self["giver"] if "giver" in self.fields else None

    @property
    def chosen(self) -> Municipality | Region:
        """The chosen one, or the only one that there is."""
        return self.givers[self.cleaned_data.get("giver") or next(iter(self.givers))]


def _number(giver: Municipality | Region) -> str:
    return giver.kommunenummer if isinstance(giver, Municipality) else giver.fylkesnummer


@dataclass(frozen=True)
class InAnother:
    """The two fields of one more language, behind a fold that is open when something stands there."""

    code: str
    name: str
    title: forms.BoundField
    description: forms.BoundField

    @property
    def is_open(self) -> bool:
        return any(field.errors or field.value() for field in (self.title, self.description))


class TextsForm(Form):
    """Title and text as they are written first, and the same in other languages."""

    title = forms.CharField(label=_("Title"), max_length=120)
    description = forms.CharField(
        label=_("What happens there?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A few short sentences, without names and telephone numbers: they are others' to add."),
    )
    language = forms.ChoiceField(
        label=_("You have written in"), choices=language_choices, widget=LanguageSelect
    )

    def __init__(self, data: Data = None, *, template: SharedTemplate | None = None, language: str) -> None:
        first: dict[str, Any] = {"language": language}
        if template:
            texts = template.texts
            first = {"language": template.language, **texts.pop(template.language)}
            first |= {f"{name}_{code}": words for code, text in texts.items() for name, words in text.items()}
        super().__init__(data, initial=first)
        for code, name in language_choices():
            marked = {"lang": code, "dir": direction(code)}
            self.fields[f"title_{code}"] = forms.CharField(
                label=filled(_("Title: %(language)s"), language=name),
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs=marked),
            )
            self.fields[f"description_{code}"] = forms.CharField(
                label=filled(_("What happens there: %(language)s"), language=name),
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 4, **marked}),
            )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for code, _name in language_choices():
            title, description = data.get(f"title_{code}"), data.get(f"description_{code}")
            if (title or description) and code == data.get("language"):
                message = _("You have written in this language above. Leave this empty.")
                self.add_error(f"title_{code}", message)
            elif description and not title and f"title_{code}" not in self.errors:
                self.add_error(f"title_{code}", gettext("Write a title."))
        return data

    @property
    def others(self) -> list[InAnother]:
        """What is not filled in for the language that stands above is asked for there."""
        written = self["language"].value()
        found = [
            InAnother(code, name, self[f"title_{code}"], self[f"description_{code}"])
            for code, name in language_choices()
        ]
        return [each for each in found if each.code != written or each.is_open]

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """By language, those that have a title."""
        data = self.cleaned_data
        return {
            code: {"title": data[f"title_{code}"], "description": data[f"description_{code}"]}
            for code, _name in language_choices()
            if data[f"title_{code}"]
        }


class TemplateForm(Parts):
    """`template` is None for a new one. `language` is what the editor most likely writes in."""

    def __init__(
        self,
        data: Data = None,
        *,
        user: User,
        template: SharedTemplate | None = None,
        language: str = "nb",
    ) -> None:
        self.giver = None if template else GiverForm(data, user=user)
        self.words = TextsForm(data, template=template, language=language)
        event = Event(category=template.category, **facts_from_json(template.facts)) if template else None
        self.facts = FactsForm(data, event=event, only=ASKED)
        self.version = version_of(self.parts) if template else ""
        # What stands already clashes with nothing: that form was sent twice.
        self.is_stale = is_stale(data, self.version) and any(part.has_changed() for part in self.parts)

    @property
    def parts(self) -> list[forms.Form]:
        parts = [self.giver, self.words, self.facts]
        return [part for part in parts if part is not None]

    @property
    def visible_fields(self) -> list[forms.BoundField]:
        return [field for part in self.parts for field in part]

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_stale

    @property
    def differences(self) -> list[Difference]:
        return differences(self.parts) if self.is_stale else []
