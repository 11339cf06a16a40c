"""What a form says when something is missing or wrong: what to do, in our words, by type and name of field.

Django's sentences say a rule ("Ensure this value is less than or equal to 20.") and stand between ours. A
message that a field was given where it is declared wins over those here.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core import validators
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.formats import number
from core.isolation import filled

Messages = dict[str, Any]
Kinds = type[forms.Field] | tuple[type[forms.Field], ...]

# What is asked for, where the type of the field does not tell.
MISSING: dict[str, Promise] = {
    "name": gettext_lazy("Write the name."),
    "title": gettext_lazy("Write a title."),
    "email": gettext_lazy("Type the e-mail address."),
    "login": gettext_lazy("Type your e-mail address."),
    "code": gettext_lazy("Type the code."),
    "language": gettext_lazy("Choose a language."),
    "municipality": gettext_lazy("Choose a municipality."),
    "venue": gettext_lazy("Choose a place."),
    "picked": gettext_lazy("Write at least one date, for example 19.06.2027."),
    "start_time": gettext_lazy("Type the time when it starts, for example 18:00."),
    "end_time": gettext_lazy("Type the time when it ends, for example 20:00."),
    # Hidden, and filled by the browser.
    "credential": gettext_lazy("The passkey did not answer. Try once more."),
}
BLANK, DASHES = BLANK_CHOICE_DASH[0]
CHOOSE = gettext_lazy("Choose …")
# A database's own limit is no advice: nobody writes such a number but by mistake.
LARGEST_ADVICE = 10_000


class Explained(forms.BaseForm):
    """Mixed into a form of whatever kind: its fields say what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            say_choose(field)

    def full_clean(self) -> None:
        explain(self)
        super().full_clean()


class Form(Explained, forms.Form):
    """For every form of ours that is no model's."""


def explain(form: forms.BaseForm) -> None:
    """Gives the fields of `form` our messages, in the active language, where they have none of their own."""
    for name, field in form.fields.items():
        borrowed = _borrowed(field)
        for code, message in _messages_for(name, field).items():
            if field.error_messages.get(code) is borrowed.get(code):
                field.error_messages[code] = message
        if isinstance(field, forms.DecimalField):
            # "5,5" where the reader's language writes it so; "5.5" everywhere.
            field.localize = True
        if isinstance(field, forms.ModelChoiceField):
            # Asked before the field's other rules, and by itself.
            # An attribute that Django sets per field; the stubs call it a method.
            field.validate_no_null_characters = validators.ProhibitNullCharactersValidator(  # type: ignore[method-assign]
                message=field.error_messages["invalid_choice"]
            )


def say_choose(field: forms.Field) -> None:
    """Where nothing is chosen yet, Django shows nine dashes."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = CHOOSE
    elif isinstance(field, forms.ChoiceField):
        # Whatever the field was given, it has made rows of it.
        choices = list(cast(Iterable[tuple[Any, Any]], field.choices))
        if (BLANK, DASHES) in choices:
            field.choices = [(BLANK, CHOOSE) if row == (BLANK, DASHES) else row for row in choices]


def _borrowed(field: forms.Field) -> Messages:
    """The messages that `field` has from Django's own classes, and from no other."""
    messages: Messages = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            messages |= getattr(kind, "default_error_messages", {})
    return messages


def _messages_for(name: str, field: forms.Field) -> Messages:
    messages = ANY | next((say(field) for kind, say in BY_TYPE if isinstance(field, kind)), {})
    return messages | ({"required": MISSING[name]} if name in MISSING else {})


ANY: Messages = {
    "required": gettext_lazy("Fill in this field."),
    "null_characters_not_allowed": gettext_lazy(
        "There is a sign here that nobody can see. Take it all away, and write it again."
    ),
    "max_length": ngettext_lazy(
        "There is room for %(limit_value)d character here, and you wrote %(show_value)d. Make it shorter.",
        "There is room for %(limit_value)d characters here, and you wrote %(show_value)d. Make it shorter.",
        "limit_value",
    ),
    "unique": gettext_lazy("There is one with this already. Write something else."),
}


def _of_number(field: forms.Field) -> Messages:
    """One sentence for all that can be wrong with a number: which numbers it can be."""
    least = max(_limits(field, validators.MinValueValidator), default=None)
    most = min(_limits(field, validators.MaxValueValidator), default=None)
    advice = _which_number(least, most if most is not None and most <= LARGEST_ADVICE else None)
    codes = ("required", "invalid", "min_value")
    return dict.fromkeys(codes, advice) | {"max_value": _which_number(least, most)}


