"""What an editor types: why something should be different, and what they look for in the log."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from events.models import LogEntry, QueueMail, Report


class DecisionForm(Form):
    """Words to the organisation. Required where something is sent back or taken down."""

    why = forms.CharField(
        label=_("What should be changed, or why is it taken down?"),
        help_text=_("The organisation reads this. Not needed when you approve."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, needs_words: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_words = needs_words

    def clean_why(self) -> str:
        why = self.cleaned_data["why"].strip()
        if self.needs_words and not why:
            raise forms.ValidationError(_("Write a few words, so that they know what to do."))
        return why


class LogFilter(Form):
    """Who did what when."""

    what = forms.ChoiceField(label=_("What"), required=False)
    who = forms.CharField(label=_("Who"), required=False, max_length=80)
    about = forms.CharField(label=_("Activity or organisation"), required=False, max_length=80)
    since = forms.ChoiceField(label=_("Since"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [choice for choice in LogEntry.What.choices if choice[0] != LogEntry.What.OTHER]
        self.fields["what"].choices = [("", _("All"))] + kinds  # type: ignore[attr-defined]
        self.fields["since"].choices = [  # type: ignore[attr-defined]
            ("", _("Always")),
            (1, _("Since yesterday")),
            (7, _("The last 7 days")),
            (30, _("The last 30 days")),
        ]

    def since_day(self, today: date) -> date | None:
        days = self.cleaned_data.get("since")
        return today - timedelta(days=int(days)) if days else None


class ReportForm(Form):
    """What a visitor says is wrong."""

    why = forms.ChoiceField(label=_("What is wrong?"), choices=Report.Why.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Tell us more, if you like"),
        help_text=_("Please do not write names of people."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QueueMailForm(Form):
    """How one wants to hear of what waits."""

    how = forms.ChoiceField(
        label=_("When do you want an e-mail?"), choices=QueueMail.How.choices, widget=forms.RadioSelect
    )
