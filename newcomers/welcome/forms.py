"""Forms of sendings: whom it is for, a name for that, and a message of one's own."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from newcomers.criteria import Criteria
from newcomers.forms.selections import CriteriaForm
from newcomers.models import Newcomer, Selection
from organisations.models import Municipality


class WhomForm(CriteriaForm):
    """Whom a sending is for. Nothing ticked: everybody on the list."""

    selection = forms.ModelChoiceField(
        Selection.objects.none(),
        label=_("A saved selection"),
        required=False,
        empty_label=_("None"),
        help_text=_("Then what is ticked below is not used."),
    )

    field_order = ["selection"]

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, people=Newcomer.objects.filter(municipality=municipality), **kwargs)
        saved = Selection.objects.filter(municipality=municipality)
        cast(forms.ModelChoiceField, self.fields["selection"]).queryset = saved
        if not saved.exists():
            del self.fields["selection"]

    def criteria(self) -> Criteria:
        """Whom it means; everybody where nothing is chosen. The form must be valid."""
        saved = self.cleaned_data.get("selection")
        return saved.criteria if saved else super().criteria()


class NameForm(Form):
    """A name for whom one has chosen."""

    name = forms.CharField(label=_("Name of the selection"), max_length=80)


class MessageForm(Form):
    """A message to some: an invitation to the welcome evening, written in a minute."""

    name = forms.CharField(
        label=_("Name in your lists"), max_length=120, help_text=_("Only you and your colleagues see it.")
    )
    subject = forms.CharField(label=_("Subject of the e-mail"), max_length=120)
    text = forms.CharField(
        label=_("What you want to say"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("“Hello” and the person’s name are put before it: begin with what you want to say."),
    )
    signature = forms.CharField(label=_("Your name, as it stands below"), max_length=120)
    role = forms.CharField(label=_("Your role"), max_length=120, required=False)