def _of_decimal(field: forms.Field) -> Messages:
    assert isinstance(field, forms.DecimalField), "asked for only by the table"
    example = number(Decimal("5.5"))
    least = max(_limits(field, validators.MinValueValidator), default=None)
    most = min(_limits(field, validators.MaxValueValidator), default=None)
    if most is None and field.max_digits is not None and field.decimal_places is not None:
        # As far as one can read it: a thousandth less is no other advice.
        most = (10 ** (field.max_digits - field.decimal_places)) - Decimal(10) ** -min(
            field.decimal_places, 3
        )
    if most is None:
        advice = filled(_("Type a number, for example %(example)s."), example=example)
    else:
        words = _("Type a number, for example %(example)s. The highest is %(most)s.")
        advice = filled(words, example=example, most=number(most))
    codes = ("required", "invalid", "max_value", "max_digits", "max_whole_digits")
    messages = dict.fromkeys(codes, advice) | {"min_value": _which_number(least, most)}
    if field.decimal_places:
        words = _("There are too many digits after the point or the comma. The most is %(most)s.")
        messages["max_decimal_places"] = filled(words, most=field.decimal_places)
    return messages


def _limits(field: forms.Field, kind: type[validators.BaseValidator]) -> list[Any]:
    limits = [each.limit_value for each in field.validators if isinstance(each, kind)]
    return [limit() if callable(limit) else limit for limit in limits]


def _which_number(least: int | Decimal | None, most: int | Decimal | None) -> str:
    if least is None and most is None:
        return _("Type a number.")
    if most is None:
        return filled(_("Type the number %(least)s, or a higher one."), least=number(least or 0))
    return filled(_("Type a number from %(least)s to %(most)s."), least=number(least or 0), most=number(most))


def _just(**messages: Promise) -> Callable[[forms.Field], Messages]:
    return lambda field: messages


def _always(codes: Iterable[str], message: Promise) -> Callable[[forms.Field], Messages]:
    return lambda field: dict.fromkeys(codes, message)


ONE_OF_THE_LIST = gettext_lazy("Choose one of those in the list.")
# The first that fits; what is not here is a text.
BY_TYPE: tuple[tuple[Kinds, Callable[[forms.Field], Messages]], ...] = (
    (forms.DecimalField, _of_decimal),
    (forms.IntegerField, _of_number),
    (
        forms.EmailField,
        _just(
            required=gettext_lazy("Type the e-mail address."),
            invalid=gettext_lazy("An e-mail address looks like this: name@example.com"),
        ),
    ),
    (
        forms.URLField,
        _just(
            required=gettext_lazy("Type the web address."),
            invalid=gettext_lazy("A web address looks like this: https://example.com"),
        ),
    ),
    (
        forms.SlugField,
        _just(
            required=gettext_lazy("Type the web address."),
            invalid=gettext_lazy("Use only the letters a to z, digits and hyphens."),
        ),
    ),
    (
        forms.DateField,
        _just(
            required=gettext_lazy("Choose a day."),
            invalid=gettext_lazy("A date looks like this: 19.06.2027"),
        ),
    ),
    (
        forms.TimeField,
        _just(
            required=gettext_lazy("Type the time, for example 18:00."),
            invalid=gettext_lazy("A time looks like this: 18:00"),
        ),
    ),
    (
        forms.FileField,
        _always(
            ("required", "invalid", "missing", "empty", "invalid_image", "contradiction", "max_length"),
            gettext_lazy("Choose a file that is not empty."),
        ),
    ),
    (forms.JSONField, _always(("required", "invalid"), MISSING["credential"])),
    (forms.BooleanField, _just(required=gettext_lazy("Tick this to go on."))),
    (
        (forms.MultipleChoiceField, forms.ModelMultipleChoiceField),
        _just(
            required=gettext_lazy("Choose at least one."),
            invalid_choice=gettext_lazy("Choose only from those in the list."),
            invalid_list=gettext_lazy("Choose only from those in the list."),
            invalid_pk_value=gettext_lazy("Choose only from those in the list."),
        ),
    ),
    (
        (forms.ChoiceField, forms.ModelChoiceField),
        _just(required=ONE_OF_THE_LIST, invalid_choice=ONE_OF_THE_LIST),
    ),
)
