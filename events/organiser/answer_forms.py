"""The forms in which an organiser says who answers for an activity, and how often they are asked."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField, LanguageSelect, TelephoneField
from core.forms import Form
from core.languages import language_choices
from core.sms.messages import is_offered
from core.telephone import read_mobile
from events.models import Asking, Event, Responsible

Channel = Responsible.Channel
PERSON_FIELDS = ("name", "email", "phone", "channel", "language")


class ResponsibleForm(Form):
    """Somebody who answers for an activity. Where there is no SMS, everybody is asked by e-mail."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("The first name is shown if they say yes to it.")
    )
    channel = forms.ChoiceField(
        label=_("How are they asked?"), choices=Channel, initial=Channel.SMS, widget=forms.RadioSelect
    )
    phone = TelephoneField(label=_("Mobile number"), required=False)
    email = EmailField(label=_("E-mail address"), required=False)
    language = forms.ChoiceField(
        label=_("In which language?"), choices=language_choices, widget=LanguageSelect
    )

    def __init__(self, data: Any = None, *, language: str = "nb", person: Responsible | None = None) -> None:
        facts = {name: getattr(person, name) for name in PERSON_FIELDS} if person else {"language": language}
        super().__init__(data, initial=facts)
        if not is_offered():
            del self.fields["channel"]
            self.fields["email"].required = True
            self.fields["phone"].label = _("Phone number")
            self.fields["phone"].help_text = _("People can call it if they say yes to that.")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        data.setdefault("channel", Channel.EMAIL)
        if "channel" in self.errors:
            return data
        if data["channel"] == Channel.SMS:
            self._check_mobile()
        elif not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Type the e-mail address that they are asked at."))
        return data

    def _check_mobile(self) -> None:
        number = self.cleaned_data.get("phone")
        if "phone" in self.errors:
            return
        if not number:
            self.add_error("phone", _("Type the mobile number that they are asked at."))
            return
        try:
            read_mobile(number)
        except ValidationError as error:
            self.add_error("phone", error)

    @property
    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PERSON_FIELDS}


class AnsweringForm(Form):
    """The last part of publishing: one tick, and whoever publishes answers for it."""

    asks_me = forms.BooleanField(
        label=_("Ask me before each date whether it is on"),
        required=False,
        initial=True,
        help_text=_(
            "The day before you get an e-mail, and answer with one tap. Then everyone reads that it is on. "
            "Afterwards you can let somebody else answer."
        ),
    )


class AskingForm(Form):
    """How often."""

    asking = forms.ChoiceField(
        label=_("How often do we ask whether it is on?"),
        choices=[
            (Asking.EACH, _("Before every date: the day before")),
            (Asking.WEEKLY, _("Once a week: on Monday, about the dates of the week")),
            (Asking.TERM, _("At the start of each term: two weeks before its first date")),
            (Asking.NEVER, _("Never: its page does not say whether it is on")),
        ],
        widget=forms.RadioSelect,
    )


class EventChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Event) -> str:
        return obj.title


class CopyForm(Form):
    """The same people as for another activity of the organisation."""

    source = EventChoiceField(label=_("Use the same people as for"), queryset=Event.objects.none())

    def __init__(self, data: Any = None, *, sources: QuerySet[Event]) -> None:
        super().__init__(data)
        cast(forms.ModelChoiceField, self.fields["source"]).queryset = sources
