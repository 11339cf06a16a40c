"""The forms of who has lost all links."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.reach_field import ReachField
from core.sms.messages import is_offered


class MyDataForm(Form):
    """One address or number: what is kept with it is shown to whoever gets the link that is sent there."""

    reach = ReachField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = self.fields["reach"]
        reach.label = _("E-mail address or mobile number") if is_offered() else _("E-mail address")
        missing = _("Type your e-mail address or your mobile number.")
        reach.error_messages["required"] = missing if is_offered() else _("Type your e-mail address.")
        reach.widget.attrs["data-mailbox"] = True


class WhoseForm(Form):
    """Who somebody is who has shown a number alone: it may have been another's before."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_(
            "As you wrote it when you signed up, or as it stands in a letter from the municipality. One of "
            "your names is enough."
        ),
        error_messages={"required": _("Write your name.")},
    )
