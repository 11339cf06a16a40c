"""What a volunteer types who answers: how many came, why it is not on; and what is shown of them."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.formats import telephone
from core.forms import Form
from core.isolation import filled
from events.confirming.choices import Answer
from events.confirming.models import Question
from events.confirming.services import MOST_CAME
from events.models import Responsible
from events.telling.wording import when


class AnswerForm(Form):
    """Yes or no, which is the button that is pressed; of several dates also which are not on."""

    answer = forms.ChoiceField(choices=Answer, widget=forms.HiddenInput)
    off = forms.TypedMultipleChoiceField(
        label=_("Which are not on?"),
        help_text=_("Tick only those that are cancelled. The others are on."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    came_last = forms.IntegerField(
        label=_("How many came last time?"),
        help_text=_("About how many is enough. Nobody is named."),
        min_value=0,
        max_value=MOST_CAME,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label=_("If it is not on: why?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        help_text=_("Everybody can read it. It is shown as you write it, and not translated."),
    )

    def __init__(
        self, data: Any = None, *, questions: Collection[Question], asks_number: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        if len(questions) > 1:
            dates = [(each.occurrence_id, when(each.occurrence)) for each in questions]
            self.fields["off"].choices = dates  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["off"]
        if not asks_number:
            del self.fields["came_last"]


class ShownForm(Form):
    """What the site shows of whoever answers, and how they are asked: their own yes."""

    shows_name = forms.BooleanField(required=False)
    shows_phone = forms.BooleanField(required=False)
    channel = forms.ChoiceField(
        label=_("How shall we ask you?"), choices=Responsible.Channel, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, who: Responsible, by_sms: bool) -> None:
        initial = {name: getattr(who, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        first = _("Show my first name on the page: %(name)s")
        self.fields["shows_name"].label = filled(first, name=who.first_name)
        if who.phone:
            number = _("Show my number on the page, so that people can call: %(phone)s")
            self.fields["shows_phone"].label = filled(number, phone=telephone(who.phone))
        else:
            del self.fields["shows_phone"]
        if not (by_sms and who.phone and who.email):
            del self.fields["channel"]
