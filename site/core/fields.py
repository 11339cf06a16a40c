"""Columns for text, which clean whatever is written to them or looked up in them (`core.text`).

To migrations they are Django's: what they do is not in the database.
"""

from collections.abc import Callable
from typing import Any

from django.db import models
from wagtail import fields

from core import form_fields, text
from core.telephone import same_telephone


class Cleaned(models.Field):
    """What all of them share: saving, updating, many rows at once and lookups come by here."""

    cleaner: Callable[[str], str] = staticmethod(text.clean_line)
    # What a migration calls it.
    known_as: str

    def cleaned(self, value: Any) -> Any:
        return type(self).cleaner(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        return self.cleaned(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return self.cleaned(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Who holds the row goes on with what was stored."""
        value = self.cleaned(super().pre_save(model_instance, add))
        if isinstance(value, str):
            setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, self.known_as, args, kwargs


class CharField(Cleaned, models.CharField):
    """One line."""

    known_as = "django.db.models.CharField"


class SlugField(Cleaned, models.SlugField):
    """Our part of an address."""

    known_as = "django.db.models.SlugField"


class TextField(Cleaned, models.TextField):
    """A text of several lines."""

    known_as = "django.db.models.TextField"
    cleaner = staticmethod(text.clean)


class EmailField(Cleaned, models.EmailField):
    """A mailbox. Forms ask for one that a mail can be written to."""

    known_as = "django.db.models.EmailField"
    cleaner = staticmethod(text.clean_address)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": form_fields.EmailField, **kwargs})


class TelephoneField(Cleaned, models.CharField):
    """A number that people call, as E.164 writes it."""

    known_as = "django.db.models.CharField"
    cleaner = staticmethod(same_telephone)

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": form_fields.TelephoneField, **kwargs})


class URLField(Cleaned, models.URLField):
    """An address of the net."""

    known_as = "django.db.models.URLField"
    cleaner = staticmethod(text.clean_address)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": form_fields.URLField, **kwargs})


class RichTextField(Cleaned, fields.RichTextField):
    """A text of Wagtail's editor: HTML, in which a line break is a space."""

    known_as = "wagtail.fields.RichTextField"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    cleaner = staticmethod(text.clean)


class StreamField(fields.StreamField):
    """Wagtail's, in which every text is cleaned, however deep it lies."""

    def get_prep_value(self, value: Any) -> Any:
        return _cleaned_within(super().get_prep_value(value))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.fields.StreamField", args, kwargs


def _cleaned_within(value: Any) -> Any:
    if isinstance(value, str):
        return text.clean(value, line_break=" ")
    if isinstance(value, dict):
        return {key: _cleaned_within(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned_within(each) for each in value]
    return value


def clean_row(row: models.Model) -> None:
    """Clean what stands in the columns that a library gave to `row`. Nothing is saved here."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname, None)
        if isinstance(field, (models.CharField, models.TextField)) and isinstance(value, str):
            cleaner = text.clean if isinstance(field, models.TextField) else text.clean_line
            setattr(row, field.attname, cleaner(value))
