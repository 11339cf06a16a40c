"""What an organiser chooses that is asked with a sign-up."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.form_fields import LanguageSelect, date_field
from core.forms import Form
from core.languages import language_choices
from core.text import clean_line
from events.besides.choices import Answered, Need, Until
from events.besides.models import MOST_CHOICES
from events.besides.needs import offered_at
from events.besides.not_asked import what_is_wrong
from events.lending.models import Thing
from events.lending.wording import kind_in_words
from events.models import Event

LONGEST_CHOICE = 60
NOT_ASKED = {
    "health": _(
        "This asks about health. What somebody says about it is protected by law, and may not be asked for"
        " with a sign-up. Write on the page of the activity what is there, and whom to call."
    ),
    "faith": _(
        "This asks about faith or belief, or tells it. It is protected by law, and may not be asked for with"
        " a sign-up. Write on the page of the activity what is there, for example which food."
    ),
    "origin": _(
        "This asks where somebody is from, or on what ground they stay. Nobody has to tell that to take part,"
        " so it is not asked here."
    ),
}


class QuestionForm(Form):
    """A question of an organiser's own: never a free text, always with why and an end."""

    words = forms.CharField(
        label=_("Your question"),
        max_length=120,
        help_text=_("For example: Do you bring a cake?"),
    )
    answered = forms.ChoiceField(
        label=_("How is it answered?"), choices=Answered, widget=forms.RadioSelect, initial=Answered.YES_NO
    )
    choices = forms.CharField(
        label=_("The choices"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only where one of some choices is the answer: two to eight, each on a line of its own."),
    )
    why = forms.CharField(
        label=_("Why do you ask?"),
        max_length=120,
        help_text=_("Everyone who is asked reads it. For example: So that we know how many cakes there are."),
    )
    language = forms.ChoiceField(
        label=_("You have written in"), choices=language_choices, widget=LanguageSelect
    )
    until = forms.ChoiceField(
        label=_("How long do you need the answers?"),
        choices=Until,
        widget=forms.RadioSelect,
        initial=Until.DAY_AFTER,
    )
    asked_until = date_field(_("The last day that you ask it of"), required=False)
    asked_until.help_text = _("Leave it empty to ask it for every date.")

    def __init__(self, data: Any = None, *, today: date, language: str) -> None:
        super().__init__(data, initial={"language": language})
        self.today = today

    def clean_words(self) -> str:
        return self._may_be_asked("words")

    def clean_why(self) -> str:
        return self._may_be_asked("why")

    def _may_be_asked(self, name: str) -> str:
        text = clean_line(self.cleaned_data[name]).strip()
        if wrong := what_is_wrong(text):
            raise ValidationError(NOT_ASKED[wrong], code=wrong)
        return text

    def clean_choices(self) -> list[str]:
        lines = [clean_line(line).strip() for line in self.cleaned_data["choices"].splitlines()]
        choices = list(dict.fromkeys(line for line in lines if line))
        if wrong := what_is_wrong(" ".join(choices)):
            raise ValidationError(NOT_ASKED[wrong], code=wrong)
        if any(len(choice) > LONGEST_CHOICE for choice in choices):
            raise ValidationError(_("One of the choices is too long. Write a few words on each line."))
        return choices

    def clean_asked_until(self) -> date | None:
        day = self.cleaned_data["asked_until"]
        if day and day < self.today:
            raise ValidationError(_("This day has passed. Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "choices" not in values:
            return values
        if values.get("answered") != Answered.CHOICE:
            values["choices"] = []
        elif not 2 <= len(values["choices"]) <= MOST_CHOICES:
            self.add_error("choices", _("Write two to eight choices, each on a line of its own."))
        return values

    @property
    def values(self) -> dict[str, Any]:
        names = ("words", "answered", "choices", "why", "language", "until", "asked_until")
        return {name: self.cleaned_data[name] for name in names}


class HelpForm(Form):
    """What could be arranged beside what the activity offers, and what of the list can be borrowed here."""

    needs = forms.MultipleChoiceField(
        label=_("What could you arrange if somebody asks for it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They are told that it is not certain, and that you say whether it works out. What the activity"
            " offers anyway is asked without this."
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What of your list can be borrowed here?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave all of them empty, and everything on the list can be borrowed."),
    )

    def __init__(self, data: Any = None, *, event: Event, needs: list[str], kinds: list[str]) -> None:
        super().__init__(data, initial={"needs": needs, "kinds": kinds})
        missing = [need for need in Need if need not in offered_at(event)]
        self._offer("needs", [(need.value, str(need.label)) for need in missing])
        lent = (
            Thing.objects.filter(organisation=event.organisation_id).order_by().values_list("kind", flat=True)
        )
        known = [(kind, kind_in_words(kind)) for kind in sorted(set(lent.distinct()))]
        self._offer("kinds", known if event.equipment_to_borrow else [])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """These can be chosen; where there is none, nothing is asked."""
        if choices:
            cast(forms.MultipleChoiceField, self.fields[name]).choices = choices
        else:
            del self.fields[name]
