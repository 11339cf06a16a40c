"""What somebody who asks to be welcomed is asked, and what they correct themselves."""

from typing import Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.reach_field import ReachField
from core.sms.messages import is_offered
from core.world_languages import own_name
from newcomers.choices import Wish
from newcomers.forms.fields import (
    Children,
    LanguageField,
    MonthField,
    interests_field,
    situations_field,
)
from newcomers.forms.folded import FoldedForm
from newcomers.forms.people import ask_what_was_meant
from newcomers.models import Newcomer
from newcomers.person import Person

MORE = ("situations", "children_0_5", "children_6_12", "youth_13_17", "interests")


class AboutMyselfForm(FoldedForm):
    """What one says of oneself. All but the language may be left out."""

    more = MORE

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = LanguageField(label=_("Your language"), help_text=_("Write it in any language or alphabet."))
    arrived_month = MonthField(label=_("When did you move here?"))
    situations = situations_field()
    children_0_5 = Children(label=_("Children, 0–5 years"))
    children_6_12 = Children(label=_("Children, 6–12 years"))
    youth_13_17 = Children(label=_("Youth, 13–17 years"))
    interests = interests_field()

    def said(self) -> dict[str, Any]:
        """The fields of a `Person` that are asked here. The form must be valid."""
        names = ("name", "language", "arrived_month", *MORE)
        values = {name: self.cleaned_data[name] for name in names}
        return values | {name: tuple(values[name]) for name in ("interests", "situations")}


class AskForm(AboutMyselfForm):
    """To be welcomed: one way to be reached, and what one likes to tell."""

    reach = ReachField()

    field_order = ["reach", "name", "language", "arrived_month"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        reader = get_language() or "nb"
        kwargs.setdefault("initial", {"language": capfirst(own_name(reader))})
        super().__init__(*args, **kwargs)
        reach = self.fields["reach"]
        reach.label = _("E-mail address or mobile number") if is_offered() else _("E-mail address")
        missing = _("Type your e-mail address or your mobile number.")
        reach.error_messages["required"] = missing if is_offered() else _("Type your e-mail address.")
        reach.widget.attrs["data-mailbox"] = True
        ask_what_was_meant(self, "reach")

    def person(self) -> Person:
        """What was said. The form must be valid."""
        reach = self.cleaned_data["reach"]
        by_email = "@" in reach
        return Person(
            email=reach if by_email else "",
            phone="" if by_email else reach,
            channel=Wish.BEST,
            **self.said(),
        )


class MyselfForm(AboutMyselfForm):
    """What somebody on a list corrects of themselves: never the address, which the link has come to."""

    channel = forms.ChoiceField(label=_("How do you want to hear from us?"), choices=Wish.choices)

    field_order = ["name", "language", "arrived_month", "channel"]

    def __init__(self, *args: Any, newcomer: Newcomer, **kwargs: Any) -> None:
        said = {**newcomer.person.__dict__}
        said |= {"interests": list(newcomer.interests), "situations": list(newcomer.situations)}
        super().__init__(*args, initial=said, also=newcomer.arrived_month, **kwargs)
        cast(forms.ChoiceField, self.fields["channel"]).choices = [
            (value, label)
            for value, label in Wish.choices
            if not (value == Wish.EMAIL and not newcomer.email)
            and not (value == Wish.SMS and not newcomer.phone)
        ]
        self.newcomer = newcomer

    def person(self) -> Person:
        """How they are known from now on. The form must be valid."""
        return Person(
            email=self.newcomer.email,
            phone=self.newcomer.phone,
            channel=self.cleaned_data["channel"],
            **self.said(),
        )
