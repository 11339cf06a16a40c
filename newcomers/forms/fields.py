"""Fields about people, alike wherever somebody is typed, corrects themselves or is chosen."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.translation import gettext_lazy as _

from core import world_languages
from core.formats import month
from core.isolation import filled
from newcomers.choices import INTERESTS, MOST_CHILDREN, Situation, Wish
from newcomers.reading.cells import CellError

# Whoever has lived here longer is no newcomer, but may still be on the list.
MONTHS_BACK, MONTHS_AHEAD = 36, 3


class WithProposals(forms.TextInput):
    """A field in which one may write anything, and is shown what many write."""

    template_name = "newcomers/proposals.html"

    def __init__(self, proposals: Callable[[], Iterable[tuple[str, str]]]) -> None:
        super().__init__({"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"})
        self.proposals = proposals

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}-proposals"
        context["widget"]["attrs"]["list"] = listed
        return {**context, "listed": listed, "proposals": list(self.proposals())}


def named_languages() -> list[tuple[str, str]]:
    """(code, name for the reader) of what is common here, and then of every language that has a name."""
    common, others = world_languages.choices()
    return [*common, *others]


class LanguageField(forms.CharField):
    """Any language, as people write it, in any script; what comes out is its code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 120, "widget": WithProposals(named_languages), **kwargs})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        code = world_languages.code_of(text)
        if code is None:
            raise forms.ValidationError(
                filled(
                    _(
                        "We do not know which language “%(value)s” is. Write its name in Norwegian, in "
                        "English or in the language itself."
                    ),
                    value=text[:40],
                )
            )
        return code

    def prepare_value(self, value: Any) -> Any:
        """A code is shown as the language's name; what was typed stays as it was typed."""
        is_code = isinstance(value, str) and value and world_languages.known_code(value) == value
        return world_languages.language_name_in(value) if is_code else value


def month_choices(today: date, *, also: date | None = None) -> list[tuple[str, str]]:
    """("2026-10", "October 2026") for a select: some months ahead, then back; with `also` wherever it is."""
    first = today.replace(day=1)
    months = {first + relativedelta(months=ahead) for ahead in range(-MONTHS_BACK, MONTHS_AHEAD + 1)}
    months |= {also} if also else set()
    return [(f"{each:%Y-%m}", month(each)) for each in sorted(months, reverse=True)]


class MonthField(forms.TypedChoiceField):
    """A month of arrival; nobody asks for the day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"coerce": first_of, "empty_value": None, "required": False, **kwargs})

    def offer(self, today: date, *, also: date | None = None) -> None:
        self.choices = [("", _("Not known")), *month_choices(today, also=also)]

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


def first_of(text: str) -> date:
    """ "2026-10" → the first of that month. Raises `ValueError`."""
    return date.fromisoformat(f"{text}-01")


class Children(forms.IntegerField):
    """How many children of an age. Nothing is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": MOST_CHILDREN, "required": False, **kwargs})
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> int:
        return super().clean(value) or 0

    def prepare_value(self, value: Any) -> Any:
        return "" if value == 0 else value


def choices_field(label: Any, choices: Iterable[tuple[Any, Any]], **kwargs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


def interests_field(**kwargs: Any) -> forms.MultipleChoiceField:
    return choices_field(_("Interests"), INTERESTS, **kwargs)


def situations_field(**kwargs: Any) -> forms.MultipleChoiceField:
    return choices_field(_("Situation"), Situation.choices, **kwargs)


def channel_field(**kwargs: Any) -> forms.ChoiceField:
    return forms.TypedChoiceField(
        label=_("How they want to hear from us"),
        choices=Wish.choices,
        required=False,
        empty_value=Wish.BEST,
        **kwargs,
    )


def read_by(read: Callable[[Any], Any], value: Any) -> Any:
    """As a cell of a list is read, so that one row and a hundred are judged alike."""
    try:
        return read(value)
    except CellError as error:
        raise forms.ValidationError(str(error)) from error
